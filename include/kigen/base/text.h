/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * Folds a text for comparison: compatibility-normalised (NFKC, so full-width digits and letters become ASCII
 * and half-width kana full ones), case folded, white space of every kind (U+3000 and no-break spaces too)
 * left out, control, soft hyphen and zero-width characters left out.  Invalid UTF-8 is replaced first.  Free
 * with g_free().
 */
char *kigen_text_fold (const char *text);

/** Trimmed, each run of white space (U+3000 and no-break spaces too) one blank, and nothing in it that
 * kigen_text_printable() takes out; otherwise as it is.  g_free(). */
char *kigen_text_tidy (const char *text);

/** Whether the folded `text` equals one of the folded `labels` (NULL-terminated). */
gboolean kigen_text_is (const char *text, const char *const *labels);
/** Whether the folded `text` contains one of the folded `labels`, none of them empty. */
gboolean kigen_text_has (const char *text, const char *const *labels);

/**
 * A text of other people's as it may be shown: without what would steer a terminal, a log or a window.  Those
 * are the control characters (C0, DEL, C1) and the marks of direction (U+061C, U+200E, U+200F, U+202A to
 * U+202E, U+2066 to U+2069); what breaks lines or parts words becomes a blank, unless it is a character of
 * `kept`: "\n", "\n\t" or "".  Invalid UTF-8 is replaced.  Only for what is shown: two texts that differ may
 * look alike afterwards.  Never NULL (of NULL it is ""); g_free().
 */
char *kigen_text_printable (const char *text, const char *kept);

/** An ID as people paste it: NFKC, every white space left out, case kept.  Free with g_free(). */
char *kigen_text_clean_id (const char *text);

/** Matches a glob with `*` alone (the profile's patterns), case-sensitively. */
gboolean kigen_text_glob (const char *pattern, const char *text);

G_END_DECLS
