/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialogue"

/* The conversation in windows: a view of kigen/dialogue.h that asks in the main thread and waits in the
 * job's.  Each question is one sheet; between them lies the sheet with the steps. */

#include "places.h"
#include "sheet.h"
#include "steps.h"
#include "windows.h"

#include <kigen/calendar.h>
#include <kigen/dialogue.h>
#include <kigen/error.h>

#include <glib/gi18n-lib.h>

#define YES GINT_TO_POINTER (1)
#define NO GINT_TO_POINTER (2)

/** A renewal (`id`, or the only one that is due), one to go on with (`open`), or a first certificate
 * (`request_id`). */
typedef struct {
  char *id;
  gint64 open;
  char *request_id;
  KigenSecret *reference_id;
  gboolean talked; /* whatever went wrong has been shown */
} Wish;

typedef struct {
  KigenView view;
  Shell *shell;
} WindowView;

static Shell *
shell_of (KigenView *view)
{
  return ((WindowView *)view)->shell;
}

static void
show_steps (Shell *shell)
{
  shell_show (shell, steps_sheet (shell));
}

static void
answer (Shell *shell, GtkWidget *sheet G_GNUC_UNUSED, gpointer data)
{
  shell_answer (shell, data);
  show_steps (shell);
}

static void
leave (Shell *shell, GtkWidget *sheet G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
  shell_answer (shell, NULL);
}

/* The data
 * -------------------------------------------------------------------------------------------------------- */

static void
show_confirmation (Shell *shell, gpointer pairs)
{
  GtkWidget *sheet = sheet_new (shell, NULL, _ ("Apply for the renewal of this certificate?"));
  sheet_add_text (sheet, _ ("This is what the authority has about it.  Please look whether it is yours."));
  sheet_add_pairs (sheet, pairs);
  sheet_add_button (sheet, SHEET_BUTTON_PLAIN, _ ("_No"), leave, NULL);
  sheet_add_button (sheet, SHEET_BUTTON_PREFERRED, _ ("_Yes"), answer, YES);
  shell_show (shell, sheet);
}

static gboolean
confirm (KigenView *view, const KigenCertificate *old G_GNUC_UNUSED, GPtrArray *pairs, GError **error)
{
  return shell_ask (shell_of (view), show_confirmation, pairs, error) != NULL;
}

/* The password
 * ---------------------------------------------------------------------------------------------------- */

typedef struct {
  KigenProfile *profile;
  gboolean again;
  const char *problem;
} PasswordQuestion;

static void
give_password (Shell *shell, GtkWidget *sheet G_GNUC_UNUSED, gpointer fields)
{
  shell_answer (shell, password_fields_take (fields));
  show_steps (shell);
}

static void
show_password (Shell *shell, gpointer data)
{
  const PasswordQuestion *question = data;
  GtkWidget *sheet = sheet_new (shell, "dialog-password-symbolic",
                                question->again ? _ ("The password of this renewal")
                                                : _ ("A password for the certificate and its backup"));
  g_autofree char *text
      = question->again
            ? g_strdup (_ ("Please enter the password that you chose when this renewal was begun."))
            : g_strdup_printf (
                _ ("Choose one (%s) and write it down: the backup cannot be opened without it."),
                kigen_profile_password_hint (question->profile));
  sheet_add_text (sheet, text);
  PasswordFields *fields = sheet_add_password (sheet, question->profile, !question->again);
  sheet_add_button (sheet, SHEET_BUTTON_PLAIN, _ ("_Later"), leave, NULL);
  fields->button = sheet_add_button (sheet, SHEET_BUTTON_PREFERRED, _ ("_Next"), give_password, fields);
  password_fields_check (fields);
  if (question->problem != NULL)
    gtk_label_set_text (GTK_LABEL (fields->problem), question->problem);
  shell_show (shell, sheet);
}

static KigenSecret *
password (KigenView *view, KigenProfile *profile, gboolean again, const char *problem, GError **error)
{
  PasswordQuestion question = { profile, again, problem };
  return shell_ask (shell_of (view), show_password, &question, error);
}

/* The backup
 * ------------------------------------------------------------------------------------------------------ */

typedef struct {
  const char *suggestion;
  const char *problem;
} BackupQuestion;

static void
give_path (Shell *shell, GtkWidget *sheet G_GNUC_UNUSED, gpointer places)
{
  shell_answer (shell, places_path (places));
  show_steps (shell);
}

static void
show_backup (Shell *shell, gpointer data)
{
  const BackupQuestion *question = data;
  GtkWidget *sheet = sheet_new (shell, "document-save-symbolic", _ ("Where shall the backup go?"));
  sheet_add_text (sheet, _ ("With this file the certificate can be brought back, also onto a new computer.  "
                            "Keep it with the password."));
  if (question->problem != NULL)
    gtk_label_set_text (GTK_LABEL (sheet_add_problem (sheet)), question->problem);
  Places *places = sheet_add_places (shell, sheet, question->suggestion);
  sheet_add_button (sheet, SHEET_BUTTON_PLAIN, _ ("_Later"), leave, NULL);
  sheet_add_button (sheet, SHEET_BUTTON_PREFERRED, _ ("_Save here"), give_path, places);
  shell_show (shell, sheet);
}

static char *
backup (KigenView *view, const char *suggestion, const char *problem, GError **error)
{
  BackupQuestion question = { suggestion, problem };
  return shell_ask (shell_of (view), show_backup, &question, error);
}

/* The old one
 * ----------------------------------------------------------------------------------------------------- */

static void
show_old (Shell *shell, gpointer data)
{
  const KigenCertificate *old = data;
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *end = kigen_calendar_date (old->not_after, zone);
  GtkWidget *sheet = sheet_new (shell, "dialog-question-symbolic", _ ("Delete the certificate from before?"));
  g_autofree char *text
      = g_strdup_printf (_ ("The new certificate works, and its backup is written.  The one from before "
                            "(until %s) is not needed "
                            "any more.  If it stays, the browser may ask which of the two it is to use."),
                         end);
  sheet_add_text (sheet, text);
  sheet_add_button (sheet, SHEET_BUTTON_HARMFUL, _ ("_Delete it"), answer, YES);
  sheet_add_button (sheet, SHEET_BUTTON_PREFERRED, _ ("_Keep it"), answer, NO);
  shell_show (shell, sheet);
}

static gboolean
old_choice (KigenView *view, const KigenCertificate *old, const KigenCertificate *renewed G_GNUC_UNUSED,
            KigenOldChoice *choice, GError **error)
{
  gpointer answered = shell_ask (shell_of (view), show_old, (gpointer)(guintptr)old, error);
  *choice = answered == YES ? KIGEN_OLD_DELETE : KIGEN_OLD_KEEP;
  return answered != NULL;
}

/* Progress, notes, trouble
 * --------------------------------------------------------------------------------------- */

static void
progress (KigenView *view, KigenStep step, gboolean complete, const char *text)
{
  steps_tell (shell_of (view), step, complete, text);
}

static void
show_note (Shell *shell, gpointer text)
{
  steps_note (shell, text);
}

static void
note (KigenView *view, const char *text)
{
  shell_tell (shell_of (view), show_note, g_strdup (text), g_free);
}

static void
show_trouble (Shell *shell, gpointer error)
{
  GtkWidget *sheet = sheet_new_trouble (shell, error);
  sheet_add_button (sheet, SHEET_BUTTON_PLAIN, _ ("_Later"), answer, NO);
  sheet_add_button (sheet, SHEET_BUTTON_PREFERRED, _ ("_Try again"), answer, YES);
  shell_show (shell, sheet);
}

static KigenTroubleChoice
trouble (KigenView *view, const GError *error)
{
  gpointer answered = shell_ask (shell_of (view), show_trouble, (gpointer)(guintptr)error, NULL);
  return answered == YES ? KIGEN_TROUBLE_AGAIN : KIGEN_TROUBLE_LATER;
}

static void
done (KigenView *view G_GNUC_UNUSED, const KigenRenewalResult *result G_GNUC_UNUSED)
{
}

/* The job
 * ---------------------------------------------------------------------------------------------------------
 */

static const KigenCertificate *
choose (KigenWatch *watch, GPtrArray *all, const char *id, GError **error)
{
  g_autoptr (GArray) conditions = kigen_watch_conditions (watch, all, error);
  const KigenCertificate *found = NULL;
  for (guint i = 0; conditions != NULL && i < all->len; i++) {
    const KigenCertificate *one = g_ptr_array_index (all, i);
    KigenCondition condition = g_array_index (conditions, KigenCondition, i);
    gboolean is_due = condition == KIGEN_CONDITION_DUE || condition == KIGEN_CONDITION_RENEWING;
    if (found == NULL && (id != NULL ? g_str_has_prefix (one->id, id) : is_due))
      found = one;
  }
  if (found == NULL && conditions != NULL)
    kigen_fail (error, id != NULL ? KIGEN_ERROR_CERTIFICATE_ABSENT : KIGEN_ERROR_NOTHING_TO_DO, NULL,
                _ ("There is no certificate to renew in your certificate stores."));
  return found;
}

static gpointer
run_task (Shell *shell, KigenWatch *watch, GCancellable *cancellable, const KigenTask *task, Wish *wish,
          GError **error)
{
  WindowView view = {
    .view = { .confirm = confirm,
              .password = password,
              .backup = backup,
              .old = old_choice,
              .progress = progress,
              .note = note,
              .trouble = trouble,
              .done = done },
    .shell = shell,
  };
  KigenRenewalPlace place = {
    .state = kigen_watch_state (watch, error),
    .settings = kigen_watch_settings (watch),
    .clock = kigen_clock_system,
    .store_password = watch->store_password,
    .store_password_data = watch->store_password_data,
    .cancellable = cancellable,
  };
  if (place.state == NULL)
    return NULL;
  wish->talked = TRUE;
  KigenRenewalResult *result = kigen_dialogue_run (&place, task, &view.view, error);
  g_autoptr (GPtrArray) seen = result != NULL ? kigen_watch_scan (watch, NULL) : NULL;
  return result;
}

static gpointer
renew (Shell *shell, KigenWatch *watch, GCancellable *cancellable, gpointer data, GError **error)
{
  Wish *wish = data;
  g_autoptr (GPtrArray) all = kigen_watch_scan (watch, error);
  const KigenCertificate *old = all != NULL ? choose (watch, all, wish->id, error) : NULL;
  KigenTask task = { .old = old };
  task.profile = old != NULL ? kigen_watch_profile (watch, old->profile, error) : NULL;
  return task.profile != NULL ? run_task (shell, watch, cancellable, &task, wish, error) : NULL;
}

static gpointer
resume (Shell *shell, KigenWatch *watch, GCancellable *cancellable, gpointer data, GError **error)
{
  Wish *wish = data;
  KigenState *state = kigen_watch_state (watch, error);
  g_autoptr (GPtrArray) open = state != NULL ? kigen_state_open_renewals (state, error) : NULL;
  KigenTask task = { .open = wish->open };
  for (guint i = 0; open != NULL && i < open->len; i++) {
    const KigenRenewalRecord *record = g_ptr_array_index (open, i);
    if (record->number == wish->open)
      task.profile = kigen_watch_profile (watch, record->profile, error);
  }
  if (task.profile != NULL)
    return run_task (shell, watch, cancellable, &task, wish, error);
  if (error != NULL && *error == NULL)
    kigen_fail (error, KIGEN_ERROR_NOTHING_TO_DO, NULL, _ ("This renewal is done already."));
  return NULL;
}

static gpointer
obtain (Shell *shell, KigenWatch *watch, GCancellable *cancellable, gpointer data, GError **error)
{
  Wish *wish = data;
  g_autofree char *store = kigen_watch_first_store (watch);
  KigenTask task = { .store = store, .request_id = wish->request_id, .reference_id = wish->reference_id };
  task.profile = kigen_watch_only_profile (watch, error);
  return task.profile != NULL ? run_task (shell, watch, cancellable, &task, wish, error) : NULL;
}

static void
show_result (Shell *shell, const KigenRenewalResult *result)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *end = kigen_calendar_date (result->not_after, zone);
  GtkWidget *sheet = sheet_new (shell, "object-select-symbolic", _ ("The new certificate is in use"));
  sheet_add_pair (sheet, _ ("Valid until"), end);
  sheet_add_pair (sheet, _ ("Backup"), result->backup);
  sheet_add_text (sheet, _ ("Keep the password with the backup: it cannot be opened without it."));
  sheet_add_text (sheet,
                  _ ("Please close all browser windows once, so that they notice the new certificate."));
  sheet_add_back (sheet);
  shell_show (shell, sheet);
}

static void
finish (Shell *shell, gpointer result, const GError *error, gpointer data)
{
  if (result != NULL)
    show_result (shell, result);
  else if (((const Wish *)data)->talked || g_error_matches (error, KIGEN_ERROR, KIGEN_ERROR_CANCELLED))
    list_window_show (shell);
  else
    trouble_window_show (shell, error);
  kigen_renewal_result_free (result);
}

static void
free_wish (gpointer data)
{
  Wish *wish = data;
  g_free (wish->id);
  g_free (wish->request_id);
  g_clear_pointer (&wish->reference_id, kigen_secret_unref);
  g_free (wish);
}

void
renewal_window_show (Shell *shell, const char *id)
{
  Wish *wish = g_new0 (Wish, 1);
  wish->id = g_strdup (id);
  steps_begin (shell);
  show_steps (shell);
  shell_run (shell, renew, finish, wish, free_wish);
}

void
resume_window_show (Shell *shell, gint64 number)
{
  Wish *wish = g_new0 (Wish, 1);
  wish->open = number;
  steps_begin (shell);
  show_steps (shell);
  shell_run (shell, resume, finish, wish, free_wish);
}

void
obtaining_show (Shell *shell, const char *request_id, KigenSecret *reference_id)
{
  Wish *wish = g_new0 (Wish, 1);
  wish->request_id = g_strdup (request_id);
  wish->reference_id = kigen_secret_ref (reference_id);
  steps_begin (shell);
  show_steps (shell);
  shell_run (shell, obtain, finish, wish, free_wish);
}
