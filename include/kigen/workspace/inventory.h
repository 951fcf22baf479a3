/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/base/certificate.h>
#include <kigen/workspace/workspace.h>

#include <gio/gio.h>

G_BEGIN_DECLS

/** What is in the stores now that a profile watches, soonest end first; KigenCertificate elements with
 * profile, store and the user's own name.  `*readable` (may be NULL; g_strfreev) are the URIs of the stores
 * that could be read.  A store that was named and cannot be read is an error unless the watch is forgiving,
 * one that was found is noted. */
GPtrArray *kigen_inventory_look (KigenWorkspace *workspace, char ***readable, GError **error);
/** Writes what a look found into the state. */
gboolean kigen_inventory_record (KigenWorkspace *workspace, GPtrArray *certificates, char **readable,
                                 GError **error);
/** Writes down where a change would call for another look, so that a store that cannot be read now is noticed
 * when it comes. */
gboolean kigen_inventory_record_places (KigenWorkspace *workspace, GError **error);
/** Both, around a look. */
GPtrArray *kigen_inventory_scan (KigenWorkspace *workspace, GError **error);

/** The workspace's state; where it had to be made anew in place of a damaged one, what can be known again has
 * been read out of the stores. */
KigenState *kigen_inventory_state (KigenWorkspace *workspace, GError **error);

/** What is to be said of a certificate. */
typedef enum {
  KIGEN_CONDITION_VALID,
  KIGEN_CONDITION_DUE,      /* the authority renews it now */
  KIGEN_CONDITION_RENEWING, /* a renewal of it is open */
  KIGEN_CONDITION_RENEWED,  /* it has a valid successor in its store */
  KIGEN_CONDITION_EXPIRED,
  KIGEN_CONDITION_UNMANAGED, /* its authority's kind is not served, or it has no key in any store */
} KigenCondition;

/** "valid", "due", "renewing", "renewed", "expired", "unmanaged": for JSON. */
const char *kigen_condition_name (KigenCondition condition);
/** The same in the user's language. */
const char *kigen_condition_words (KigenCondition condition);
/** Why an UNMANAGED one is not renewed here, and where it is; static. */
const char *kigen_inventory_unmanaged_words (const KigenCertificate *certificate);
/** Of each of them, in the same order; KigenCondition elements. */
GArray *kigen_inventory_conditions (KigenWorkspace *workspace, GPtrArray *certificates, GError **error);
/** Calendar days of the local zone until then, negative when it is past. */
int kigen_inventory_days_left (gint64 not_after);

/** Whether the desk would be without: it works, and no other of its subject does. */
gboolean kigen_inventory_is_only_one (const KigenCertificate *certificate, GPtrArray *all);

G_END_DECLS
