/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* Something went wrong: what happened, what to do, whom to call, and what the helpdesk wants to know.  An
 * error's message never holds a secret, so all of it may be copied.  What a library said in its own words is
 * for the helpdesk alone. */

#include "page.h"

#include <kigen/base/error.h>

#include <glib/gi18n-lib.h>

/* Where the error's own advice names a command or an option: which button it is here. */
static const char *
advice_for_windows (const GError *error)
{
  if (error->domain != KIGEN_ERROR)
    return kigen_error_advice (error);
  switch (error->code) {
  case KIGEN_ERROR_USAGE:
    return _ ("Please ask your helper: this computer's Kigen is not set up for it.");
  case KIGEN_ERROR_TOO_EARLY:
    return _ ("Wait until then: Kigen tells you when the time has come.");
  case KIGEN_ERROR_PASSWORD_MISSING:
    return _ ("Go back to the list, and enter the password when it is asked for.");
  case KIGEN_ERROR_INTERRUPTED:
    return _ (
        "Nothing is lost, and the present certificate works as before.  “Try again” goes on at once; with "
        "“Later”, the list offers “Go on”.");
  case KIGEN_ERROR_APPLICATION_UNKNOWN:
    return _ (
        "Look again later: the list offers “Go on”.  The authority's help desk can tell whether there is an "
        "application.");
  case KIGEN_ERROR_CERTIFICATE_ABSENT:
    return _ ("Go back to the list, which shows the certificates that there are now.");
  case KIGEN_ERROR_CERTIFICATE_ENDED:
    return _ (
        "Apply for a new certificate.  Once the paper notice has come by post, go back to the list and press "
        "“First certificate”.");
  case KIGEN_ERROR_LAST_ONE:
    return _ ("Renew it first.");
  case KIGEN_ERROR_BACKUP_EXISTS:
    return _ ("Choose another name or another folder.");
  case KIGEN_ERROR_BACKUP_UNWRITABLE:
    return _ ("Check the drive and its free space, or choose another folder.");
  case KIGEN_ERROR_STATE_UNSAFE:
    return _ ("Please ask your helper to make the folder yours alone.");
  default:
    return kigen_error_advice (error);
  }
}

static void
add_line (GString *text, const char *line)
{
  if (*line != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", line);
}

static char *
details_of (const GError *error)
{
  g_autoptr (GString) text = g_string_new ("Kigen " KIGEN_VERSION);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *when = g_date_time_format (now, "%Y-%m-%d %H:%M:%S %z");
  g_autofree char *system = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);
  g_autofree char *code
      = g_strdup_printf ("%s (%d)", kigen_error_code_name (error), kigen_error_exit_status (error));
  add_line (text, when);
  add_line (text, code);
  add_line (text, error->message);
  add_line (text, kigen_error_detail (error));
  add_line (text, system != NULL ? system : "");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
copy (Controller *controller, Page *page G_GNUC_UNUSED, gpointer details)
{
  frame_copy (controller_frame (controller), details);
}

static void
add_details (Page *page, const GError *error)
{
  char *details = details_of (error);
  page_keep (page, details, g_free);
  page_begin_group (page, _ ("_Details for the helpdesk"));
  page_add_quotation (page, details);
  page_add_small_button (page, _ ("_Copy the details"), copy, details);
  page_end_group (page);
}

Page *
page_new_trouble (Controller *controller, const GError *error)
{
  const KigenSettings *settings = kigen_workspace_settings (controller_workspace (controller));
  const char *name = kigen_settings_get (settings, "Helper.Name");
  const char *telephone = kigen_settings_get (settings, "Helper.Telephone");
  Page *page = page_new (controller, PAGE_MARK_WARNING, _ ("It did not work"));
  page_add_text (page, error->message);
  page_add_text (page, advice_for_windows (error));
  if (*name != '\0' || *telephone != '\0') {
    g_autofree char *helper = g_strdup_printf (_ ("Help: %s %s"), name, telephone);
    page_add_text (page, helper);
  }
  add_details (page, error);
  return page;
}
