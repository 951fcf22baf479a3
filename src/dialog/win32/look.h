/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "page.h"

#include <windows.h>

G_BEGIN_DECLS

/** Fonts and sizes for one resolution; colours and pictures are the system's. */
typedef struct {
  UINT dpi;
  HFONT plain;
  HFONT strong; /* of the same size */
  HFONT name;
  HFONT heading;
} Look;

Look *look_new (UINT dpi);
void look_free (Look *look);
/** So many of a usual screen's pixels. */
int look_scale (const Look *look, int pixels);
HFONT look_font (const Look *look, PageStyle style);

COLORREF look_colour (PageStyle style);
/** NULL where there is none.  DestroyIcon(). */
HICON look_icon (PageMark mark, int size);
/** One of our own, by its number in the resources.  DestroyIcon(). */
HICON look_own_icon (int resource, int size);

/** The room that a text takes in a font where it may be `width` wide, in as many lines as it needs. */
SIZE look_measure (HFONT font, const wchar_t *text, int width, UINT flags);

G_END_DECLS
