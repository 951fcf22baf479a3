/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* What a screen reader would find on Windows' screen, for tests that click: a program of Windows, because a
 * window's text is told to those alone.
 *
 *   eyes                                  a line of JSON for each window and control that can be seen
 *   eyes find CLASS                       the number of a window of that class, whether it can be seen or not
 *   eyes post WINDOW MESSAGE WORD LONG    posts a message (numbers): what Wine never sends, a balloon's click
 *   eyes text WINDOW TEXT                 types a text where a user would
 */

#include <glib.h>
#include <stdio.h>
#include <windows.h>

#define LONGEST_TEXT 4096

static char *
narrow (const wchar_t *text)
{
  char *made = g_utf16_to_utf8 (text, -1, NULL, NULL, NULL);
  return made != NULL ? made : g_strdup ("");
}

static char *
text_of (HWND window)
{
  g_autofree wchar_t *text = g_new0 (wchar_t, LONGEST_TEXT);
  DWORD_PTR length = 0;
  SendMessageTimeoutW (window, WM_GETTEXT, LONGEST_TEXT - 1, (LPARAM)text, SMTO_ABORTIFHUNG, 2000, &length);
  return narrow (text);
}

static char *
class_of (HWND window)
{
  wchar_t name[256] = { 0 };
  GetClassNameW (window, name, G_N_ELEMENTS (name) - 1);
  return narrow (name);
}

static void
print_json (const char *text)
{
  g_autoptr (GString) out = g_string_new ("\"");
  for (const char *at = text; *at != '\0'; at++) {
    if (*at == '"' || *at == '\\')
      g_string_append_printf (out, "\\%c", *at);
    else if ((guchar)*at < ' ')
      g_string_append_printf (out, "\\u%04x", (guint)(guchar)*at);
    else
      g_string_append_c (out, *at);
  }
  g_print ("%s\"", out->str);
}

static BOOL CALLBACK
tell (HWND window, LPARAM top)
{
  RECT at = { 0 };
  g_autofree char *class = class_of (window);
  g_autofree char *text = text_of (window);
  if (!IsWindowVisible (window))
    return TRUE;
  GetWindowRect (window, &at);
  g_print ("{\"window\": %" G_GUINT64_FORMAT ", \"top\": %" G_GUINT64_FORMAT ", \"class\": ",
           (guint64)(gsize)window, (guint64)top);
  print_json (class);
  g_print (", \"text\": ");
  print_json (text);
  g_print (", \"at\": [%ld, %ld, %ld, %ld], \"enabled\": %s}\n", at.left, at.top, at.right, at.bottom,
           IsWindowEnabled (window) ? "true" : "false");
  return TRUE;
}

static BOOL CALLBACK
tell_top (HWND window, LPARAM unused G_GNUC_UNUSED)
{
  if (!IsWindowVisible (window))
    return TRUE;
  tell (window, (LPARAM)window);
  EnumChildWindows (window, tell, (LPARAM)window);
  return TRUE;
}

static guint64
number (const char *text)
{
  return g_ascii_strtoull (text, NULL, 0);
}

/* As it is, whatever the system's code page cannot say of it. */
static void
print (const char *text)
{
  fputs (text, stdout);
}

static int
find (const char *class)
{
  g_autofree wchar_t *name = g_utf8_to_utf16 (class, -1, NULL, NULL, NULL);
  HWND window = FindWindowW (name, NULL);
  g_print ("%" G_GUINT64_FORMAT "\n", (guint64)(gsize)window);
  return window != NULL ? 0 : 1;
}

int
main (int argc, char **argv)
{
  SetConsoleOutputCP (CP_UTF8);
  g_set_print_handler (print);
  if (argc == 1) {
    EnumWindows (tell_top, 0);
    return 0;
  }
  if (argc == 3 && g_str_equal (argv[1], "find"))
    return find (argv[2]);
  HWND window = argc > 2 ? (HWND)(gsize)number (argv[2]) : NULL;
  if (argc == 6 && g_str_equal (argv[1], "post"))
    return PostMessageW (window, (UINT)number (argv[3]), (WPARAM)number (argv[4]), (LPARAM)number (argv[5]))
               ? 0
               : 1;
  if (argc == 4 && g_str_equal (argv[1], "text")) {
    g_autofree wchar_t *text = g_utf8_to_utf16 (argv[3], -1, NULL, NULL, NULL);
    return text != NULL && SendMessageW (window, WM_SETTEXT, 0, (LPARAM)text) ? 0 : 1;
  }
  return 2;
}
