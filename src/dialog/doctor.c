/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* What is wrong on this computer: each finding with its cure, and a button where Kigen can do it. */

#include "page.h"
#include "pages.h"

#include <kigen/doctor/doctor.h>

#include <glib/gi18n-lib.h>

static const struct {
  PageMark mark;
  PageStyle style;
} looks[] = {
  [KIGEN_FINDING_OK] = { PAGE_MARK_GOOD, PAGE_STYLE_GOOD },
  [KIGEN_FINDING_HINT] = { PAGE_MARK_KNOWN, PAGE_STYLE_DUE },
  [KIGEN_FINDING_PROBLEM] = { PAGE_MARK_WRONG, PAGE_STYLE_ENDED },
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
apply (Controller *controller G_GNUC_UNUSED, KigenWorkspace *workspace, GCancellable *cancellable,
       gpointer remedy, GError **error)
{
  return GINT_TO_POINTER (
      kigen_doctor_apply (workspace, (KigenRemedy)GPOINTER_TO_INT (remedy), cancellable, error));
}

static void
finish_apply (Controller *controller, gpointer result G_GNUC_UNUSED, const GError *error,
              gpointer data G_GNUC_UNUSED)
{
  if (error != NULL)
    trouble_window_show (controller, error);
  else
    doctor_window_show (controller);
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
on_click (Controller *controller, Page *page G_GNUC_UNUSED, gpointer data)
{
  const Click *click = data;
  switch (click->remedy) {
  case KIGEN_REMEDY_BACKUP:
    backup_window_show (controller, click->certificate);
    return;
  case KIGEN_REMEDY_RENEW:
    renewal_window_show (controller, click->certificate != NULL ? click->certificate->id : NULL);
    return;
  case KIGEN_REMEDY_SETTINGS:
    settings_window_show (controller);
    return;
  case KIGEN_REMEDY_AUTOSTART:
  case KIGEN_REMEDY_AGENT:
  case KIGEN_REMEDY_SCAN:
  case KIGEN_REMEDY_NONE:
  default:
    controller_show (controller, page_new_waiting (controller, _ ("One moment, please")));
    controller_run (controller, apply, finish_apply, GINT_TO_POINTER (click->remedy), NULL);
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
add_row (Page *page, const KigenFinding *finding)
{
  Row *row
      = page_add_row (page, looks[finding->level].mark, kigen_finding_level_words (finding->level), FALSE);
  row_add_line (row, finding->text, PAGE_STYLE_PLAIN);
  if (finding->cure != NULL)
    row_add_line (row, finding->cure, looks[finding->level].style);
  if (finding->remedy != KIGEN_REMEDY_NONE)
    row_add_button (row, PAGE_BUTTON_PLAIN, _ (labels[finding->remedy]), on_click, click_new (finding),
                    free_click);
}

/* What matters most stands first, so that nobody has to scroll for it. */
static void
add_level (Page *page, const GPtrArray *findings, KigenFindingLevel level)
{
  gboolean any = FALSE;
  for (guint i = 0; i < findings->len; i++) {
    const KigenFinding *finding = g_ptr_array_index (findings, i);
    if (finding->level != level)
      continue;
    if (!any)
      page_add_title (page, kigen_finding_level_words (level));
    any = TRUE;
    add_row (page, finding);
  }
}

static void
add_helper (Controller *controller, Page *page)
{
  const KigenSettings *settings = kigen_workspace_settings (controller_workspace (controller));
  const char *name = kigen_settings_get (settings, "Helper.Name");
  const char *telephone = kigen_settings_get (settings, "Helper.Telephone");
  g_autofree char *helper = g_strdup_printf (_ ("Help: %s %s"), name, telephone);
  if (*name != '\0' || *telephone != '\0')
    page_add_text (page, helper);
}

/* The window
 * ------------------------------------------------------------------------------------------------------ */

typedef struct {
  char *report;
  Field *said; /* of the page: hidden until it is copied */
} Copying;

static void
free_copying (gpointer data)
{
  Copying *copying = data;
  g_free (copying->report);
  g_free (copying);
}

static void
copy (Controller *controller, Page *page G_GNUC_UNUSED, gpointer data)
{
  const Copying *copying = data;
  frame_copy (controller_frame (controller), copying->report);
  field_set_visible (copying->said, TRUE);
  field_set_text (copying->said, _ ("The report was copied: paste it into a mail, or read it out."));
}

static void
look_again (Controller *controller, Page *page G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
  doctor_window_show (controller);
}

static const char *
heading_for (KigenFindingLevel worst)
{
  return worst == KIGEN_FINDING_PROBLEM ? _ ("Diagnosis: something is wrong")
                                        : _ ("Diagnosis: nothing is wrong");
}

static void
show_findings (Controller *controller, gpointer result, const GError *error, gpointer data G_GNUC_UNUSED)
{
  g_autoptr (GPtrArray) findings = result;
  if (findings == NULL) {
    trouble_window_show (controller, error);
    return;
  }
  KigenFindingLevel worst = kigen_doctor_worst (findings);
  Page *page = page_new (controller, looks[worst].mark, heading_for (worst));
  Copying *copying = g_new0 (Copying, 1);
  page_keep (page, copying, free_copying);
  copying->report = kigen_doctor_report (findings);
  if (worst == KIGEN_FINDING_PROBLEM)
    add_helper (controller, page);
  copying->said = page_add_text (page, "");
  field_set_visible (copying->said, FALSE);
  add_level (page, findings, KIGEN_FINDING_PROBLEM);
  add_level (page, findings, KIGEN_FINDING_HINT);
  add_level (page, findings, KIGEN_FINDING_OK);
  page_add_back (page);
  page_add_button (page, PAGE_BUTTON_PLAIN, _ ("_Copy the report"), copy, copying);
  page_add_button (page, PAGE_BUTTON_PREFERRED, _ ("_Examine again"), look_again, NULL);
  controller_show (controller, page);
}

static gpointer
examine (Controller *controller G_GNUC_UNUSED, KigenWorkspace *workspace, GCancellable *cancellable,
         gpointer data G_GNUC_UNUSED, GError **error)
{
  return kigen_doctor_examine (workspace, cancellable, error);
}

void
doctor_window_show (Controller *controller)
{
  controller_show (controller, page_new_waiting (controller, _ ("Examining this computer")));
  controller_run (controller, examine, show_findings, NULL, NULL);
}
