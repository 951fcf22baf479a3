/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/base/profile.h>
#include <kigen/base/settings.h>
#include <kigen/state/state.h>
#include <kigen/store/store.h>

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * What one run of a program works with: authorities, certificate stores, settings and state, as its options
 * name them, and each opened when it is first asked for.  One thread at a time.
 */
typedef struct {
  /* as given, owned; NULL for all there are, or the usual place */
  char **profile_names;
  char **store_uris;
  char *state_folder;
  KigenStorePassword store_password; /* may be NULL */
  gpointer store_password_data;
  gboolean forgiving; /* also a store that was named and cannot be read is noted, and no error */
  /** Something that the user should know and that stops nothing; may be NULL. */
  void (*note) (const char *text, gpointer data);
  gpointer note_data;

  /* opened; not to be touched from outside */
  KigenSettings *settings;
  KigenState *state;
  gboolean is_rebuilt; /* the state is a new one in place of a damaged one, and empty */
  GPtrArray *profiles;
} KigenWorkspace;

/** Closes and frees what is in it. */
void kigen_workspace_clear (KigenWorkspace *workspace);

/* What these return belongs to the workspace, unless it says otherwise. */

KigenSettings *kigen_workspace_settings (KigenWorkspace *workspace);
/** A state that was damaged is set aside, which is said, and the new one is empty: inventory.h fills it. */
KigenState *kigen_workspace_state (KigenWorkspace *workspace, GError **error);
/** Those given, else all there are; KigenProfile elements. */
GPtrArray *kigen_workspace_profiles (KigenWorkspace *workspace, GError **error);
/** Errors: USAGE where none of them has this Id. */
KigenProfile *kigen_workspace_profile (KigenWorkspace *workspace, const char *id, GError **error);
/** The only one that gives out first certificates by a paper notice.  Errors: USAGE for none or several. */
KigenProfile *kigen_workspace_only_profile (KigenWorkspace *workspace, GError **error);
/** URIs given, else all that this user has.  g_strfreev(). */
char **kigen_workspace_store_uris (const KigenWorkspace *workspace);
/** Where something new goes: the first given, else the platform's first.  g_free(). */
char *kigen_workspace_first_store (const KigenWorkspace *workspace);
/** With its password source.  kigen_store_free(). */
KigenStore *kigen_workspace_open_store (KigenWorkspace *workspace, const char *uri, GError **error);

G_END_DECLS
