/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* Between our texts and Windows' controls. */

#include "utf16.h"

#include <kigen/base/text.h>

wchar_t *
utf16_words (const char *text)
{
  g_autofree char *printable = kigen_text_printable (text, "\n\t");
  return kigen_wide_new (printable);
}

wchar_t *
utf16_lines (const char *text)
{
  g_autofree char *printable = kigen_text_printable (text, "\n\t");
  g_auto (GStrv) lines = g_strsplit (printable, "\n", -1);
  g_autofree char *windows_lines = g_strjoinv ("\r\n", lines);
  return kigen_wide_new (windows_lines);
}

wchar_t *
utf16_label (const char *label)
{
  g_autoptr (GString) text = g_string_new (label);
  g_string_replace (text, "&", "&&", 0);
  g_string_replace (text, "_", "&", 1);
  return kigen_wide_new (text->str);
}

char *
utf16_window_text (HWND window)
{
  int size = GetWindowTextLengthW (window) + 1;
  g_autofree wchar_t *text = g_new0 (wchar_t, (gsize)size);
  GetWindowTextW (window, text, size);
  return kigen_wide_to_utf8 (text);
}

void
utf16_set_window_text (HWND window, const char *text)
{
  g_autofree wchar_t *wide = kigen_wide_new (text);
  SetWindowTextW (window, wide);
}

KigenSecret *
utf16_window_secret (HWND window)
{
  int size = GetWindowTextLengthW (window) + 1;
  g_autofree wchar_t *wide = g_new0 (wchar_t, (gsize)size);
  int length = GetWindowTextW (window, wide, size);
  int bytes = WideCharToMultiByte (CP_UTF8, 0, wide, length, NULL, 0, NULL, NULL);
  void *text = NULL;
  KigenSecret *secret = kigen_secret_new_blank ((gsize)bytes, &text);
  WideCharToMultiByte (CP_UTF8, 0, wide, length, text, bytes, NULL, NULL);
  SecureZeroMemory (wide, (gsize)size * sizeof *wide);
  return secret;
}

/* The edit control keeps its text in one buffer as long as that is large enough: it is written over. */
void
utf16_wipe_window (HWND window)
{
  int length = GetWindowTextLengthW (window);
  g_autofree wchar_t *cover = g_new0 (wchar_t, (gsize)length + 1);
  for (int i = 0; i < length; i++)
    cover[i] = L'*';
  SetWindowTextW (window, cover);
  SetWindowTextW (window, L"");
}
