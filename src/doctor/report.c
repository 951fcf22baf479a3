/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-doctor"

/* The findings as plain text, to be read out on the telephone or sent: no secret is in them, and the user's
 * name goes with the home folder. */

#include <kigen/doctor/doctor.h>

#include <glib/gi18n-lib.h>

#include <string.h>

static char *
hide_home (const char *text)
{
  const char *home = g_get_home_dir ();
  g_autofree char *escaped = g_regex_escape_string (home, -1);
  g_autofree char *pattern = g_strconcat (escaped, "(?![\\w-])", NULL);
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  char *hidden = regex != NULL && strlen (home) > 1
                     ? g_regex_replace_literal (regex, text, -1, 0, "~", 0, NULL)
                     : NULL;
  return hidden != NULL ? hidden : g_strdup (text);
}

char *
kigen_doctor_report (const GPtrArray *findings)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *when = g_date_time_format (now, "%Y-%m-%d %H:%M:%S %z");
  g_autoptr (GString) report = g_string_new (NULL);
  const char *group = NULL;
  g_string_append_printf (report, "Kigen %s\n%s\n", KIGEN_VERSION, when);
  for (guint i = 0; i < findings->len; i++) {
    const KigenFinding *finding = g_ptr_array_index (findings, i);
    const char *own = kigen_finding_group (finding);
    if (g_strcmp0 (group, own) != 0)
      g_string_append_printf (report, "\n%s\n", own);
    group = own;
    g_string_append_printf (report, "  [%s] %s: %s\n", kigen_finding_level_words (finding->level),
                            finding->id, finding->text);
    if (finding->cure != NULL)
      g_string_append_printf (report, "      → %s\n", finding->cure);
  }
  return hide_home (report->str);
}
