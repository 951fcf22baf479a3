/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-base"

/*
 * What is known about an authority, once it has been read (profile-read.c) and checked.
 */

#include <kigen/base/profile.h>

#include "profile-private.h"

#include <kigen/base/text.h>

#include <string.h>

#define LAST_INSTANT G_GINT64_CONSTANT (253402300799) /* 9999-12-31T23:59:59Z */

const KigenWaitDefault kigen_profile_waits[KIGEN_N_WAITS] = {
  [KIGEN_WAIT_FIRST_POLL] = { "FirstPoll", 1 }, [KIGEN_WAIT_LONGEST_POLL] = { "LongestPoll", 30 },
  [KIGEN_WAIT_ISSUE] = { "Issue", 600 },        [KIGEN_WAIT_SETTLE] = { "Settle", 20 },
  [KIGEN_WAIT_TIMEOUT] = { "Timeout", 30 },
};

KigenProfile *
kigen_profile_ref (KigenProfile *profile)
{
  g_atomic_ref_count_inc (&profile->references);
  return profile;
}

void
kigen_profile_unref (KigenProfile *profile)
{
  if (profile == NULL || !g_atomic_ref_count_dec (&profile->references))
    return;
  g_free (profile->id);
  g_free (profile->name);
  g_free (profile->provider);
  g_free (profile->issuer_pattern);
  g_free (profile->subject_pattern);
  g_clear_pointer (&profile->notice_days, g_array_unref);
  g_free (profile->base);
  g_clear_pointer (&profile->endpoints, g_hash_table_unref);
  g_clear_pointer (&profile->hosts, g_hash_table_unref);
  for (gsize label = 0; label < KIGEN_N_LABELS; label++)
    g_strfreev (profile->labels[label]);
  g_clear_pointer (&profile->password, g_regex_unref);
  g_free (profile->password_hint);
  g_free (profile->anchors);
  g_strfreev (profile->pins);
  g_free (profile);
}

const char *
kigen_profile_id (const KigenProfile *profile)
{
  return profile->id;
}

const char *
kigen_profile_name (const KigenProfile *profile)
{
  return profile->name;
}

const char *
kigen_profile_provider (const KigenProfile *profile)
{
  return profile->provider;
}

const char *
kigen_profile_base (const KigenProfile *profile)
{
  return profile->base;
}

char *
kigen_profile_endpoint (const KigenProfile *profile, const char *key)
{
  const char *path = g_hash_table_lookup (profile->endpoints, key);

  if (path == NULL)
    return NULL;
  return g_strconcat (profile->base, *path == '/' ? "" : "/", path, NULL);
}

const char *
kigen_profile_host (const KigenProfile *profile, const char *service_host)
{
  g_autofree char *host = g_ascii_strdown (service_host, -1);

  return g_hash_table_lookup (profile->hosts, host);
}

gboolean
kigen_profile_matches_issuer (const KigenProfile *profile, const KigenCertificate *certificate)
{
  return certificate->issuer_common_name != NULL
         && kigen_text_glob (profile->issuer_pattern, certificate->issuer_common_name);
}

gboolean
kigen_profile_matches (const KigenProfile *profile, const KigenCertificate *certificate)
{
  return !certificate->is_ca && certificate->common_name != NULL
         && kigen_text_glob (profile->subject_pattern, certificate->common_name)
         && kigen_profile_matches_issuer (profile, certificate);
}

gint64
kigen_profile_expected_end (const KigenProfile *profile, gint64 from)
{
  const KigenDuration *validity = &profile->validity;
  g_autoptr (GDateTime) begin = g_date_time_new_from_unix_utc (from);
  g_autoptr (GDateTime) end = NULL;

  if (validity->years == 0 && validity->months == 0 && validity->days == 0)
    return 0;
  if (begin == NULL)
    return LAST_INSTANT;
  end = g_date_time_add_full (begin, validity->years, validity->months, validity->days, 0, 0, 0);
  return end == NULL ? LAST_INSTANT : g_date_time_to_unix (end);
}

const int *
kigen_profile_notice_days (const KigenProfile *profile, gsize *n)
{
  *n = profile->notice_days->len;
  return &g_array_index (profile->notice_days, int, 0);
}

int
kigen_profile_daily_from (const KigenProfile *profile)
{
  return profile->daily_from;
}

int
kigen_profile_notice_hour (const KigenProfile *profile)
{
  return profile->notice_hour;
}

int
kigen_profile_renew_from (const KigenProfile *profile)
{
  return profile->renew_from;
}

const char *const *
kigen_profile_labels (const KigenProfile *profile, KigenLabel label)
{
  return (const char *const *)profile->labels[label];
}

int
kigen_profile_wait (const KigenProfile *profile, const char *key)
{
  for (gsize wait = 0; wait < KIGEN_N_WAITS; wait++) {
    if (strcmp (kigen_profile_waits[wait].key, key) == 0)
      return profile->waits[wait];
  }
  g_return_val_if_reached (0);
}

gboolean
kigen_profile_password_fits (const KigenProfile *profile, const char *password)
{
  if (profile->password == NULL)
    return *password != '\0';
  return g_regex_match (profile->password, password, 0, NULL);
}

const char *
kigen_profile_password_hint (const KigenProfile *profile)
{
  return profile->password_hint;
}

const char *
kigen_profile_trust_anchors (const KigenProfile *profile)
{
  return profile->anchors;
}

const char *const *
kigen_profile_root_pins (const KigenProfile *profile)
{
  return (const char *const *)profile->pins;
}
