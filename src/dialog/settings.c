/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* The settings: one field each, what the front desk needs in sight and the network's folded away.  What an
 * administrator has set is shown, and cannot be changed. */

#include "page.h"
#include "pages.h"

#include <kigen/desktop/autostart.h>

#include <glib/gi18n-lib.h>

#include <string.h>

#define NETWORK "Network."

/* Those that have two values, in words. */
static const struct {
  const char *name;
  const char *meaning;
  const char *values[2];
  const char *words[2];
} choices[] = {
  { "Backup.Format",
    N_ ("Which computers can open the backups"),
    { "modern", "legacy" },
    { N_ ("For today's computers (AES-256)"), N_ ("For old versions of Windows (3DES)") } },
  { "Store.Exportable",
    N_ ("The key of a new certificate"),
    { "no", "yes" },
    { N_ ("Stays in Windows; the file of the renewal is its backup"),
      N_ ("Can be taken out of Windows again") } },
};

#define NO_CHOICE (-1)

typedef struct {
  GPtrArray *names;  /* static strings */
  GPtrArray *fields; /* Field, the page's */
  Field *at_login;
  Field *network; /* the group */
  Field *problem;
} Form;

static void
free_form (gpointer data)
{
  Form *form = data;
  g_ptr_array_unref (form->names);
  g_ptr_array_unref (form->fields);
  g_free (form);
}

static int
choice_of (const char *name)
{
  for (int i = 0; i < (int)G_N_ELEMENTS (choices); i++)
    if (g_str_equal (choices[i].name, name))
      return i;
  return NO_CHOICE;
}

static char *
value_of (const char *name, const Field *field)
{
  int choice = choice_of (name);
  if (choice != NO_CHOICE)
    return g_strdup (choices[choice].values[field_chosen (field)]);
  return g_strstrip (field_text (field));
}

static gboolean
save_field (KigenSettings *settings, const char *name, const Field *field, GError **error)
{
  g_autofree char *value = value_of (name, field);
  return strcmp (value, kigen_settings_get (settings, name)) == 0
         || kigen_settings_set (settings, name, *value != '\0' ? value : NULL, error);
}

static gboolean
save_all (Controller *controller, const Form *form, GError **error)
{
  KigenSettings *settings = kigen_workspace_settings (controller_workspace (controller));
  for (guint i = 0; i < form->names->len; i++) {
    const char *name = g_ptr_array_index (form->names, i);
    Field *field = g_ptr_array_index (form->fields, i);
    if (save_field (settings, name, field, error))
      continue;
    if (g_str_has_prefix (name, NETWORK))
      field_set_on (form->network, TRUE);
    field_focus (field);
    return FALSE;
  }
  gboolean wanted = field_is_on (form->at_login);
  return wanted == kigen_autostart_is_on () || kigen_autostart_set (wanted, error);
}

static void
save (Controller *controller, Page *page G_GNUC_UNUSED, gpointer data)
{
  const Form *form = data;
  g_autoptr (GError) error = NULL;
  if (save_all (controller, form, &error))
    controller_show_list (controller);
  else
    field_set_text (form->problem, error->message);
}

static Field *
add_field (Page *page, const char *name, const char *label, const char *value)
{
  int choice = choice_of (name);
  if (choice == NO_CHOICE)
    return page_add_entry (page, label, value, NULL);
  const char *const words[] = { _ (choices[choice].words[0]), _ (choices[choice].words[1]), NULL };
  return page_add_choice (page, label, words, g_str_equal (value, choices[choice].values[1]) ? 1 : 0);
}

static void
add_setting (Page *page, Form *form, const KigenSettings *settings, const char *name)
{
  int choice = choice_of (name);
  const char *meaning = choice != NO_CHOICE ? _ (choices[choice].meaning) : kigen_settings_meaning (name);
  gboolean locked = kigen_settings_is_locked (settings, name);
  g_autofree char *label
      = locked ? g_strdup_printf (_ ("%s (set by the administrator)"), meaning) : g_strdup (meaning);
  Field *field = add_field (page, name, label, kigen_settings_get (settings, name));
  field_set_sensitive (field, !locked);
  g_ptr_array_add (form->names, (gpointer)(guintptr)name);
  g_ptr_array_add (form->fields, field);
}

static void
add_settings (Page *page, Form *form, const KigenSettings *settings, gboolean of_network)
{
  for (const char *const *name = kigen_settings_names (); *name != NULL; name++)
    if (g_str_has_prefix (*name, NETWORK) == of_network)
      add_setting (page, form, settings, *name);
}

void
settings_window_show (Controller *controller)
{
  const KigenSettings *settings = kigen_workspace_settings (controller_workspace (controller));
  Page *page = page_new (controller, PAGE_MARK_NONE, _ ("Settings"));
  Form *form = g_new0 (Form, 1);
  form->names = g_ptr_array_new ();
  form->fields = g_ptr_array_new ();
  page_keep (page, form, free_form);
  add_settings (page, form, settings, FALSE);
  form->at_login
      = page_add_switch (page, _ ("Start when I log _in, and tell me in time"), kigen_autostart_is_on ());
  form->network = page_begin_group (page, _ ("_Network"));
  add_settings (page, form, settings, TRUE);
  page_end_group (page);
  form->problem = page_add_problem (page);
  page_add_back (page);
  page_add_button (page, PAGE_BUTTON_PREFERRED, _ ("_Save"), save, form);
  controller_show (controller, page);
}
