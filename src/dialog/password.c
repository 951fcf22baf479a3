/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* Passwords in windows: twice for a new one, shown on request, and what is wrong is said while it is typed.
 */

#include "password.h"

#include "sheets.h"

#include <glib/gi18n-lib.h>

static gboolean
has_form (const PasswordFields *fields, const char *text)
{
  return fields->profile != NULL ? kigen_profile_password_fits (fields->profile, text) : *text != '\0';
}

void
password_fields_check (PasswordFields *fields)
{
  g_autofree char *problem = NULL;
  g_autoptr (KigenSecret) first = field_secret (fields->first);
  g_autoptr (KigenSecret) second = fields->second != NULL ? field_secret (fields->second) : NULL;
  gboolean same = second == NULL || kigen_secret_equal (first, second);
  gboolean fits = has_form (fields, kigen_secret_text (first));
  if (*kigen_secret_text (first) != '\0' && !fits && fields->profile != NULL)
    problem = g_strdup_printf (_ ("The password must be %s."), kigen_profile_password_hint (fields->profile));
  else if (fits && !same && *kigen_secret_text (second) != '\0')
    problem = g_strdup (_ ("The two are not the same yet."));
  field_set_text (fields->problem, problem != NULL ? problem : "");
  if (fields->button != NULL)
    field_set_sensitive (fields->button, fits && same);
}

static void
on_changed (Shell *shell G_GNUC_UNUSED, Sheet *sheet G_GNUC_UNUSED, gpointer fields)
{
  password_fields_check (fields);
}

static void
on_shown (Shell *shell G_GNUC_UNUSED, Sheet *sheet G_GNUC_UNUSED, gpointer data)
{
  const PasswordFields *fields = data;
  gboolean visible = field_is_on (fields->shown);
  field_set_revealed (fields->first, visible);
  if (fields->second != NULL)
    field_set_revealed (fields->second, visible);
}

static void
free_fields (gpointer data)
{
  PasswordFields *fields = data;
  g_clear_pointer (&fields->profile, kigen_profile_unref);
  g_free (fields);
}

PasswordFields *
sheet_add_password (Sheet *sheet, KigenProfile *profile, gboolean twice)
{
  PasswordFields *fields = g_new0 (PasswordFields, 1);
  fields->profile = profile != NULL ? kigen_profile_ref (profile) : NULL;
  sheet_keep (sheet, fields, free_fields);
  fields->first = sheet_add_secret (sheet, _ ("_Password"));
  field_on_change (fields->first, on_changed, fields);
  if (twice) {
    fields->second = sheet_add_secret (sheet, _ ("Password (_again)"));
    field_on_change (fields->second, on_changed, fields);
  }
  fields->shown = sheet_add_check (sheet, _ ("_Show the password"));
  field_on_change (fields->shown, on_shown, fields);
  fields->problem = sheet_add_problem (sheet);
  return fields;
}

KigenSecret *
password_fields_take (const PasswordFields *fields)
{
  return field_secret (fields->first);
}

/* A store's own
 * --------------------------------------------------------------------------------------------------- */

static void
give_store_password (Shell *shell, Sheet *sheet G_GNUC_UNUSED, gpointer fields)
{
  shell_answer (shell, password_fields_take (fields));
  shell_show (shell, sheet_new_waiting (shell, _ ("One moment, please")));
}

static void
leave (Shell *shell, Sheet *sheet G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
  shell_answer (shell, NULL);
}

void
store_password_show (Shell *shell, gpointer data)
{
  const StorePasswordQuestion *question = data;
  Sheet *sheet = sheet_new (shell, SHEET_MARK_PASSWORD, _ ("The certificate store has a password"));
  sheet_add_pair (sheet, _ ("Certificate store"), question->uri);
  PasswordFields *fields = sheet_add_password (sheet, NULL, FALSE);
  sheet_add_button (sheet, SHEET_BUTTON_LEAVING, _ ("_Not now"), leave, NULL);
  fields->button = sheet_add_button (sheet, SHEET_BUTTON_PREFERRED, _ ("_Open"), give_store_password, fields);
  password_fields_check (fields);
  if (question->was_wrong)
    field_set_text (fields->problem, _ ("This password does not open it."));
  shell_show (shell, sheet);
}
