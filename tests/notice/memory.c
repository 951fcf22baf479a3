/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

#include "memory.h"

#include "zone.h"

#include <kigen/base/calendar.h>

#define VALID_SECONDS (G_GINT64_CONSTANT (3) * 365 * 24 * 3600)
#define STORE "nss:/desk"

Memory *
memory_new (void)
{
  g_autoptr (GError) error = NULL;
  Memory *memory = g_new0 (Memory, 1);

  memory->folder = scratch_new ();
  memory->zone = zone_named ("Asia/Tokyo");
  memory->certificates = g_ptr_array_new_with_free_func ((GDestroyNotify)kigen_certificate_unref);
  memory->profiles = g_ptr_array_new_with_free_func ((GDestroyNotify)kigen_profile_unref);
  g_ptr_array_add (memory->profiles, kigen_profile_load_builtin ("obn", &error));
  g_assert_no_error (error);
  memory->state
      = kigen_state_open (memory->folder, memory_instant (memory, "2026-01-01 00:00"), NULL, &error);
  g_assert_no_error (error);
  return memory;
}

void
memory_free (Memory *memory)
{
  kigen_state_close (memory->state);
  g_ptr_array_unref (memory->certificates);
  g_ptr_array_unref (memory->profiles);
  g_time_zone_unref (memory->zone);
  scratch_remove (memory->folder);
  g_free (memory);
}

gint64
memory_instant (const Memory *memory, const char *text)
{
  gint64 instant = 0;

  g_assert_true (kigen_calendar_parse (text, memory->zone, &instant));
  return instant;
}

KigenCertificate *
memory_add (Memory *memory, char digit, const char *name, const char *end)
{
  KigenCertificate *certificate = kigen_certificate_new ();

  certificate->id = g_strnfill (64, digit);
  certificate->subject = g_strdup_printf ("C=JP, O=ReceiptOnline, CN=%s", name);
  certificate->issuer = g_strdup ("C=JP, CN=Online Billing NW Common Root CA G2A");
  certificate->common_name = g_strdup ("0110119153");
  certificate->issuer_common_name = g_strdup ("Online Billing NW Common Root CA G2A");
  certificate->serial = g_strnfill (1, digit);
  certificate->not_after = memory_instant (memory, end);
  certificate->not_before = certificate->not_after - VALID_SECONDS;
  certificate->label = g_strdup (name);
  certificate->store = g_strdup (STORE);
  certificate->profile = g_strdup ("obn");
  certificate->has_key = KIGEN_HAS_KEY_YES;
  g_ptr_array_add (memory->certificates, certificate);
  return certificate;
}

void
memory_scan (Memory *memory)
{
  g_autoptr (GError) error = NULL;
  const char *stores[] = { STORE, NULL };

  kigen_state_record_scan (memory->state, memory->certificates, stores,
                           memory_instant (memory, "2026-01-01 00:00"), &error);
  g_assert_no_error (error);
}

void
memory_show (Memory *memory, const KigenCertificate *certificate, int stage, const char *at,
             const char *answered)
{
  g_autoptr (GError) error = NULL;
  gint64 now = memory_instant (memory, at);
  gint64 day = kigen_calendar_day (now, memory->zone);
  KigenNoticeGiven notice = { .id = certificate->id, .stage = stage, .day = day, .shown_at = now };

  g_assert_true (kigen_state_record_notice (memory->state, &notice, &error));
  g_assert_no_error (error);
  if (answered == NULL)
    return;
  kigen_state_answer_notice (memory->state, certificate->id, stage, day, "later",
                             kigen_calendar_day (memory_instant (memory, answered), memory->zone), &error);
  g_assert_no_error (error);
}

void
memory_renew (Memory *memory, const KigenCertificate *certificate, const char *at)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenRenewalRecord) record = kigen_state_begin_renewal (memory->state, certificate, "obn", STORE,
                                                                     memory_instant (memory, at), &error);

  g_assert_no_error (error);
  g_assert_nonnull (record);
}
