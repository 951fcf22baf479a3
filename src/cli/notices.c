/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-cli"

/* kigen notices: which notices are due now, or would be at another time, given what was shown before. */

#include "cli.h"

#include <kigen/base/calendar.h>
#include <kigen/base/error.h>
#include <kigen/notice/due.h>
#include <kigen/workspace/inventory.h>

#include <glib/gi18n-lib.h>

static void
print_one (const KigenCli *cli, JsonBuilder *builder, const KigenDueEntry *entry, const char *text)
{
  const char *id = entry->certificate->id;
  if (!cli->json)
    kigen_cli_say ("%.8s  %s", id, text);
  json_builder_begin_object (builder);
  kigen_json_text (builder, "id", id);
  kigen_json_number (builder, "stage", entry->point.stage);
  kigen_json_instant (builder, "due", entry->point.since);
  kigen_json_text (builder, "text", text);
  json_builder_end_object (builder);
}

static void
print (const KigenCli *cli, const GArray *entries, gint64 now, GTimeZone *zone)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  guint n = 0;
  json_builder_begin_array (builder);
  for (guint i = 0; i < entries->len; i++) {
    const KigenDueEntry *entry = &g_array_index (entries, KigenDueEntry, i);
    if (!entry->point.due)
      continue;
    g_autofree char *text = kigen_due_text (entry, now, zone);
    print_one (cli, builder, entry, text);
    n++;
  }
  json_builder_end_array (builder);
  if (cli->json)
    kigen_cli_print_json (builder);
  else if (n == 0)
    kigen_cli_say (_ ("No notice is due."));
}

/* Of what is in the stores now. */
static GArray *
look (KigenCli *cli, gint64 now, GTimeZone *zone, GError **error)
{
  KigenState *state = kigen_inventory_state (&cli->workspace, error);
  g_autoptr (GPtrArray) all = state != NULL ? kigen_inventory_look (&cli->workspace, NULL, error) : NULL;
  const GPtrArray *profiles = all != NULL ? kigen_workspace_profiles (&cli->workspace, error) : NULL;
  if (profiles == NULL)
    return NULL;
  int hour = kigen_due_hour (kigen_workspace_settings (&cli->workspace));
  return kigen_due_entries (state, all, profiles, hour, now, zone, error);
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
  g_autoptr (GArray) entries = look (cli, at, zone, error);
  if (entries == NULL)
    return FALSE;
  print (cli, entries, at, zone);
  return TRUE;
}
