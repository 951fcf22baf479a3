/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* What a command line asks for, the first one's or a later one's. */

#include "sheets.h"

typedef void (*ShowWindow) (Shell *shell);

static const struct {
  const char *name;
  ShowWindow show;
} windows[] = {
  { "list", list_window_show },       { "obtain", obtain_window_show },
  { "check", check_window_show },     { "restore", restore_window_show },
  { "history", history_window_show }, { "settings", settings_window_show },
  { "doctor", doctor_window_show },
};

gboolean
wish_show (Shell *shell, const char *const *words)
{
  if (shell_is_busy (shell))
    return TRUE;
  if (words[0] == NULL) {
    list_window_show (shell);
    return TRUE;
  }
  if (g_str_equal (words[0], "renew") || g_str_equal (words[0], "resume")) {
    renewal_window_show (shell, words[1]);
    return TRUE;
  }
  if (g_str_equal (words[0], "backup")) {
    backup_window_choose (shell, words[1]);
    return TRUE;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (windows); i++)
    if (g_str_equal (words[0], windows[i].name)) {
      windows[i].show (shell);
      return TRUE;
    }
  return FALSE;
}
