/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-doctor"

/* The certificate stores, and the certificates in them.  Unlike a look, it goes on behind a store that cannot
 * be read: each is told of. */

#include "doctor-private.h"

#include <kigen/authority/authority.h>
#include <kigen/base/calendar.h>
#include <kigen/base/error.h>
#include <kigen/workspace/inventory.h>

#include <glib/gi18n-lib.h>

static const char *
obtain_advice (void)
{
  return _ ("Fetch your first certificate with the IDs of the paper notice, or restore it from a backup.");
}

static const KigenProfile *
profile_for (const KigenExamination *examination, const KigenCertificate *certificate)
{
  for (guint i = 0; i < examination->profiles->len; i++) {
    const KigenProfile *profile = g_ptr_array_index (examination->profiles, i);
    if (kigen_profile_matches (profile, certificate))
      return profile;
  }
  return NULL;
}

/* Those that are watched, under the user's own names for them; how many. */
static guint
take (KigenExamination *examination, const GPtrArray *all)
{
  guint taken = 0;
  for (guint i = 0; i < all->len; i++) {
    const KigenCertificate *one = g_ptr_array_index (all, i);
    const KigenProfile *profile = profile_for (examination, one);
    if (profile == NULL)
      continue;
    KigenCertificate *own = kigen_certificate_copy (one);
    own->profile = g_strdup (kigen_profile_id (profile));
    own->is_unserved = !kigen_authority_serves (profile);
    char *name = examination->state != NULL ? kigen_state_label (examination->state, own->id) : NULL;
    if (name != NULL) {
      g_free (own->label);
      own->label = name;
    }
    g_ptr_array_add (examination->certificates, own);
    taken++;
  }
  return taken;
}

static gboolean
is_locked (const GPtrArray *all)
{
  for (guint i = 0; i < all->len; i++) {
    const KigenCertificate *one = g_ptr_array_index (all, i);
    if (one->has_key == KIGEN_HAS_KEY_UNKNOWN)
      return TRUE;
  }
  return FALSE;
}

static gboolean
examine_store (KigenExamination *examination, const char *uri)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (KigenStore) store = kigen_workspace_open_store (examination->workspace, uri, &problem);
  g_autoptr (GPtrArray) all = store != NULL ? kigen_store_list (store, &problem) : NULL;
  if (all == NULL) {
    kigen_doctor_add_error (examination, "stores", KIGEN_FINDING_PROBLEM, problem);
    return FALSE;
  }
  guint watched = take (examination, all);
  if (is_locked (all))
    kigen_doctor_add (examination, "stores", KIGEN_FINDING_HINT,
                      _ ("Have the store's password (the browser's primary password) at hand for renewals "
                         "and backups."),
                      _ ("The certificate store %s has a password."), uri);
  else
    kigen_doctor_add (examination, "stores", KIGEN_FINDING_OK, NULL,
                      ngettext ("The certificate store %s can be read; %u certificate in it is watched.",
                                "The certificate store %s can be read; %u certificates in it are watched.",
                                watched),
                      uri, watched);
  return TRUE;
}

static void
tell_ended (KigenExamination *examination, const KigenCertificate *one, const char *day)
{
  kigen_doctor_add (examination, "certificates", KIGEN_FINDING_PROBLEM,
                    _ ("It can no longer renew itself.  Apply for a new certificate."),
                    _ ("%s (ID %.8s) ran out on %s."), kigen_certificate_name (one), one->id, day);
}

static void
tell_keyless (KigenExamination *examination, const KigenCertificate *one, const char *day)
{
  kigen_doctor_add (examination, "certificates", KIGEN_FINDING_PROBLEM,
                    _ ("Restore the certificate and its key from a backup."),
                    _ ("The private key of %s (ID %.8s, until %s) is missing; nobody can log in with it."),
                    kigen_certificate_name (one), one->id, day);
}

static void
tell_due (KigenExamination *examination, KigenCertificate *one, const char *day)
{
  KigenFinding *finding
      = kigen_doctor_add (examination, "certificates", KIGEN_FINDING_HINT, _ ("Please renew it."),
                          _ ("%s (ID %.8s) ends on %s; the authority renews it now."),
                          kigen_certificate_name (one), one->id, day);
  finding->remedy = KIGEN_REMEDY_RENEW;
  finding->certificate = kigen_certificate_ref (one);
}

static void
examine_certificate (KigenExamination *examination, KigenCertificate *one, KigenCondition condition)
{
  g_autofree char *day = kigen_doctor_day (one->not_after);
  if (condition == KIGEN_CONDITION_EXPIRED)
    tell_ended (examination, one, day);
  else if (kigen_certificate_is_keyless (one, examination->certificates)
           && condition != KIGEN_CONDITION_RENEWED)
    tell_keyless (examination, one, day);
  else if (condition == KIGEN_CONDITION_UNMANAGED)
    kigen_doctor_add (examination, "certificates", KIGEN_FINDING_HINT, kigen_inventory_unmanaged_words (one),
                      _ ("%s (ID %.8s) is valid until %s."), kigen_certificate_name (one), one->id, day);
  else if (condition == KIGEN_CONDITION_DUE)
    tell_due (examination, one, day);
  else
    kigen_doctor_add (examination, "certificates", KIGEN_FINDING_OK, NULL,
                      _ ("%s (ID %.8s) is valid until %s."), kigen_certificate_name (one), one->id, day);
}

static KigenCondition
condition_without_state (const KigenCertificate *one)
{
  return one->not_after < kigen_clock_system (NULL) ? KIGEN_CONDITION_EXPIRED : KIGEN_CONDITION_VALID;
}

static void
judge_certificates (KigenExamination *examination)
{
  GPtrArray *certificates = examination->certificates;
  if (examination->state != NULL)
    examination->conditions = kigen_inventory_conditions (examination->workspace, certificates, NULL);
  if (examination->conditions != NULL)
    return;
  examination->conditions = g_array_new (FALSE, FALSE, sizeof (KigenCondition));
  for (guint i = 0; i < certificates->len; i++) {
    KigenCondition condition = condition_without_state (g_ptr_array_index (certificates, i));
    g_array_append_val (examination->conditions, condition);
  }
}

void
kigen_doctor_examine_stores (KigenExamination *examination)
{
  g_auto (GStrv) uris = kigen_workspace_store_uris (examination->workspace);
  gboolean all_readable = TRUE;
  for (char **uri = uris; *uri != NULL; uri++)
    all_readable = examine_store (examination, *uri) && all_readable;
  if (uris[0] == NULL)
    kigen_doctor_add (examination, "stores", KIGEN_FINDING_PROBLEM, obtain_advice (),
                      _ ("You have no certificate store yet."));
  else if (all_readable && examination->certificates->len == 0)
    kigen_doctor_add (
        examination, "certificates", KIGEN_FINDING_PROBLEM, obtain_advice (),
        _ ("No certificate of the authorities that are watched is in your certificate stores."));
  judge_certificates (examination);
  for (guint i = 0; i < examination->certificates->len; i++)
    examine_certificate (examination, g_ptr_array_index (examination->certificates, i),
                         g_array_index (examination->conditions, KigenCondition, i));
}
