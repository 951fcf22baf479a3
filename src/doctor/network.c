/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-doctor"

/* The way to each authority, by one request that shows no certificate: whether the network knows its name,
 * whether it answers, whether it is who it says, and what time it has. */

#include "doctor-private.h"

#include <kigen/base/calendar.h>
#include <kigen/base/error.h>
#include <kigen/crypto/x509.h>
#include <kigen/renewal/renewal.h>
#include <kigen/web/http.h>
#include <kigen/workspace/inventory.h>

#include <glib/gi18n-lib.h>

#include <string.h>

/* Seconds: somebody waits for it. */
#define TIMEOUT 10
/* Seconds by which a clock may be off. */
#define CLOCK_TOLERANCE (5 * 60)
/* Days before their end at which roots are worth a word. */
#define ROOTS_NEAR_END 90

#define SECONDS_A_MINUTE 60
#define SECONDS_AN_HOUR (60 * SECONDS_A_MINUTE)
#define SECONDS_A_DAY (24 * SECONDS_AN_HOUR)

/* The roots
 * ---------------------------------------------------------------------------------------------------------
 */

/* The certificates of a PEM text (RFC 7468), KigenCertificate elements; fewer where some cannot be parsed. */
static GPtrArray *
read_anchors (const char *pem, guint *n)
{
  GPtrArray *anchors = g_ptr_array_new_with_free_func ((GDestroyNotify)kigen_certificate_unref);
  g_auto (GStrv) blocks = g_strsplit (pem, "-----BEGIN CERTIFICATE-----", -1);
  for (char **block = blocks + 1; *block != NULL; block++) {
    char *end = strstr (*block, "-----END CERTIFICATE-----");
    gsize size = 0;
    if (end != NULL)
      *end = '\0';
    guchar *bytes = g_base64_decode (*block, &size);
    g_autoptr (GBytes) der = g_bytes_new_take (bytes, size);
    KigenCertificate *anchor = kigen_x509_parse (der, NULL);
    if (anchor != NULL)
      g_ptr_array_add (anchors, anchor);
    ++*n;
  }
  return anchors;
}

static gint64
last_end (const GPtrArray *anchors)
{
  gint64 last = 0;
  for (guint i = 0; i < anchors->len; i++) {
    const KigenCertificate *anchor = g_ptr_array_index (anchors, i);
    last = MAX (last, anchor->not_after);
  }
  return last;
}

static void
examine_anchors (KigenExamination *examination, const KigenProfile *profile)
{
  const char *pem = kigen_profile_trust_anchors (profile);
  const char *advice = _ ("Update Kigen, or ask your helper: its file of root certificates has to be newer.");
  guint n = 0;
  if (pem == NULL)
    return;
  g_autoptr (GPtrArray) anchors = read_anchors (pem, &n);
  gint64 last = last_end (anchors);
  int days = kigen_inventory_days_left (last);
  g_autofree char *day = kigen_doctor_day (last);
  const char *name = kigen_profile_name (profile);
  if (n == 0 || anchors->len < n)
    kigen_doctor_add (examination, "trust", KIGEN_FINDING_PROBLEM, _ ("Correct “CaFile” in the profile."),
                      _ ("The root certificates by which %s is known are damaged."), name);
  else if (days < 0)
    kigen_doctor_add (examination, "trust", KIGEN_FINDING_PROBLEM, advice,
                      _ ("The root certificates by which %s is known ran out on %s."), name, day);
  else if (days < ROOTS_NEAR_END)
    kigen_doctor_add (examination, "trust", KIGEN_FINDING_HINT, advice,
                      _ ("The root certificates by which %s is known run out on %s."), name, day);
  else
    kigen_doctor_add (examination, "trust", KIGEN_FINDING_OK, NULL,
                      _ ("The root certificates by which %s is known are valid until %s."), name, day);
}

/* The clock
 * ---------------------------------------------------------------------------------------------------------
 */

/* A second is lost on the way of the answer: to the nearest, so that an hour is not called 59 minutes. */
static int
nearest (gint64 seconds, gint64 unit)
{
  return (int)((seconds + unit / 2) / unit);
}

static char *
duration_words (gint64 seconds)
{
  int days = nearest (seconds, SECONDS_A_DAY), hours = nearest (seconds, SECONDS_AN_HOUR);
  int minutes = nearest (seconds, SECONDS_A_MINUTE);
  if (days >= 2)
    return g_strdup_printf (ngettext ("%d day", "%d days", (gulong)days), days);
  if (hours >= 2)
    return g_strdup_printf (ngettext ("%d hour", "%d hours", (gulong)hours), hours);
  return g_strdup_printf (ngettext ("%d minute", "%d minutes", (gulong)minutes), minutes);
}

static char *
clock_words (gint64 instant)
{
  g_autoptr (GDateTime) local = g_date_time_new_from_unix_local (instant);
  return local != NULL ? g_date_time_format (local, "%Y-%m-%d %H:%M %z") : g_strdup ("?");
}

static void
compare_clock (KigenExamination *examination, gint64 ours, gint64 theirs)
{
  const char *advice = _ ("Set the date, the time and the time zone of this computer.");
  g_autofree char *now = clock_words (ours);
  g_autofree char *off = duration_words (ABS (ours - theirs));
  if (ABS (ours - theirs) <= CLOCK_TOLERANCE)
    kigen_doctor_add (examination, "clock", KIGEN_FINDING_OK, NULL,
                      _ ("This computer's clock agrees with the authority's: %s"), now);
  else if (ours > theirs)
    kigen_doctor_add (examination, "clock", KIGEN_FINDING_PROBLEM, advice,
                      _ ("This computer's clock is %s ahead of the authority's; it says %s."), off, now);
  else
    kigen_doctor_add (examination, "clock", KIGEN_FINDING_PROBLEM, advice,
                      _ ("This computer's clock is %s behind the authority's; it says %s."), off, now);
}

/* The way
 * -----------------------------------------------------------------------------------------------------------
 */

static KigenHttp *
open_http (const KigenExamination *examination, KigenProfile *profile, GError **error)
{
  KigenHttpOptions options = kigen_renewal_http_options (profile, examination->settings);
  options.timeout = TIMEOUT;
  KigenHttp *http = kigen_http_new (kigen_profile_base (profile), NULL, &options, error);
  g_clear_pointer (&options.proxy_password, kigen_secret_unref);
  return http;
}

static void
tell_reached (KigenExamination *examination, const char *host)
{
  g_autofree char *name = g_strndup (host, strcspn (host, ":"));
  kigen_doctor_add (examination, "name-resolution", KIGEN_FINDING_OK, NULL, _ ("The name %s is known."),
                    name);
  kigen_doctor_add (examination, "reachability", KIGEN_FINDING_OK, NULL, _ ("%s answers."), host);
}

static void
tell_trusted (KigenExamination *examination, const char *host)
{
  kigen_doctor_add (examination, "trust", KIGEN_FINDING_OK, NULL, _ ("%s proved that it is the authority."),
                    host);
}

static void
tell_answer (KigenExamination *examination, const char *host, const KigenAnswer *answer, gint64 ours)
{
  if (answer->status >= 500)
    kigen_doctor_add (examination, "reachability", KIGEN_FINDING_HINT, _ ("Try again later."),
                      _ ("%s reports a fault of its own (HTTP %d)."), host, answer->status);
  if (answer->date != 0)
    compare_clock (examination, ours, answer->date);
}

/* No answer: how far it went. */
static void
tell_fault (KigenExamination *examination, const char *host, KigenHttpFault fault, const GError *problem)
{
  switch (fault) {
  case KIGEN_HTTP_FAULT_NAME:
    kigen_doctor_add (examination, "name-resolution", KIGEN_FINDING_PROBLEM,
                      _ ("Check the network's cable, router and name servers (DNS), and try again."), "%s",
                      problem->message);
    return;
  case KIGEN_HTTP_FAULT_PROXY:
    kigen_doctor_add_error (examination, "reachability", KIGEN_FINDING_PROBLEM, problem)->remedy
        = KIGEN_REMEDY_SETTINGS;
    return;
  case KIGEN_HTTP_FAULT_TRUST:
    tell_reached (examination, host);
    kigen_doctor_add_error (examination, "trust", KIGEN_FINDING_PROBLEM, problem);
    return;
  case KIGEN_HTTP_FAULT_CONNECTION:
  case KIGEN_HTTP_FAULT_TIME:
    kigen_doctor_add (examination, "reachability", KIGEN_FINDING_PROBLEM,
                      _ ("Check the connection to the network, its firewall and its proxy, and try again."),
                      "%s", problem->message);
    return;
  case KIGEN_HTTP_FAULT_NONE: /* it wants to see a certificate first */
  default:
    tell_reached (examination, host);
    tell_trusted (examination, host);
    return;
  }
}

static void
examine_way (KigenExamination *examination, KigenProfile *profile)
{
  const char *base = kigen_profile_base (profile);
  const char *host = g_str_has_prefix (base, "https://") ? base + strlen ("https://") : base;
  g_autoptr (GError) problem = NULL;
  g_autoptr (KigenHttp) http = open_http (examination, profile, &problem);
  if (http == NULL) {
    kigen_doctor_add_error (examination, "reachability", KIGEN_FINDING_PROBLEM, problem);
    return;
  }
  g_autofree char *url = g_strconcat (base, "/", NULL);
  g_autoptr (KigenRequest) request = kigen_request_get (url);
  gint64 before = kigen_clock_system (NULL);
  g_autoptr (KigenAnswer) answer
      = kigen_http_send (http, request, KIGEN_HTTP_NO_REDIRECTS, examination->cancellable, &problem);
  gint64 after = kigen_clock_system (NULL);
  if (answer == NULL) {
    tell_fault (examination, host, kigen_http_fault (http), problem);
    return;
  }
  tell_reached (examination, host);
  tell_trusted (examination, host);
  tell_answer (examination, host, answer, before + (after - before) / 2);
}

/* Whose certificate is here; on a desk without any, all may become so. */
static gboolean
is_used (const KigenExamination *examination, const KigenProfile *profile)
{
  for (guint i = 0; i < examination->certificates->len; i++) {
    const KigenCertificate *one = g_ptr_array_index (examination->certificates, i);
    if (g_str_equal (one->profile, kigen_profile_id (profile)))
      return TRUE;
  }
  return examination->certificates->len == 0;
}

static gboolean
has_finding (const KigenExamination *examination, const char *id)
{
  for (guint i = 0; i < examination->findings->len; i++) {
    const KigenFinding *finding = g_ptr_array_index (examination->findings, i);
    if (g_str_equal (finding->id, id))
      return TRUE;
  }
  return FALSE;
}

void
kigen_doctor_examine_network (KigenExamination *examination)
{
  for (guint i = 0; i < examination->profiles->len; i++) {
    KigenProfile *profile = g_ptr_array_index (examination->profiles, i);
    if (g_cancellable_is_cancelled (examination->cancellable) || !is_used (examination, profile)
        || *kigen_profile_base (profile) == '\0')
      continue;
    examine_anchors (examination, profile);
    examine_way (examination, profile);
  }
  if (has_finding (examination, "clock"))
    return;
  g_autofree char *now = clock_words (kigen_clock_system (NULL));
  kigen_doctor_add (examination, "clock", KIGEN_FINDING_HINT, _ ("Compare it with another clock."),
                    _ ("This computer's clock could not be compared with the authority's; it says %s."), now);
}
