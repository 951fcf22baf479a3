/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-renewal"

/* The claim on a certificate: who renews it now, and whether an application was sent for it.
 *
 * It is the user's, not the state folder's: a state that was begun anew, copied or named by --state knows
 * nothing of what another one has sent, and the authority charges for each.  So the lock and the instant of
 * the last application lie in one folder of the user's, whatever folder the state is in; where the user has
 * none that can be written, in the state folder. */

#include "claim.h"

#include <kigen/base/error.h>
#include <kigen/base/lock.h>
#include <kigen/base/paths.h>

#include <glib/gstdio.h>

#include <string.h>

#define FOLDER "claims"

struct _KigenClaim {
  char *mark;        /* path of the file with the instant */
  KigenLock *lock;   /* against all of this user's */
  KigenLock *beside; /* against whoever shares the state folder */
};

static char *
claims_folder (const char *state_folder)
{
  g_autofree char *own = kigen_path_default_state ();
  char *folder = g_build_filename (own, FOLDER, NULL);
  if (g_mkdir_with_parents (folder, 0700) == 0 && g_access (folder, W_OK) == 0)
    return folder;
  g_debug ("%s cannot be written: claims lie in the state folder", folder);
  g_free (folder);
  folder = g_build_filename (state_folder, FOLDER, NULL);
  (void)g_mkdir_with_parents (folder, 0700);
  return folder;
}

static KigenLock *
take_lock (const char *folder, const char *name, GError **error)
{
  g_autofree char *file = g_strconcat (name, ".lock", NULL);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  return kigen_lock_take (path, error);
}

KigenClaim *
kigen_claim_take (const char *state_folder, const char *name, GError **error)
{
  g_autofree char *folder = claims_folder (state_folder);
  g_autofree char *file = g_strconcat (name, ".sent", NULL);
  g_autoptr (KigenClaim) claim = g_new0 (KigenClaim, 1);
  claim->mark = g_build_filename (folder, file, NULL);
  claim->lock = take_lock (folder, name, error);
  if (claim->lock == NULL)
    return NULL;
  claim->beside = take_lock (state_folder, name, error);
  return claim->beside != NULL ? g_steal_pointer (&claim) : NULL;
}

void
kigen_claim_release (KigenClaim *claim)
{
  if (claim == NULL)
    return;
  g_clear_pointer (&claim->lock, kigen_lock_release);
  g_clear_pointer (&claim->beside, kigen_lock_release);
  g_free (claim->mark);
  g_free (claim);
}

gint64
kigen_claim_sent_at (const KigenClaim *claim, gint64 now)
{
  g_autofree char *text = NULL;
  char *end = NULL;
  if (!g_file_test (claim->mark, G_FILE_TEST_EXISTS))
    return 0;
  gint64 sent_at
      = g_file_get_contents (claim->mark, &text, NULL, NULL) ? g_ascii_strtoll (text, &end, 10) : 0;
  if (sent_at > 0 && sent_at <= now && g_str_equal (end, "\n"))
    return sent_at;
  /* Without an instant that makes sense it counts from now on, and not from each look on. */
  (void)kigen_claim_note_sent (claim, now, NULL);
  return now;
}

gboolean
kigen_claim_note_sent (const KigenClaim *claim, gint64 now, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT "\n", now);
  return kigen_file_replace (claim->mark, text, strlen (text), error);
}

void
kigen_claim_forget_sent (const KigenClaim *claim)
{
  (void)g_remove (claim->mark);
}
