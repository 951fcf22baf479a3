/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-cli"

/* kigen notices: which notices are due now, or would be at another time, given what was shown before. */

#include "cli.h"

#include <kigen/base/calendar.h>
#include <kigen/base/error.h>
#include <kigen/notice/schedule.h>
#include <kigen/workspace/inventory.h>

#include <glib/gi18n-lib.h>

typedef struct {
  const KigenCertificate *certificate;
  KigenSchedulePoint point;
  char *text;
} Notice;

static void
clear_notice (gpointer data)
{
  Notice *notice = data;
  g_free (notice->text);
}

static int
settings_hour (KigenCli *cli)
{
  const char *hour = kigen_settings_get (kigen_workspace_settings (&cli->workspace), "Notices.Hour");
  return *hour != '\0' ? (int)g_ascii_strtoll (hour, NULL, 10) : -1;
}

static gboolean
read_point (KigenCli *cli, const KigenCertificate *one, gint64 now, GTimeZone *zone,
            KigenSchedulePoint *point, GError **error)
{
  KigenProfile *profile = kigen_workspace_profile (&cli->workspace, one->profile, error);
  g_autoptr (GPtrArray) given
      = profile != NULL ? kigen_state_notices (cli->workspace.state, one->id, error) : NULL;
  if (given == NULL)
    return FALSE;
  g_autoptr (GArray) shown = g_array_new (FALSE, FALSE, sizeof (KigenStageShown));
  gint64 later_day = G_MININT64;
  for (guint i = 0; i < given->len; i++) {
    const KigenNoticeGiven *notice = g_ptr_array_index (given, i);
    KigenStageShown stage = { notice->stage, notice->day };
    g_array_append_val (shown, stage);
    /* An answer given while the clock was ahead must not outweigh those that follow it. */
    if (g_strcmp0 (notice->answer, "later") == 0 && notice->answered_day <= kigen_calendar_day (now, zone))
      later_day = MAX (later_day, notice->answered_day);
  }
  KigenScheduleRules rules = kigen_schedule_rules (profile, settings_hour (cli));
  *point = kigen_schedule_at (&rules, one->not_after, (const KigenStageShown *)(gpointer)shown->data,
                              shown->len, later_day, now, zone);
  return TRUE;
}

static GArray *
collect (KigenCli *cli, GPtrArray *all, gint64 now, GTimeZone *zone, GError **error)
{
  g_autoptr (GArray) notices = g_array_new (FALSE, TRUE, sizeof (Notice));
  g_array_set_clear_func (notices, clear_notice);
  g_autoptr (GArray) conditions = kigen_inventory_conditions (&cli->workspace, all, error);
  for (guint i = 0; conditions != NULL && i < all->len; i++) {
    const KigenCertificate *one = g_ptr_array_index (all, i);
    Notice notice = { .certificate = one };
    if (kigen_certificate_successor (one, all, now) != NULL)
      continue;
    if (!read_point (cli, one, now, zone, &notice.point, error))
      return NULL;
    if (!notice.point.due)
      continue;
    gboolean renewing = g_array_index (conditions, KigenCondition, i) == KIGEN_CONDITION_RENEWING;
    notice.text = kigen_schedule_text (one->not_after, kigen_certificate_name (one), renewing, now, zone);
    g_array_append_val (notices, notice);
  }
  return conditions != NULL ? g_steal_pointer (&notices) : NULL;
}

static void
print (const KigenCli *cli, const GArray *notices)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_array (builder);
  for (guint i = 0; i < notices->len; i++) {
    const Notice *notice = &g_array_index (notices, Notice, i);
    if (!cli->json)
      kigen_cli_say ("%.8s  %s", notice->certificate->id, notice->text);
    json_builder_begin_object (builder);
    kigen_json_text (builder, "id", notice->certificate->id);
    kigen_json_number (builder, "stage", notice->point.stage);
    kigen_json_instant (builder, "due", notice->point.since);
    kigen_json_text (builder, "text", notice->text);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  if (cli->json)
    kigen_cli_print_json (builder);
  else if (notices->len == 0)
    kigen_cli_say (_ ("No notice is due."));
}

gboolean
kigen_cli_notices (KigenCli *cli, GError **error)
{
  GTimeZone *zone = kigen_cli_zone ();
  gint64 at = kigen_cli_now ();
  if (cli->at != NULL && !kigen_calendar_parse (cli->at, zone, &at))
    return kigen_fail (error, KIGEN_ERROR_USAGE, NULL,
                       _ ("“%s” is not a date. It is written as 2026-11-27, or as 2026-11-27 09:00."),
                       cli->at);
  /* A date alone means that day, and at its end all of its notices have come due. */
  gboolean is_day = cli->at != NULL && strlen (cli->at) <= strlen ("2026-11-27");
  if (is_day)
    at = kigen_calendar_instant (kigen_calendar_day (at, zone) + 1, 0, zone) - 1;
  if (kigen_inventory_state (&cli->workspace, error) == NULL)
    return FALSE;
  g_autoptr (GPtrArray) all = kigen_inventory_look (&cli->workspace, NULL, error);
  g_autoptr (GArray) notices = all != NULL ? collect (cli, all, at, zone, error) : NULL;
  if (notices == NULL)
    return FALSE;
  print (cli, notices);
  return TRUE;
}
