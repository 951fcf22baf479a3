/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* Passwords in windows: twice for a new one, shown on request, and what is wrong is said while it is typed.
 */

#include "password.h"

#include "pages.h"

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
on_changed (Controller *controller G_GNUC_UNUSED, Page *page G_GNUC_UNUSED, gpointer fields)
{
  password_fields_check (fields);
}

static void
on_shown (Controller *controller G_GNUC_UNUSED, Page *page G_GNUC_UNUSED, gpointer data)
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
page_add_password (Page *page, KigenProfile *profile, gboolean twice)
{
  PasswordFields *fields = g_new0 (PasswordFields, 1);
  fields->profile = profile != NULL ? kigen_profile_ref (profile) : NULL;
  page_keep (page, fields, free_fields);
  fields->first = page_add_secret (page, _ ("_Password"));
  field_on_change (fields->first, on_changed, fields);
  if (twice) {
    fields->second = page_add_secret (page, _ ("Password (_again)"));
    field_on_change (fields->second, on_changed, fields);
  }
  fields->shown = page_add_check (page, _ ("_Show the password"));
  field_on_change (fields->shown, on_shown, fields);
  fields->problem = page_add_problem (page);
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
give_store_password (Controller *controller, Page *page G_GNUC_UNUSED, gpointer fields)
{
  controller_answer (controller, password_fields_take (fields));
  controller_show (controller, page_new_waiting (controller, _ ("One moment, please")));
}

static void
leave (Controller *controller, Page *page G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
  controller_answer (controller, NULL);
}

void
store_password_show (Controller *controller, gpointer data)
{
  const StorePasswordQuestion *question = data;
  Page *page = page_new (controller, PAGE_MARK_PASSWORD, _ ("The certificate store has a password"));
  page_add_pair (page, _ ("Certificate store"), question->uri);
  PasswordFields *fields = page_add_password (page, NULL, FALSE);
  page_add_button (page, PAGE_BUTTON_LEAVING, _ ("_Not now"), leave, NULL);
  fields->button = page_add_button (page, PAGE_BUTTON_PREFERRED, _ ("_Open"), give_store_password, fields);
  password_fields_check (fields);
  if (question->was_wrong)
    field_set_text (fields->problem, _ ("This password does not open it."));
  controller_show (controller, page);
}
