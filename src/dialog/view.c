/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* Each question of the conversation is one page; between them lies the page with the steps. */

#include "view.h"

#include "page.h"
#include "password.h"
#include "places.h"
#include "question.h"
#include "steps.h"

#include <kigen/base/calendar.h>

#include <glib/gi18n-lib.h>

#define YES GINT_TO_POINTER (1)
#define NO GINT_TO_POINTER (2)

static Controller *
controller_of (KigenView *view)
{
  return ((WindowView *)view)->controller;
}

static void
answer (Controller *controller, Page *page G_GNUC_UNUSED, gpointer data)
{
  controller_answer (controller, data);
  steps_show (controller);
}

static void
leave (Controller *controller, Page *page G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
  controller_answer (controller, NULL);
}

/* The data
 * -------------------------------------------------------------------------------------------------------- */

static void
show_confirmation (Controller *controller, gpointer pairs)
{
  Page *page = page_new (controller, PAGE_MARK_NONE, _ ("Apply for the renewal of this certificate?"));
  page_add_text (page, _ ("This is what the authority has about it.  Please look whether it is yours."));
  page_add_pairs (page, pairs);
  page_add_button (page, PAGE_BUTTON_LEAVING, _ ("_No"), leave, NULL);
  page_add_button (page, PAGE_BUTTON_PREFERRED, _ ("_Yes"), answer, YES);
  controller_show (controller, page);
}

static gboolean
confirm (KigenView *view, const KigenCertificate *old G_GNUC_UNUSED, GPtrArray *pairs, GError **error)
{
  return controller_ask (controller_of (view), show_confirmation, pairs, error) != NULL;
}

/* Once more
 * -------------------------------------------------------------------------------------------------------- */

typedef struct {
  const KigenCertificate *old;
  gint64 sent_at;
} AgainQuestion;

static void
show_again (Controller *controller, gpointer data)
{
  const AgainQuestion *again = data;
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *day = kigen_calendar_date (again->sent_at, zone);
  g_autofree char *text = g_strdup_printf (
      _ ("An application for %s was sent on %s, but the authority does not show it.  It was probably not "
         "taken.  The authority's help desk can tell.  If another one is made, a fee may fall due twice."),
      again->old->common_name, day);
  Page *page
      = page_new (controller, PAGE_MARK_QUESTION, _ ("It is not known whether the application was taken"));
  page_add_text (page, text);
  page_add_button (page, PAGE_BUTTON_HARMFUL, _ ("_Apply once more (a fee may fall due twice)"), answer, YES);
  page_add_button (page, PAGE_BUTTON_LEAVING, _ ("_Later"), leave, NULL);
  controller_show (controller, page);
}

static gboolean
apply_again (KigenView *view, const KigenCertificate *old, gint64 sent_at, gboolean *yes, GError **error)
{
  AgainQuestion question = { old, sent_at };
  gpointer answered = controller_ask (controller_of (view), show_again, &question, error);
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
give_password (Controller *controller, Page *page G_GNUC_UNUSED, gpointer fields)
{
  controller_answer (controller, password_fields_take (fields));
  steps_show (controller);
}

static void
show_password (Controller *controller, gpointer data)
{
  const PasswordQuestion *question = data;
  Page *page = page_new (controller, PAGE_MARK_PASSWORD,
                         question->again ? _ ("The password of this renewal")
                                         : _ ("A password for the certificate and its backup"));
  g_autofree char *text
      = question->again
            ? g_strdup (_ ("Please enter the password that you chose when this renewal was begun."))
            : g_strdup_printf (
                _ ("Choose one (%s) and write it down: the backup cannot be opened without it."),
                kigen_profile_password_hint (question->profile));
  page_add_text (page, text);
  PasswordFields *fields = page_add_password (page, question->profile, !question->again);
  page_add_button (page, PAGE_BUTTON_LEAVING, _ ("_Later"), leave, NULL);
  fields->button = page_add_button (page, PAGE_BUTTON_PREFERRED, _ ("_Next"), give_password, fields);
  password_fields_check (fields);
  if (question->problem != NULL)
    field_set_text (fields->problem, question->problem);
  controller_show (controller, page);
}

static KigenSecret *
password (KigenView *view, KigenProfile *profile, gboolean again, const char *problem, GError **error)
{
  PasswordQuestion question = { profile, again, problem };
  return controller_ask (controller_of (view), show_password, &question, error);
}

/* The backup
 * ------------------------------------------------------------------------------------------------------ */

typedef struct {
  const char *suggestion;
  const char *problem;
} BackupQuestion;

static void
give_path (Controller *controller, Page *page G_GNUC_UNUSED, gpointer places)
{
  controller_answer (controller, places_path (places));
  steps_show (controller);
}

static void
show_backup (Controller *controller, gpointer data)
{
  const BackupQuestion *question = data;
  Page *page = page_new (controller, PAGE_MARK_BACKUP, _ ("Where shall the backup go?"));
  page_add_text (page, _ ("With this file the certificate can be brought back, also onto a new computer.  "
                          "Keep it with the password."));
  if (question->problem != NULL)
    field_set_text (page_add_problem (page), question->problem);
  Places *places = page_add_places (page, question->suggestion);
  page_add_button (page, PAGE_BUTTON_LEAVING, _ ("_Later"), leave, NULL);
  page_add_button (page, PAGE_BUTTON_PREFERRED, _ ("_Save here"), give_path, places);
  controller_show (controller, page);
}

static char *
backup (KigenView *view, const char *suggestion, const char *problem, GError **error)
{
  BackupQuestion question = { suggestion, problem };
  return controller_ask (controller_of (view), show_backup, &question, error);
}

/* The old one
 * ----------------------------------------------------------------------------------------------------- */

static void
delete_old (Controller *controller, Page *page, gpointer data G_GNUC_UNUSED)
{
  answer (controller, page, YES);
}

static void
keep_old (Controller *controller, Page *page, gpointer data G_GNUC_UNUSED)
{
  answer (controller, page, NO);
}

static void
show_old (Controller *controller, gpointer data)
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
    .choices = { { PAGE_BUTTON_HARMFUL, _ ("_Delete it"), delete_old },
                 { PAGE_BUTTON_PREFERRED, _ ("_Keep it"), keep_old } },
  };
  question_show (controller, &question);
}

static gboolean
old_choice (KigenView *view, const KigenCertificate *old, const KigenCertificate *renewed G_GNUC_UNUSED,
            KigenOldChoice *choice, GError **error)
{
  gpointer answered = controller_ask (controller_of (view), show_old, (gpointer)(guintptr)old, error);
  *choice = answered == YES ? KIGEN_OLD_DELETE : KIGEN_OLD_KEEP;
  return answered != NULL;
}

/* Progress, notes, trouble
 * --------------------------------------------------------------------------------------- */

static void
progress (KigenView *view, KigenStep step, gboolean complete, const char *text)
{
  steps_tell (controller_of (view), step, complete, text);
}

static void
note (KigenView *view, const char *text)
{
  steps_note (controller_of (view), text);
}

static void
show_trouble (Controller *controller, gpointer error)
{
  Page *page = page_new_trouble (controller, error);
  page_add_button (page, PAGE_BUTTON_LEAVING, _ ("_Later"), answer, NO);
  page_add_button (page, PAGE_BUTTON_PREFERRED, _ ("_Try again"), answer, YES);
  controller_show (controller, page);
}

static KigenTroubleChoice
trouble (KigenView *view, const GError *error)
{
  gpointer answered = controller_ask (controller_of (view), show_trouble, (gpointer)(guintptr)error, NULL);
  return answered == YES ? KIGEN_TROUBLE_AGAIN : KIGEN_TROUBLE_LATER;
}

static void
done (KigenView *view G_GNUC_UNUSED, const KigenRenewalResult *result G_GNUC_UNUSED)
{
}

WindowView
window_view (Controller *controller)
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
    .controller = controller,
  };
}
