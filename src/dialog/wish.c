/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* What a command line asks for, the first one's or a later one's. */

#include "pages.h"

typedef void (*ShowWindow) (Controller *controller);

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
wish_show (Controller *controller, const char *const *words)
{
  if (controller_is_busy (controller))
    return TRUE;
  if (words[0] == NULL) {
    list_window_show (controller);
    return TRUE;
  }
  if (g_str_equal (words[0], "renew") || g_str_equal (words[0], "resume")) {
    renewal_window_show (controller, words[1]);
    return TRUE;
  }
  if (g_str_equal (words[0], "backup")) {
    backup_window_choose (controller, words[1]);
    return TRUE;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (windows); i++)
    if (g_str_equal (words[0], windows[i].name)) {
      windows[i].show (controller);
      return TRUE;
    }
  return FALSE;
}
