/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-base"

#include <kigen/base/wide.h>

#include <kigen/base/text.h>

#include <wchar.h>

G_STATIC_ASSERT (sizeof (wchar_t) == sizeof (gunichar2));

#define ELLIPSIS 0x2026

wchar_t *
kigen_wide_new (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  return (wchar_t *)g_utf8_to_utf16 (valid, -1, NULL, NULL, NULL);
}

static gboolean
is_second_half (wchar_t one)
{
  return one >= 0xDC00 && one <= 0xDFFF;
}

void
kigen_wide_fill (wchar_t *field, gsize size, const char *text)
{
  g_autofree char *printable = kigen_text_printable (text, "\n");
  g_autofree wchar_t *wide = kigen_wide_new (printable);
  gsize length = wcslen (wide);
  if (length >= size) {
    length = size - 2;
    while (length > 0 && is_second_half (wide[length]))
      length--;
    wide[length++] = ELLIPSIS;
  }
  wmemcpy (field, wide, length);
  field[length] = L'\0';
}

char *
kigen_wide_to_utf8 (const wchar_t *text)
{
  g_autofree char *utf8 = g_utf16_to_utf8 ((const gunichar2 *)text, -1, NULL, NULL, NULL);
  return utf8 != NULL ? g_steal_pointer (&utf8) : g_strdup ("");
}
