/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialogue"

/* The list: which certificates there are, what is to be done, and the way to everything else. */

#include "offer.h"
#include "sheet.h"
#include "windows.h"

#include <kigen/calendar.h>
#include <kigen/error.h>

#include <glib/gi18n-lib.h>

/* Looking
 * ---------------------------------------------------------------------------------------------------------
 */

typedef struct {
  GPtrArray *certificates;
  GArray *conditions;
  GPtrArray *offers; /* open renewals without a certificate */
  GPtrArray *notes;  /* what could not be read */
} Sight;

static void
free_sight (gpointer data)
{
  Sight *sight = data;
  g_clear_pointer (&sight->certificates, g_ptr_array_unref);
  g_clear_pointer (&sight->conditions, g_array_unref);
  g_clear_pointer (&sight->offers, g_ptr_array_unref);
  g_clear_pointer (&sight->notes, g_ptr_array_unref);
  g_free (sight);
}

static void
take_note (const char *text, gpointer notes)
{
  g_ptr_array_add (notes, g_strdup (text));
}

static gpointer
look (Shell *shell G_GNUC_UNUSED, KigenWatch *watch, GCancellable *cancellable G_GNUC_UNUSED,
      gpointer data G_GNUC_UNUSED, GError **error)
{
  Sight *sight = g_new0 (Sight, 1);
  sight->notes = g_ptr_array_new_with_free_func (g_free);
  watch->note = take_note;
  watch->note_data = sight->notes;
  sight->certificates = kigen_watch_scan (watch, error);
  if (sight->certificates != NULL)
    sight->conditions = kigen_watch_conditions (watch, sight->certificates, error);
  if (sight->conditions != NULL)
    sight->offers = offers_find (kigen_watch_state (watch, NULL), sight->certificates, error);
  if (sight->offers != NULL)
    return sight;
  free_sight (sight);
  return NULL;
}

/* A row
 * -----------------------------------------------------------------------------------------------------------
 */

static const char *
icon_of (KigenCondition condition)
{
  switch (condition) {
  case KIGEN_CONDITION_DUE:
    return "dialog-warning-symbolic";
  case KIGEN_CONDITION_EXPIRED:
    return "dialog-error-symbolic";
  case KIGEN_CONDITION_RENEWING:
    return "view-refresh-symbolic";
  case KIGEN_CONDITION_VALID:
  case KIGEN_CONDITION_RENEWED:
  default:
    return "object-select-symbolic";
  }
}

static const char *
style_of (KigenCondition condition)
{
  switch (condition) {
  case KIGEN_CONDITION_DUE:
  case KIGEN_CONDITION_RENEWING:
    return "kigen-due";
  case KIGEN_CONDITION_EXPIRED:
    return "kigen-ended";
  case KIGEN_CONDITION_VALID:
  case KIGEN_CONDITION_RENEWED:
  default:
    return "kigen-good";
  }
}

/* What there is to do, in a word. */
static char *
advice_for (KigenCondition condition, int days)
{
  switch (condition) {
  case KIGEN_CONDITION_DUE:
    return g_strdup_printf (
        ngettext ("%d day left.  Please renew it.", "%d days left.  Please renew it.", (gulong)MAX (days, 0)),
        days);
  case KIGEN_CONDITION_EXPIRED:
    return g_strdup (_ ("It has run out.  A new one has to be obtained."));
  case KIGEN_CONDITION_RENEWING:
    return g_strdup (_ ("A renewal was interrupted.  Please go on with it."));
  case KIGEN_CONDITION_RENEWED:
    return g_strdup (_ ("Renewed already: it can be deleted."));
  case KIGEN_CONDITION_VALID:
  default:
    return g_strdup_printf (ngettext ("%d day left.  Nothing is to be done.",
                                      "%d days left.  Nothing is to be done.", (gulong)MAX (days, 0)),
                            days);
  }
}

static GtkWidget *
make_words (KigenWatch *watch, const KigenCertificate *one, KigenCondition condition)
{
  int days = kigen_watch_days_left (one->not_after);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *end = kigen_calendar_date (one->not_after, zone);
  const KigenProfile *profile = kigen_watch_profile (watch, one->profile, NULL);
  g_autofree char *second = g_strdup_printf (
      _ ("Until %s — %s"), end, profile != NULL ? kigen_profile_name (profile) : one->issuer_common_name);
  g_autofree char *advice = advice_for (condition, days);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_widget_set_hexpand (box, TRUE);
  gtk_box_append (GTK_BOX (box), sheet_line_new (kigen_certificate_name (one), "kigen-name"));
  gtk_box_append (GTK_BOX (box), sheet_line_new (second, "dim-label"));
  gtk_box_append (GTK_BOX (box), sheet_line_new (advice, style_of (condition)));
  return box;
}

typedef void (*ShowCertificate) (Shell *shell, const KigenCertificate *certificate);

typedef struct {
  Shell *shell;
  KigenCertificate *certificate;
  ShowCertificate show;
} Click;

static void
free_click (gpointer data, GClosure *closure G_GNUC_UNUSED)
{
  Click *click = data;
  kigen_certificate_unref (click->certificate);
  g_free (click);
}

static void
on_click (GtkButton *button G_GNUC_UNUSED, gpointer data)
{
  const Click *click = data;
  g_autoptr (KigenCertificate) certificate = kigen_certificate_ref (click->certificate);
  click->show (click->shell, certificate);
}

static GtkWidget *
make_button (Shell *shell, const KigenCertificate *certificate, const char *label, ShowCertificate show)
{
  GtkWidget *button = sheet_make_button (label);
  Click *click = g_new0 (Click, 1);
  click->shell = shell;
  click->certificate = kigen_certificate_ref ((KigenCertificate *)(guintptr)certificate);
  click->show = show;
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_data (button, "clicked", G_CALLBACK (on_click), click, free_click, 0);
  return button;
}

static void
show_renewal (Shell *shell, const KigenCertificate *certificate)
{
  renewal_window_show (shell, certificate->id);
}

static GtkWidget *
make_row (Shell *shell, const KigenCertificate *one, KigenCondition condition)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *icon = gtk_image_new_from_icon_name (icon_of (condition));
  gtk_image_set_pixel_size (GTK_IMAGE (icon), 24);
  gtk_widget_add_css_class (icon, style_of (condition));
  gtk_widget_add_css_class (row, "kigen-row");
  gtk_box_append (GTK_BOX (row), icon);
  gtk_box_append (GTK_BOX (row), make_words (shell_watch (shell), one, condition));
  gtk_box_append (GTK_BOX (row), make_button (shell, one, _ ("_Details"), details_window_show));
  if (condition == KIGEN_CONDITION_DUE || condition == KIGEN_CONDITION_RENEWING) {
    const char *label = condition == KIGEN_CONDITION_DUE ? _ ("_Renew the certificate") : _ ("_Go on");
    GtkWidget *button = make_button (shell, one, label, show_renewal);
    gtk_widget_add_css_class (button, "suggested-action");
    gtk_box_append (GTK_BOX (row), button);
  }
  return row;
}

/* The window
 * ------------------------------------------------------------------------------------------------------ */

static int
urgency (KigenCondition condition)
{
  switch (condition) {
  case KIGEN_CONDITION_RENEWING:
    return 0;
  case KIGEN_CONDITION_EXPIRED:
    return 1;
  case KIGEN_CONDITION_DUE:
    return 2;
  case KIGEN_CONDITION_VALID:
    return 3;
  case KIGEN_CONDITION_RENEWED:
  default:
    return 4;
  }
}

static void
add_rows (Shell *shell, GtkWidget *sheet, const Sight *sight)
{
  offers_add (shell, sheet, sight->offers);
  for (int level = 0; level <= 4; level++)
    for (guint i = 0; i < sight->certificates->len; i++) {
      KigenCondition condition = g_array_index (sight->conditions, KigenCondition, i);
      if (urgency (condition) == level)
        sheet_add (sheet, make_row (shell, g_ptr_array_index (sight->certificates, i), condition));
    }
  if (sight->certificates->len == 0 && sight->offers->len == 0)
    sheet_add_text (sheet,
                    _ ("No certificate of the authorities that are watched was found on this computer.\n"
                       "If you have the paper notice, fetch your first certificate; if you have a backup "
                       "file, restore it."));
  for (guint i = 0; i < sight->notes->len; i++)
    sheet_add_remark (sheet, "dialog-warning-symbolic", g_ptr_array_index (sight->notes, i));
}

typedef void (*ShowWindow) (Shell *shell);

static const struct {
  const char *label;
  ShowWindow show;
} menu[] = {
  { N_ ("_First certificate"), obtain_window_show },
  { N_ ("_Check a backup file"), check_window_show },
  { N_ ("_Restore from a backup"), restore_window_show },
  { N_ ("_History"), history_window_show },
  { N_ ("_Settings"), settings_window_show },
  { N_ ("Dia_gnosis"), doctor_window_show },
};

static void
open_from_menu (GtkButton *button, gpointer row)
{
  menu[GPOINTER_TO_UINT (row)].show (g_object_get_data (G_OBJECT (button), "shell"));
}

static void
add_menu (Shell *shell, GtkWidget *sheet)
{
  GtkWidget *flow = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_set_valign (flow, GTK_ALIGN_END);
  gtk_widget_set_vexpand (flow, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (menu); i++) {
    GtkWidget *button = sheet_make_button (_ (menu[i].label));
    g_object_set_data (G_OBJECT (button), "shell", shell);
    g_signal_connect (button, "clicked", G_CALLBACK (open_from_menu), GUINT_TO_POINTER (i));
    gtk_box_append (GTK_BOX (flow), button);
  }
  sheet_add (sheet, flow);
}

static void
close_window (Shell *shell, GtkWidget *sheet G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
  gtk_window_destroy (shell_window (shell));
}

static void
look_again (Shell *shell, GtkWidget *sheet G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
  list_window_show (shell);
}

static void
show_list (Shell *shell, gpointer result, const GError *error, gpointer data G_GNUC_UNUSED)
{
  GtkWidget *sheet = NULL;
  if (error != NULL) {
    sheet = sheet_new_trouble (shell, error);
    sheet_add_button (sheet, SHEET_BUTTON_PLAIN, _ ("C_lose"), close_window, NULL);
    sheet_add_button (sheet, SHEET_BUTTON_PREFERRED, _ ("_Try again"), look_again, NULL);
  } else {
    sheet = sheet_new (shell, NULL, _ ("Your certificates"));
    add_rows (shell, sheet, result);
    add_menu (shell, sheet);
    sheet_add_button (sheet, SHEET_BUTTON_PLAIN, _ ("_Look again"), look_again, NULL);
    sheet_add_button (sheet, SHEET_BUTTON_PLAIN, _ ("C_lose"), close_window, NULL);
    free_sight (result);
  }
  shell_show (shell, sheet);
}

void
list_window_show (Shell *shell)
{
  shell_show (shell, sheet_new_waiting (shell, _ ("Looking at your certificates")));
  shell_run (shell, look, show_list, NULL, NULL);
}

void
trouble_window_show (Shell *shell, const GError *error)
{
  GtkWidget *sheet = sheet_new_trouble (shell, error);
  sheet_add_back (sheet);
  shell_show (shell, sheet);
}

void
done_window_show (Shell *shell, const char *heading, const char *text)
{
  GtkWidget *sheet = sheet_new (shell, "object-select-symbolic", heading);
  sheet_add_text (sheet, text);
  sheet_add_back (sheet);
  shell_show (shell, sheet);
}
