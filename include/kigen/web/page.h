/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/base/secret.h>
#include <kigen/web/http.h>

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * A page as somebody reads it: links, buttons, forms with named fields, tables, texts.  Nothing knows field
 * names: what a field is for is told by its label, a control by its text.  What a browser without scripts
 * would not show (script, style, template, comments, hidden elements) is not there; `<noscript>` is.
 *
 * All parts belong to the page and live as long as it does.  Texts are tidied (kigen_text_tidy()); labels
 * given to the look-ups are compared folded (kigen_text_fold()).
 */
typedef struct _KigenPage KigenPage;
typedef struct _KigenForm KigenForm;
typedef struct _KigenField KigenField;
typedef struct _KigenControl KigenControl;

/**
 * Reads HTML of any quality (libxml2), converted to UTF-8 first: a byte order mark, `charset` (the header's),
 * the
 * `<meta>` tag, or a guess between UTF-8, Shift_JIS (as CP932) and EUC-JP.  `url` is the page's own, for
 * `<base>` and relative links; `refresh` the Refresh header or NULL.  Errors: FAILED where there is nothing
 * to be read.
 */
KigenPage *kigen_page_parse (GBytes *body, const char *url, const char *charset, const char *refresh,
                             GError **error);
/** Of an answer; NULL where it is a file: another content type, a file's name, or bytes that no text has.  A
 * page that cannot be read, or that nothing came of, is never taken for one: it is a page without a word,
 * which is not whole. */
KigenPage *kigen_page_of_answer (const KigenAnswer *answer);
void kigen_page_free (KigenPage *page);

const char *kigen_page_url (const KigenPage *page);
const char *kigen_page_title (const KigenPage *page);
/** The first heading (h1 … h6, caption, legend), "" for none. */
const char *kigen_page_heading (const KigenPage *page);
/** All that is to be read, a line a block, controls' own texts left out: what a user would quote to a
 * helpdesk. */
const char *kigen_page_text (const KigenPage *page);

/** Whether there is nothing to do on it but to let it go on by itself: it refreshes, has nothing to fill, and
 * no control that leads elsewhere. */
gboolean kigen_page_is_interlude (const KigenPage *page);

/** FALSE where its source opens what it does not close: it may have been cut off on its way; or where it is
 * nested too deeply (256 levels) to be read to its end. */
gboolean kigen_page_is_whole (const KigenPage *page);

/** Where the page wants to go by itself (header or meta).  FALSE where it does not.  `*seconds` ≥ 0;
 * `*request` is a GET, to be freed; a refresh without a URL names the page's own. */
gboolean kigen_page_refresh (const KigenPage *page, double *seconds, KigenRequest **request);

/**
 * The text that stands for a label: the cell beside it in a table (or below it under a heading cell), the
 * `<dd>` of its `<dt>`, an output or read-only field so labelled, the text after "label：" or after the
 * element that is the label. Explanatory prose that only mentions the label does not count.  NULL for none;
 * g_free().
 */
char *kigen_page_value (const KigenPage *page, const char *const *labels);
/** All pairs of label and value in the page's tables and lists, in order: what the confirmation shows.
 * Element type char*[3] (label, value, NULL), free with g_ptr_array_unref(). */
GPtrArray *kigen_page_pairs (const KigenPage *page);

/* Controls: links, buttons, image buttons, `<button>`, areas of an image map; those that are disabled, or do
 * nothing without scripts, are not there.
 * ---------------------------------------------------------------------------------------------------- */

typedef enum {
  KIGEN_MATCH_WHOLE,   /* one of its texts is the label */
  KIGEN_MATCH_PARTIAL, /* one of its texts contains the label; among several the one with the shortest text */
} KigenMatch;

/** The first control so labelled (labels in their order of preference), or NULL. */
KigenControl *kigen_page_control (const KigenPage *page, const char *const *labels, KigenMatch match);
/** All of them in document order, KigenControl elements; free with g_ptr_array_unref(). */
GPtrArray *kigen_page_controls_labelled (const KigenPage *page, const char *const *labels, KigenMatch match);

/** Whether it matches, as in kigen_page_control(). */
gboolean kigen_control_is (const KigenControl *control, const char *const *labels, KigenMatch match);
gboolean kigen_control_is_link (const KigenControl *control);
/** The form it submits; NULL for a link. */
KigenForm *kigen_control_form (const KigenControl *control);
/** The texts of its row (table row, list item, or the smallest block with a single such control), its own
 * left out; tab-separated cells.  "" for none.  Owned by the control. */
const char *kigen_control_row (const KigenControl *control);
/** The value in its row that stands under the heading, or beside the label, `labels`; NULL for none;
 * g_free(). */
char *kigen_control_row_value (const KigenControl *control, const char *const *labels);

/**
 * The request that pressing it makes, as a browser would: the form's fields in document order with hidden and
 * preset ones, this button and no other (an image button as .x and .y), formaction, formmethod, formenctype,
 * GET, urlencoded, multipart or text/plain, in the page's charset (accept-charset first), characters that it
 * lacks as decimal references.
 */
KigenRequest *kigen_control_request (const KigenControl *control);

/* Forms and fields
 * -------------------------------------------------------------------------------------------- */

GPtrArray *kigen_page_forms (const KigenPage *page); /* KigenForm elements */
GPtrArray *
kigen_form_fields (const KigenForm *form); /* KigenField elements that a user could fill, in order */
GPtrArray *kigen_form_controls (const KigenForm *form); /* its KigenControl elements, in order */
/** Submitting it by the return key where it has no button. */
KigenRequest *kigen_form_request (const KigenForm *form);

typedef enum {
  KIGEN_FIELD_TEXT, /* text, tel, email, number, search, url, textarea */
  KIGEN_FIELD_PASSWORD,
  KIGEN_FIELD_CHOICE, /* select, radio group */
  KIGEN_FIELD_CHECK,  /* checkbox */
  KIGEN_FIELD_FILE,
} KigenFieldKind;

KigenFieldKind kigen_field_kind (const KigenField *field);
/** What it is for, candidates best first: `<label>`, aria-label(ledby), the cell beside it, the cell above
 * it, `<dt>`, the text before it, placeholder, title.  NULL-terminated, may be empty; owned by the field. */
const char *const *kigen_field_labels (const KigenField *field);
gboolean kigen_field_is_required (const KigenField *field);
gboolean kigen_field_is_read_only (const KigenField *field);

/** Fills it; the value is UTF-8.  A check box is ticked by any value and cleared by NULL. */
void kigen_field_fill (KigenField *field, const KigenSecret *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KigenPage, kigen_page_free)

G_END_DECLS
