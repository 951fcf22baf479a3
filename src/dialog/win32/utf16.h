/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/base/secret.h>
#include <kigen/base/wide.h>

#include <windows.h>

G_BEGIN_DECLS

/** What is to be shown, without what would steer how (kigen_text_printable()); lines stay.  g_free(). */
wchar_t *utf16_words (const char *text);
/** The same with its lines parted as Windows has it.  g_free(). */
wchar_t *utf16_lines (const char *text);
/** A label with its mnemonic after `_` as one with it after `&`.  g_free(). */
wchar_t *utf16_label (const char *label);
/** What a window's text is.  g_free(). */
char *utf16_window_text (HWND window);
void utf16_set_window_text (HWND window, const char *text);
/** What was typed, without a copy left anywhere else.  kigen_secret_unref(). */
KigenSecret *utf16_window_secret (HWND window);
/** Writes over what was typed. */
void utf16_wipe_window (HWND window);

G_END_DECLS
