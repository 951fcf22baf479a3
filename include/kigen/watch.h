/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/profile.h>
#include <kigen/settings.h>
#include <kigen/state.h>
#include <kigen/store.h>

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
  GPtrArray *profiles;
} KigenWatch;

/** Closes and frees what is in it. */
void kigen_watch_clear (KigenWatch *watch);

/* What these return belongs to the watch, unless it says otherwise. */

KigenSettings *kigen_watch_settings (KigenWatch *watch);
/** A state that was damaged has been set aside, said so, and is filled from the stores again. */
KigenState *kigen_watch_state (KigenWatch *watch, GError **error);
/** Those given, else all there are; KigenProfile elements. */
GPtrArray *kigen_watch_profiles (KigenWatch *watch, GError **error);
/** Errors: USAGE where none of them has this Id. */
KigenProfile *kigen_watch_profile (KigenWatch *watch, const char *id, GError **error);
/** The only one that gives out first certificates by a paper notice.  Errors: USAGE for none or several. */
KigenProfile *kigen_watch_only_profile (KigenWatch *watch, GError **error);
/** URIs given, else all that this user has.  g_strfreev(). */
char **kigen_watch_store_uris (const KigenWatch *watch);
/** Where something new goes: the first given, else the platform's first.  g_free(). */
char *kigen_watch_first_store (const KigenWatch *watch);
/** With its password source.  kigen_store_free(). */
KigenStore *kigen_watch_open_store (KigenWatch *watch, const char *uri, GError **error);

/** What is in the stores now that a profile watches, soonest end first; KigenCertificate elements with
 * profile, store and the user's own name.  `*readable` (may be NULL; g_strfreev) are the URIs of the stores
 * that could be read.  A store that was named and cannot be read is an error unless the watch is forgiving,
 * one that was found is noted. */
GPtrArray *kigen_watch_look (KigenWatch *watch, char ***readable, GError **error);
/** Writes what a look found into the state. */
gboolean kigen_watch_record (KigenWatch *watch, GPtrArray *certificates, char **readable, GError **error);
/** Writes down where a change would call for another look, so that a store that cannot be read now is noticed
 * when it comes. */
gboolean kigen_watch_record_places (KigenWatch *watch, GError **error);
/** Both, around a look. */
GPtrArray *kigen_watch_scan (KigenWatch *watch, GError **error);

/** What is to be said of a certificate. */
typedef enum {
  KIGEN_CONDITION_VALID,
  KIGEN_CONDITION_DUE,      /* the authority renews it now */
  KIGEN_CONDITION_RENEWING, /* a renewal of it is open */
  KIGEN_CONDITION_RENEWED,  /* it has a valid successor in its store */
  KIGEN_CONDITION_EXPIRED,
} KigenCondition;

/** "valid", "due", "renewing", "renewed", "expired": for JSON. */
const char *kigen_condition_name (KigenCondition condition);
/** The same in the user's language. */
const char *kigen_condition_words (KigenCondition condition);
/** Of each of them, in the same order; KigenCondition elements. */
GArray *kigen_watch_conditions (KigenWatch *watch, GPtrArray *certificates, GError **error);
/** Calendar days of the local zone until then, negative when it is past. */
int kigen_watch_days_left (gint64 not_after);

/** Whether the desk would be without: it works, and no other of its subject does. */
gboolean kigen_watch_is_only_one (const KigenCertificate *certificate, GPtrArray *all);

G_END_DECLS
