/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-renewal"

/* What the authority issued, compared with what was asked for.  Mismatches are rejected, anomalies reported.
 */

#include "renewal-private.h"

#include <kigen/base/calendar.h>
#include <kigen/base/error.h>

#include <glib/gi18n-lib.h>

/* A validity may be this much shorter than the profile's before it is told. */
#define SHORTER_BY (31 * (gint64)(G_TIME_SPAN_DAY / G_TIME_SPAN_SECOND))

static const char *
helpdesk_advice (void)
{
  return _ ("The present certificate stays in use. Ask the authority's helpdesk, and quote this message.");
}

static gboolean
check_keys (const KigenPkcs12 *contents, GError **error)
{
  if (contents->key == NULL)
    return kigen_fail (error, KIGEN_ERROR_NOT_OURS, helpdesk_advice (),
                       _ ("The authority sent a certificate without its key."));
  if (contents->n_keys != 1)
    return kigen_fail (error, KIGEN_ERROR_NOT_OURS, helpdesk_advice (),
                       _ ("The authority sent %u keys where one was expected."), contents->n_keys);
  if (contents->certificate == NULL)
    return kigen_fail (error, KIGEN_ERROR_NOT_OURS, helpdesk_advice (),
                       _ ("The authority sent a key without a certificate."));
  if (!kigen_key_fits (contents->key, contents->certificate->der))
    return kigen_fail (error, KIGEN_ERROR_NOT_OURS, helpdesk_advice (),
                       _ ("The authority sent a key that does not belong to the certificate."));
  return TRUE;
}

static gboolean
check_certificate (const KigenCertificate *renewed, const KigenProfile *profile, const KigenCertificate *old,
                   gint64 now, GError **error)
{
  if (old != NULL && g_strcmp0 (renewed->subject, old->subject) != 0)
    return kigen_fail (error, KIGEN_ERROR_NOT_OURS, helpdesk_advice (),
                       _ ("The authority sent a certificate for somebody else: %s."), renewed->subject);
  if (renewed->is_ca || !kigen_profile_matches (profile, renewed))
    return kigen_fail (error, KIGEN_ERROR_NOT_OURS, helpdesk_advice (),
                       _ ("The authority sent a certificate of another issuer: %s."), renewed->issuer);
  if (old != NULL && renewed->not_after <= old->not_after)
    return kigen_fail (
        error, KIGEN_ERROR_NOT_OURS, helpdesk_advice (),
        _ ("The certificate that the authority sent does not last longer than the present one."));
  if (renewed->not_after < now)
    return kigen_fail (error, KIGEN_ERROR_NOT_OURS, helpdesk_advice (),
                       _ ("The certificate that the authority sent has run out already."));
  return TRUE;
}

KigenPkcs12 *
kigen_issued_open (GBytes *file, const KigenSecret *password, KigenProfile *profile,
                   const KigenCertificate *old, gint64 now, GError **error)
{
  g_autoptr (KigenPkcs12) contents = kigen_pkcs12_open (file, password, error);
  if (contents == NULL || !check_keys (contents, error)
      || !check_certificate (contents->certificate, profile, old, now, error))
    return NULL;
  return g_steal_pointer (&contents);
}

gboolean
kigen_issued_is_from_before (GBytes *file, const KigenSecret *password, const KigenProfile *profile,
                             const KigenCertificate *old)
{
  g_autoptr (KigenPkcs12) contents = kigen_pkcs12_open (file, password, NULL);
  if (contents == NULL || old == NULL || !check_keys (contents, NULL))
    return FALSE;
  const KigenCertificate *found = contents->certificate;
  return g_strcmp0 (found->subject, old->subject) == 0 && kigen_profile_matches (profile, found)
         && found->not_after <= old->not_after;
}

GPtrArray *
kigen_issued_oddities (const KigenCertificate *renewed, KigenProfile *profile, const KigenCertificate *old)
{
  GPtrArray *oddities = g_ptr_array_new_with_free_func (g_free);
  if (old != NULL && g_strcmp0 (renewed->issuer, old->issuer) != 0)
    g_ptr_array_add (oddities,
                     g_strdup_printf (_ ("The new certificate has another issuer than the old one: %s."),
                                      renewed->issuer));
  gint64 expected = kigen_profile_expected_end (profile, renewed->not_before);
  if (expected != 0 && renewed->not_after + SHORTER_BY < expected) {
    g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
    g_autofree char *end = kigen_calendar_date (renewed->not_after, zone);
    g_autofree char *wanted = kigen_calendar_date (expected, zone);
    g_ptr_array_add (
        oddities,
        g_strdup_printf (_ ("The new certificate ends on %s, earlier than usual (%s)."), end, wanted));
  }
  return oddities;
}

void
kigen_run_tell_oddities (const KigenRun *run)
{
  g_autoptr (GPtrArray) oddities = kigen_issued_oddities (run->contents->certificate, run->profile, run->old);
  for (guint i = 0; i < oddities->len && run->questions->warning != NULL; i++)
    run->questions->warning (g_ptr_array_index (oddities, i), run->questions->data);
}
