/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "frame-win32.h"
#include "page.h"

#include <windows.h>

G_BEGIN_DECLS

/* A page is a window in the frame: heading, body, ways and foot.  Things stand in the body one under the
 * other; a thing is a field, and its controls are parts.  All of it is freed with the window. */

/** A control, and what it is to us.  It is its control's GWLP_USERDATA. */
typedef struct {
  Page *page;
  HWND window;
  PageStyle style;
  gboolean is_heading;
  gboolean is_plain_text; /* drawn without mnemonics */
  PageMark mark;          /* drawn instead of the text */
  HICON icon;             /* the mark's, loaded when it is drawn first */
  gboolean is_step;
  PageProgress progress;
  wchar_t *text;      /* what is drawn */
  gboolean is_entry;  /* written over when it goes */
  gboolean is_secret; /* not shown while it is typed */
  gboolean folds;     /* pressing it shows or hides a group */
  PagePressed pressed;
  gpointer data;
  GDestroyNotify free_data;
  LRESULT (*notified) (Field *field, const NMHDR *notice); /* NULL for nothing */
  Field *field;
} Part;

/** Puts a thing's controls at this place in the body and tells its height. */
typedef int (*FieldPlace) (Field *field, int x, int y, int width);

struct _Field {
  Page *page;
  FieldPlace place;
  Part *main;
  Part *caption; /* NULL for none */
  Part *beside;  /* NULL for none */
  Field *group;  /* that it belongs to; NULL for none */
  gboolean is_radio;
  gboolean hidden;
  gboolean grows; /* takes the room that is left */
  int room;       /* that it has so */
  int gap;        /* above it, in a usual screen's pixels */
  gpointer own;   /* freed with it */
  GDestroyNotify free_own;
};

struct _Page {
  Controller *controller;
  HWND window;
  HWND body;
  Part *heading;
  Part *mark;        /* beside it; NULL for none */
  GPtrArray *parts;  /* all; freed with it */
  GPtrArray *fields; /* in the body; freed with it */
  GPtrArray *ways;   /* Part */
  GPtrArray *foot;   /* Part */
  Field *group;      /* that is begun; NULL for none */
  gboolean gone;     /* it is being destroyed */
  int scrolled;      /* so far down is the body */
  int label_width;   /* of all pairs */
  Part *first_field; /* takes the focus */
  Part *preferred;   /* pressed by Return where nothing else is */
  Part *pushed;      /* by Return now */
  Part *leaving;     /* pressed by Escape */
  GSList *kept;
};

/** What a page's window is asked by those that it stands on, with SendMessageW(); nothing comes back. */
enum {
  PAGE_MESSAGE_LAY_OUT = WM_APP + 1, /* page_lay_out() */
  PAGE_MESSAGE_TAKE_FOCUS,           /* the focus to where it belongs in the page */
  PAGE_MESSAGE_LOOK_ANEW,            /* after a change of resolution, fonts or colours */
  PAGE_MESSAGE_PUSHED,               /* posted to itself: the button that Return presses is marked as such */
};

const Look *page_look (const Page *page);
int page_scale (const Page *page, int pixels);
/** Everything to its place, after a change of size or of what there is. */
void page_lay_out (Page *page);
int page_foot_height (const Page *page);

/** A control in `parent` (the page's window or its body); `text` is as Windows takes it. */
Part *part_new (Page *page, HWND parent, const wchar_t *class_name, const wchar_t *text, DWORD style,
                DWORD extended);
/** A text, which is drawn as it is. */
Part *part_text (Page *page, HWND parent, const char *text, PageStyle style);
/** A caption with its mnemonic, for the control that is made next. */
Part *part_caption (Page *page, const char *label);
/** A picture; `words` (may be NULL) are for those who do not see it. */
Part *part_mark (Page *page, HWND parent, PageMark mark, const char *words);
Part *part_button (Page *page, HWND parent, const char *label, DWORD style, PagePressed pressed,
                   gpointer data, GDestroyNotify free_data);
void part_set_text (Part *part, const char *text);
/** The same as Windows takes it. */
void part_set_label (Part *part, const wchar_t *label);
HFONT part_font (const Part *part);
void part_move (const Part *part, int x, int y, int width, int height);
void part_show (const Part *part, gboolean visible);
/** What a text takes where it may be so wide. */
SIZE part_measure (const Part *part, int width);
/** What a button takes. */
SIZE part_button_size (const Part *part);
void part_draw (Part *part, const DRAWITEMSTRUCT *draw);
void part_free (gpointer part);
Part *part_of (HWND control);

/** A thing at the end of the body. */
Field *field_new (Page *page, FieldPlace place);
void field_free (gpointer field);
/** Its controls, as what they belong to is shown or not. */
void field_show_parts (Field *field, gboolean visible);

G_END_DECLS
