/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <gio/gio.h>

/*
 * One way in which the same site may look: nobody but its owner knows its markup, so there are many.
 * What differs is data; html.c draws by it and form.c reads back by it.
 */
typedef enum {
  LAYOUT_TABLE,   /* the label in the cell beside */
  LAYOUT_NESTED,  /* tables in tables, the label in the cell above */
  LAYOUT_MODERN,  /* <dl> and <label for> */
  LAYOUT_WRAPPED, /* the field inside its <label> */
  LAYOUT_TEXT,    /* the label as text before the field */
} Layout;

typedef enum {
  BUTTONS_INPUT,    /* <input type="submit">, a form each */
  BUTTONS_LINKS,    /* links where nothing is to be entered */
  BUTTONS_TOGETHER, /* several <button> in one form */
  BUTTONS_IMAGES,   /* <input type="image" alt="…"> */
} Buttons;

typedef enum { METHOD_POST, METHOD_GET, METHOD_MULTIPART } Method;

typedef enum {
  REFRESH_META,
  REFRESH_HEADER,
  REFRESH_BUTTON, /* the page stays: a button asks again */
} Refresh;

typedef enum {
  PATHS_ABSOLUTE, /* /p/ru */
  PATHS_FULL,     /* https://localhost:PORT/p/ru */
  PATHS_QUERY,    /* an empty action, links of a query only */
  PATHS_NESTED,   /* relative ones that name the act: ru/confirm.do; buttons have no name */
  PATHS_BASE,     /* relative to a <base href> */
} Paths;

typedef struct {
  const char *name, *about;
  const char *charset; /* as g_convert() knows it */
  gboolean charset_in_header, charset_in_meta;
  Layout layout;
  Buttons buttons;
  Method method;
  Refresh refresh;
  Paths paths;
  gboolean forwards;        /* from the issued certificate the page goes on to the key by itself */
  gboolean cancel;          /* a 「キャンセル」 stands before the right button */
  gboolean redirects;       /* every POST is answered with a redirect */
  gboolean asks_request_id; /* the request ID of the key page is a field that is filled in */
  gboolean odd;             /* XHTML, all text as entities, labels in full width with blanks */
  const char *refresh_text;
  const char *date_format;
  const char *cookie;       /* name of the session's cookie */
  const char *field_prefix; /* of the names on the wire */
  gboolean numbered;        /* they end in numbers, not words */
} Rendering;

/* By name or number (from 1); NULL with an error. */
const Rendering *rendering_find (const char *text, GError **error);
char *rendering_list (void);

/* The name on the wire of a field, a token or an act; g_free(). */
char *rendering_wire_name (const Rendering *rendering, const char *name);
/* NULL: in that rendering nothing is called so. */
const char *rendering_meaning (const Rendering *rendering, const char *wire_name);
