/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* What is wrong on this computer: each finding with its cure, and a button where Kigen can do it. */

#include "sheet.h"
#include "sheets.h"

#include <kigen/doctor/doctor.h>

#include <glib/gi18n-lib.h>

static const struct {
  SheetMark mark;
  SheetStyle style;
} looks[] = {
  [KIGEN_FINDING_OK] = { SHEET_MARK_GOOD, SHEET_STYLE_GOOD },
  [KIGEN_FINDING_HINT] = { SHEET_MARK_KNOWN, SHEET_STYLE_DUE },
  [KIGEN_FINDING_PROBLEM] = { SHEET_MARK_WRONG, SHEET_STYLE_ENDED },
};

static const char *const labels[] = {
  [KIGEN_REMEDY_NONE] = NULL,
  [KIGEN_REMEDY_AUTOSTART] = N_ ("S_witch it on"),
  [KIGEN_REMEDY_AGENT] = N_ ("_Start it"),
  [KIGEN_REMEDY_SCAN] = N_ ("_Look there"),
  [KIGEN_REMEDY_BACKUP] = N_ ("Back _up now…"),
  [KIGEN_REMEDY_RENEW] = N_ ("_Renew the certificate"),
  [KIGEN_REMEDY_SETTINGS] = N_ ("_Settings"),
};

/* Remedies
 * ------------------------------------------------------------------------------------------------------- */

static gpointer
apply (Shell *shell G_GNUC_UNUSED, KigenWorkspace *workspace, GCancellable *cancellable, gpointer remedy,
       GError **error)
{
  return GINT_TO_POINTER (
      kigen_doctor_apply (workspace, (KigenRemedy)GPOINTER_TO_INT (remedy), cancellable, error));
}

static void
finish_apply (Shell *shell, gpointer result G_GNUC_UNUSED, const GError *error, gpointer data G_GNUC_UNUSED)
{
  if (error != NULL)
    trouble_window_show (shell, error);
  else
    doctor_window_show (shell);
}

typedef struct {
  KigenRemedy remedy;
  KigenCertificate *certificate; /* NULL for none */
} Click;

static void
free_click (gpointer data)
{
  Click *click = data;
  g_clear_pointer (&click->certificate, kigen_certificate_unref);
  g_free (click);
}

static void
on_click (Shell *shell, Sheet *sheet G_GNUC_UNUSED, gpointer data)
{
  const Click *click = data;
  switch (click->remedy) {
  case KIGEN_REMEDY_BACKUP:
    backup_window_show (shell, click->certificate);
    return;
  case KIGEN_REMEDY_RENEW:
    renewal_window_show (shell, click->certificate != NULL ? click->certificate->id : NULL);
    return;
  case KIGEN_REMEDY_SETTINGS:
    settings_window_show (shell);
    return;
  case KIGEN_REMEDY_AUTOSTART:
  case KIGEN_REMEDY_AGENT:
  case KIGEN_REMEDY_SCAN:
  case KIGEN_REMEDY_NONE:
  default:
    shell_show (shell, sheet_new_waiting (shell, _ ("One moment, please")));
    shell_run (shell, apply, finish_apply, GINT_TO_POINTER (click->remedy), NULL);
    return;
  }
}

static Click *
click_new (const KigenFinding *finding)
{
  Click *click = g_new0 (Click, 1);
  click->remedy = finding->remedy;
  if (finding->certificate != NULL)
    click->certificate = kigen_certificate_ref (finding->certificate);
  return click;
}

/* Findings
 * ------------------------------------------------------------------------------------------------------- */

static void
add_row (Sheet *sheet, const KigenFinding *finding)
{
  Row *row
      = sheet_add_row (sheet, looks[finding->level].mark, kigen_finding_level_words (finding->level), FALSE);
  row_add_line (row, finding->text, SHEET_STYLE_PLAIN);
  if (finding->cure != NULL)
    row_add_line (row, finding->cure, looks[finding->level].style);
  if (finding->remedy != KIGEN_REMEDY_NONE)
    row_add_button (row, SHEET_BUTTON_PLAIN, _ (labels[finding->remedy]), on_click, click_new (finding),
                    free_click);
}

/* What matters most stands first, so that nobody has to scroll for it. */
static void
add_level (Sheet *sheet, const GPtrArray *findings, KigenFindingLevel level)
{
  gboolean any = FALSE;
  for (guint i = 0; i < findings->len; i++) {
    const KigenFinding *finding = g_ptr_array_index (findings, i);
    if (finding->level != level)
      continue;
    if (!any)
      sheet_add_title (sheet, kigen_finding_level_words (level));
    any = TRUE;
    add_row (sheet, finding);
  }
}

static void
add_helper (Shell *shell, Sheet *sheet)
{
  const KigenSettings *settings = kigen_workspace_settings (shell_watch (shell));
  const char *name = kigen_settings_get (settings, "Helper.Name");
  const char *telephone = kigen_settings_get (settings, "Helper.Telephone");
  g_autofree char *helper = g_strdup_printf (_ ("Help: %s %s"), name, telephone);
  if (*name != '\0' || *telephone != '\0')
    sheet_add_text (sheet, helper);
}

/* The window
 * ------------------------------------------------------------------------------------------------------ */

typedef struct {
  char *report;
  Field *said; /* of the sheet: hidden until it is copied */
} Copying;

static void
free_copying (gpointer data)
{
  Copying *copying = data;
  g_free (copying->report);
  g_free (copying);
}

static void
copy (Shell *shell, Sheet *sheet G_GNUC_UNUSED, gpointer data)
{
  const Copying *copying = data;
  frame_copy (shell_frame (shell), copying->report);
  field_set_visible (copying->said, TRUE);
  field_set_text (copying->said, _ ("The report was copied: paste it into a mail, or read it out."));
}

static void
look_again (Shell *shell, Sheet *sheet G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
  doctor_window_show (shell);
}

static const char *
heading_for (KigenFindingLevel worst)
{
  return worst == KIGEN_FINDING_PROBLEM ? _ ("Diagnosis: something is wrong")
                                        : _ ("Diagnosis: nothing is wrong");
}

static void
show_findings (Shell *shell, gpointer result, const GError *error, gpointer data G_GNUC_UNUSED)
{
  g_autoptr (GPtrArray) findings = result;
  if (findings == NULL) {
    trouble_window_show (shell, error);
    return;
  }
  KigenFindingLevel worst = kigen_doctor_worst (findings);
  Sheet *sheet = sheet_new (shell, looks[worst].mark, heading_for (worst));
  Copying *copying = g_new0 (Copying, 1);
  sheet_keep (sheet, copying, free_copying);
  copying->report = kigen_doctor_report (findings);
  if (worst == KIGEN_FINDING_PROBLEM)
    add_helper (shell, sheet);
  copying->said = sheet_add_text (sheet, "");
  field_set_visible (copying->said, FALSE);
  add_level (sheet, findings, KIGEN_FINDING_PROBLEM);
  add_level (sheet, findings, KIGEN_FINDING_HINT);
  add_level (sheet, findings, KIGEN_FINDING_OK);
  sheet_add_back (sheet);
  sheet_add_button (sheet, SHEET_BUTTON_PLAIN, _ ("_Copy the report"), copy, copying);
  sheet_add_button (sheet, SHEET_BUTTON_PREFERRED, _ ("_Examine again"), look_again, NULL);
  shell_show (shell, sheet);
}

static gpointer
examine (Shell *shell G_GNUC_UNUSED, KigenWorkspace *workspace, GCancellable *cancellable,
         gpointer data G_GNUC_UNUSED, GError **error)
{
  return kigen_doctor_examine (workspace, cancellable, error);
}

void
doctor_window_show (Shell *shell)
{
  shell_show (shell, sheet_new_waiting (shell, _ ("Examining this computer")));
  shell_run (shell, examine, show_findings, NULL, NULL);
}
