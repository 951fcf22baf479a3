/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialogue"

/* What is wrong on this computer: each finding with its cure, and a button where Kigen can do it. */

#include "sheet.h"
#include "windows.h"

#include <kigen/doctor.h>

#include <glib/gi18n-lib.h>

static const struct {
  const char *icon;
  const char *style;
} looks[] = {
  [KIGEN_FINDING_OK] = { "object-select-symbolic", "kigen-good" },
  [KIGEN_FINDING_HINT] = { "dialog-information-symbolic", "kigen-due" },
  [KIGEN_FINDING_PROBLEM] = { "dialog-error-symbolic", "kigen-ended" },
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
apply (Shell *shell G_GNUC_UNUSED, KigenWatch *watch, GCancellable *cancellable, gpointer remedy,
       GError **error)
{
  return GINT_TO_POINTER (
      kigen_doctor_apply (watch, (KigenRemedy)GPOINTER_TO_INT (remedy), cancellable, error));
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
  Shell *shell;
  KigenRemedy remedy;
  KigenCertificate *certificate;
} Click;

static void
free_click (gpointer data, GClosure *closure G_GNUC_UNUSED)
{
  Click *click = data;
  g_clear_pointer (&click->certificate, kigen_certificate_unref);
  g_free (click);
}

static void
on_click (GtkButton *button G_GNUC_UNUSED, gpointer data)
{
  const Click *click = data;
  Shell *shell = click->shell;
  KigenRemedy remedy = click->remedy;
  /* Another sheet takes the button away, and what belongs to it. */
  g_autoptr (KigenCertificate) certificate
      = click->certificate != NULL ? kigen_certificate_ref (click->certificate) : NULL;
  switch (remedy) {
  case KIGEN_REMEDY_BACKUP:
    backup_window_show (shell, certificate);
    return;
  case KIGEN_REMEDY_RENEW:
    renewal_window_show (shell, certificate != NULL ? certificate->id : NULL);
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
    shell_run (shell, apply, finish_apply, GINT_TO_POINTER (remedy), NULL);
    return;
  }
}

static GtkWidget *
make_button (Shell *shell, const KigenFinding *finding)
{
  GtkWidget *button = sheet_make_button (_ (labels[finding->remedy]));
  Click *click = g_new0 (Click, 1);
  click->shell = shell;
  click->remedy = finding->remedy;
  if (finding->certificate != NULL)
    click->certificate = kigen_certificate_ref (finding->certificate);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_data (button, "clicked", G_CALLBACK (on_click), click, free_click, 0);
  return button;
}

/* Findings
 * ------------------------------------------------------------------------------------------------------- */

static GtkWidget *
make_icon (KigenFindingLevel level)
{
  const char *words = kigen_finding_level_words (level);
  GtkWidget *icon = gtk_image_new_from_icon_name (looks[level].icon);
  gtk_image_set_pixel_size (GTK_IMAGE (icon), 16);
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_add_css_class (icon, looks[level].style);
  gtk_widget_set_tooltip_text (icon, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  return icon;
}

static GtkWidget *
make_row (Shell *shell, const KigenFinding *finding)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (words), sheet_line_new (finding->text, NULL));
  if (finding->cure != NULL)
    gtk_box_append (GTK_BOX (words), sheet_line_new (finding->cure, looks[finding->level].style));
  gtk_box_append (GTK_BOX (row), make_icon (finding->level));
  gtk_box_append (GTK_BOX (row), words);
  if (finding->remedy != KIGEN_REMEDY_NONE)
    gtk_box_append (GTK_BOX (row), make_button (shell, finding));
  return row;
}

/* What matters most stands first, so that nobody has to scroll for it. */
static void
add_level (Shell *shell, GtkWidget *sheet, const GPtrArray *findings, KigenFindingLevel level)
{
  gboolean any = FALSE;
  for (guint i = 0; i < findings->len; i++) {
    const KigenFinding *finding = g_ptr_array_index (findings, i);
    if (finding->level != level)
      continue;
    if (!any)
      sheet_add (sheet, sheet_line_new (kigen_finding_level_words (level), "kigen-name"));
    any = TRUE;
    sheet_add (sheet, make_row (shell, finding));
  }
}

static void
add_helper (Shell *shell, GtkWidget *sheet)
{
  const KigenSettings *settings = kigen_watch_settings (shell_watch (shell));
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
  GtkWidget *said; /* of the sheet: hidden until it is copied */
} Copying;

static void
free_copying (gpointer data)
{
  Copying *copying = data;
  g_free (copying->report);
  g_free (copying);
}

static void
copy (Shell *shell G_GNUC_UNUSED, GtkWidget *sheet, gpointer data)
{
  const Copying *copying = data;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (sheet), copying->report);
  gtk_widget_set_visible (copying->said, TRUE);
  gtk_label_set_text (GTK_LABEL (copying->said),
                      _ ("The report was copied: paste it into a mail, or read it out."));
}

static void
look_again (Shell *shell, GtkWidget *sheet G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
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
  GtkWidget *sheet = sheet_new (shell, looks[worst].icon, heading_for (worst));
  Copying *copying = g_new0 (Copying, 1);
  sheet_keep (sheet, copying, free_copying);
  copying->report = kigen_doctor_report (findings);
  if (worst == KIGEN_FINDING_PROBLEM)
    add_helper (shell, sheet);
  copying->said = sheet_add_text (sheet, "");
  gtk_widget_set_visible (copying->said, FALSE);
  add_level (shell, sheet, findings, KIGEN_FINDING_PROBLEM);
  add_level (shell, sheet, findings, KIGEN_FINDING_HINT);
  add_level (shell, sheet, findings, KIGEN_FINDING_OK);
  sheet_add_back (sheet);
  sheet_add_button (sheet, SHEET_BUTTON_PLAIN, _ ("_Copy the report"), copy, copying);
  sheet_add_button (sheet, SHEET_BUTTON_PREFERRED, _ ("_Examine again"), look_again, NULL);
  shell_show (shell, sheet);
}

static gpointer
examine (Shell *shell G_GNUC_UNUSED, KigenWatch *watch, GCancellable *cancellable,
         gpointer data G_GNUC_UNUSED, GError **error)
{
  return kigen_doctor_examine (watch, cancellable, error);
}

void
doctor_window_show (Shell *shell)
{
  shell_show (shell, sheet_new_waiting (shell, _ ("Examining this computer")));
  shell_run (shell, examine, show_findings, NULL, NULL);
}
