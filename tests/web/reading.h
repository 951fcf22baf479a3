/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/web/page.h>

G_BEGIN_DECLS

/* What tests of pages begin with: a page out of a text, and what they ask of it in short. */

/** Where the pages of these tests lie. */
#define PAGE_URL "https://desk.example/apply/page.html"

#define LABELS(...) ((const char *const[]){ __VA_ARGS__, NULL })

/** The page in UTF-8, or the test fails. */
KigenPage *page_read (const char *html);
KigenPage *page_read_bytes (const void *bytes, gsize size, const char *charset);

/** The field of that number, all forms counted through. */
KigenField *page_field (const KigenPage *page, guint number);
guint page_count_fields (const KigenPage *page);
/** The field that this is the firmest label of, or the test fails. */
KigenField *page_field_labelled (const KigenPage *page, const char *label);
/** What a field is taken to be for, joined by " | "; g_free(). */
char *page_field_words (const KigenField *field);
/** Fills the field so labelled; NULL clears it. */
void page_fill (const KigenPage *page, const char *label, const char *value);

/** The only control so labelled, as a whole, or the test fails. */
KigenControl *page_control (const KigenPage *page, const char *label);
KigenRequest *page_press (const KigenPage *page, const char *label);
/** "GET url", or "POST url body"; g_free(). */
char *page_pressed (const KigenPage *page, const char *label);
/** The same of a request. */
char *request_words (const KigenRequest *request);
/** Only what the form says: the body, or what stands behind the question mark; g_free(). */
char *request_data (const KigenRequest *request);

G_END_DECLS
