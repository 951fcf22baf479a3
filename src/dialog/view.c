/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* Each question of the conversation is one sheet; between them lies the sheet with the steps. */

#include "view.h"

#include "password.h"
#include "places.h"
#include "question.h"
#include "sheet.h"
#include "steps.h"

#include <kigen/base/calendar.h>

#include <glib/gi18n-lib.h>

#define YES GINT_TO_POINTER (1)
#define NO GINT_TO_POINTER (2)

static Shell *
shell_of (KigenView *view)
{
  return ((WindowView *)view)->shell;
}

static void
answer (Shell *shell, Sheet *sheet G_GNUC_UNUSED, gpointer data)
{
  shell_answer (shell, data);
  steps_show (shell);
}

static void
leave (Shell *shell, Sheet *sheet G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
  shell_answer (shell, NULL);
}

/* The data
 * -------------------------------------------------------------------------------------------------------- */

static void
show_confirmation (Shell *shell, gpointer pairs)
{
  Sheet *sheet = sheet_new (shell, SHEET_MARK_NONE, _ ("Apply for the renewal of this certificate?"));
  sheet_add_text (sheet, _ ("This is what the authority has about it.  Please look whether it is yours."));
  sheet_add_pairs (sheet, pairs);
  sheet_add_button (sheet, SHEET_BUTTON_LEAVING, _ ("_No"), leave, NULL);
  sheet_add_button (sheet, SHEET_BUTTON_PREFERRED, _ ("_Yes"), answer, YES);
  shell_show (shell, sheet);
}

static gboolean
confirm (KigenView *view, const KigenCertificate *old G_GNUC_UNUSED, GPtrArray *pairs, GError **error)
{
  return shell_ask (shell_of (view), show_confirmation, pairs, error) != NULL;
}

/* Once more
 * -------------------------------------------------------------------------------------------------------- */

typedef struct {
  const KigenCertificate *old;
  gint64 sent_at;
} AgainQuestion;

static void
show_again (Shell *shell, gpointer data)
{
  const AgainQuestion *again = data;
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *day = kigen_calendar_date (again->sent_at, zone);
  g_autofree char *text = g_strdup_printf (
      _ ("An application for %s was sent on %s, but the authority does not show it.  It was probably not "
         "taken.  The authority's help desk can tell.  If another one is made, a fee may fall due twice."),
      again->old->common_name, day);
  Sheet *sheet
      = sheet_new (shell, SHEET_MARK_QUESTION, _ ("It is not known whether the application was taken"));
  sheet_add_text (sheet, text);
  sheet_add_button (sheet, SHEET_BUTTON_HARMFUL, _ ("_Apply once more (a fee may fall due twice)"), answer,
                    YES);
  sheet_add_button (sheet, SHEET_BUTTON_LEAVING, _ ("_Later"), leave, NULL);
  shell_show (shell, sheet);
}

static gboolean
apply_again (KigenView *view, const KigenCertificate *old, gint64 sent_at, gboolean *yes, GError **error)
{
  AgainQuestion question = { old, sent_at };
  gpointer answered = shell_ask (shell_of (view), show_again, &question, error);
  *yes = answered == YES;
  return answered != NULL;
}

/* The password
 * ---------------------------------------------------------------------------------------------------- */

typedef struct {
  KigenProfile *profile;
  gboolean again;
  const char *problem;
} PasswordQuestion;

static void
give_password (Shell *shell, Sheet *sheet G_GNUC_UNUSED, gpointer fields)
{
  shell_answer (shell, password_fields_take (fields));
  steps_show (shell);
}

static void
show_password (Shell *shell, gpointer data)
{
  const PasswordQuestion *question = data;
  Sheet *sheet = sheet_new (shell, SHEET_MARK_PASSWORD,
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
  sheet_add_button (sheet, SHEET_BUTTON_LEAVING, _ ("_Later"), leave, NULL);
  fields->button = sheet_add_button (sheet, SHEET_BUTTON_PREFERRED, _ ("_Next"), give_password, fields);
  password_fields_check (fields);
  if (question->problem != NULL)
    field_set_text (fields->problem, question->problem);
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
give_path (Shell *shell, Sheet *sheet G_GNUC_UNUSED, gpointer places)
{
  shell_answer (shell, places_path (places));
  steps_show (shell);
}

static void
show_backup (Shell *shell, gpointer data)
{
  const BackupQuestion *question = data;
  Sheet *sheet = sheet_new (shell, SHEET_MARK_BACKUP, _ ("Where shall the backup go?"));
  sheet_add_text (sheet, _ ("With this file the certificate can be brought back, also onto a new computer.  "
                            "Keep it with the password."));
  if (question->problem != NULL)
    field_set_text (sheet_add_problem (sheet), question->problem);
  Places *places = sheet_add_places (sheet, question->suggestion);
  sheet_add_button (sheet, SHEET_BUTTON_LEAVING, _ ("_Later"), leave, NULL);
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
delete_old (Shell *shell, Sheet *sheet, gpointer data G_GNUC_UNUSED)
{
  answer (shell, sheet, YES);
}

static void
keep_old (Shell *shell, Sheet *sheet, gpointer data G_GNUC_UNUSED)
{
  answer (shell, sheet, NO);
}

static void
show_old (Shell *shell, gpointer data)
{
  const KigenCertificate *old = data;
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *end = kigen_calendar_date (old->not_after, zone);
  g_autofree char *text
      = g_strdup_printf (_ ("The new certificate works, and its backup is written.  The one from before "
                            "(until %s) is not needed "
                            "any more.  If it stays, the browser may ask which of the two it is to use."),
                         end);
  Question question = {
    .heading = _ ("Delete the certificate from before?"),
    .text = text,
    .choices = { { SHEET_BUTTON_HARMFUL, _ ("_Delete it"), delete_old },
                 { SHEET_BUTTON_PREFERRED, _ ("_Keep it"), keep_old } },
  };
  question_show (shell, &question);
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
note (KigenView *view, const char *text)
{
  steps_note (shell_of (view), text);
}

static void
show_trouble (Shell *shell, gpointer error)
{
  Sheet *sheet = sheet_new_trouble (shell, error);
  sheet_add_button (sheet, SHEET_BUTTON_LEAVING, _ ("_Later"), answer, NO);
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

WindowView
window_view (Shell *shell)
{
  return (WindowView){
    .view = { .confirm = confirm,
              .apply_again = apply_again,
              .password = password,
              .backup = backup,
              .old = old_choice,
              .progress = progress,
              .note = note,
              .trouble = trouble,
              .done = done },
    .shell = shell,
  };
}
