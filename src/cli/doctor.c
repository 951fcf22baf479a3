/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-cli"

/* kigen doctor: what is wrong on this computer, and what to do about it. */

#include "cli.h"

#include <kigen/base/paths.h>
#include <kigen/doctor/doctor.h>

#include <glib/gi18n-lib.h>

#include <stdlib.h>
#include <string.h>

/* Told apart without colours. */
static const char *const marks[] = {
  [KIGEN_FINDING_OK] = "✓",
  [KIGEN_FINDING_HINT] = "!",
  [KIGEN_FINDING_PROBLEM] = "✗",
};

static void
print_json (const GPtrArray *findings)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "findings");
  json_builder_begin_array (builder);
  for (guint i = 0; i < findings->len; i++) {
    const KigenFinding *finding = g_ptr_array_index (findings, i);
    json_builder_begin_object (builder);
    kigen_json_text (builder, "id", finding->id);
    kigen_json_text (builder, "level", kigen_finding_level_name (finding->level));
    kigen_json_text (builder, "text", finding->text);
    kigen_json_text (builder, "cure", finding->cure);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  kigen_cli_print_json (builder);
}

static guint
count_problems (const GPtrArray *findings)
{
  guint n = 0;
  for (guint i = 0; i < findings->len; i++) {
    const KigenFinding *finding = g_ptr_array_index (findings, i);
    n += finding->level == KIGEN_FINDING_PROBLEM ? 1 : 0;
  }
  return n;
}

static void
print_end (KigenCli *cli, guint problems)
{
  const KigenSettings *settings = kigen_workspace_settings (&cli->workspace);
  const char *name = kigen_settings_get (settings, "Helper.Name");
  const char *telephone = kigen_settings_get (settings, "Helper.Telephone");
  if (problems == 0) {
    kigen_cli_say (_ ("\nNothing is wrong."));
    return;
  }
  kigen_cli_say (ngettext ("\n%u problem was found.", "\n%u problems were found.", problems), problems);
  if (*name != '\0' || *telephone != '\0')
    kigen_cli_say (_ ("Help: %s %s"), name, telephone);
}

static void
print_text (KigenCli *cli, const GPtrArray *findings)
{
  const char *group = NULL;
  for (guint i = 0; i < findings->len; i++) {
    const KigenFinding *finding = g_ptr_array_index (findings, i);
    const char *own = kigen_finding_group (finding);
    if (g_strcmp0 (group, own) != 0)
      kigen_cli_say ("%s%s", group != NULL ? "\n" : "", own);
    group = own;
    kigen_cli_say ("  %s %s", marks[finding->level], finding->text);
    if (finding->cure != NULL)
      kigen_cli_say ("    → %s", finding->cure);
  }
  print_end (cli, count_problems (findings));
}

static gboolean
write_report (const KigenCli *cli, const GPtrArray *findings, GError **error)
{
  if (cli->report == NULL)
    return TRUE;
  g_autofree char *report = kigen_doctor_report (findings);
  return kigen_file_create (cli->report, report, strlen (report), error);
}

gboolean
kigen_cli_doctor (KigenCli *cli, GError **error)
{
  g_autoptr (GPtrArray) findings = kigen_doctor_examine (&cli->workspace, cli->cancellable, error);
  if (findings == NULL || !write_report (cli, findings, error))
    return FALSE;
  if (cli->json)
    print_json (findings);
  else
    print_text (cli, findings);
  if (cli->report != NULL && !cli->json)
    kigen_cli_say (_ ("The report for your helper was written: %s"), cli->report);
  cli->status = kigen_doctor_worst (findings) == KIGEN_FINDING_PROBLEM ? EXIT_FAILURE : EXIT_SUCCESS;
  return TRUE;
}
