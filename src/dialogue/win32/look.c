/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialogue"

/* How things look: the system's own fonts, colours and pictures, and a few of ours beside them. */

#include "look.h"

#include "../../desk/icon-numbers-windows.h"

#include <commctrl.h>
#include <shellapi.h>

#define USUAL_DPI 96

static HFONT
make_font (LOGFONTW font, int percent, LONG weight)
{
  font.lfHeight = MulDiv (font.lfHeight, percent, 100);
  font.lfWeight = weight;
  return CreateFontIndirectW (&font);
}

Look *
look_new (UINT dpi)
{
  Look *look = g_new0 (Look, 1);
  NONCLIENTMETRICSW metrics = { .cbSize = sizeof metrics };
  SystemParametersInfoForDpi (SPI_GETNONCLIENTMETRICS, sizeof metrics, &metrics, 0, dpi);
  look->dpi = dpi;
  look->plain = make_font (metrics.lfMessageFont, 100, FW_NORMAL);
  look->name = make_font (metrics.lfMessageFont, 108, FW_BOLD);
  look->heading = make_font (metrics.lfMessageFont, 150, FW_SEMIBOLD);
  return look;
}

void
look_free (Look *look)
{
  DeleteObject (look->plain);
  DeleteObject (look->name);
  DeleteObject (look->heading);
  g_free (look);
}

int
look_scale (const Look *look, int pixels)
{
  return MulDiv (pixels, (int)look->dpi, USUAL_DPI);
}

HFONT
look_font (const Look *look, SheetStyle style)
{
  return style == SHEET_STYLE_NAME ? look->name : look->plain;
}

static gboolean
has_high_contrast (void)
{
  HIGHCONTRASTW contrast = { .cbSize = sizeof contrast };
  return SystemParametersInfoW (SPI_GETHIGHCONTRAST, sizeof contrast, &contrast, 0)
         && (contrast.dwFlags & HCF_HIGHCONTRASTON) != 0;
}

COLORREF
look_colour (SheetStyle style)
{
  static const COLORREF colours[] = {
    [SHEET_STYLE_DIM] = RGB (96, 96, 96),
    [SHEET_STYLE_GOOD] = RGB (22, 100, 48),
    [SHEET_STYLE_DUE] = RGB (134, 67, 0),
    [SHEET_STYLE_ENDED] = RGB (150, 22, 33),
  };
  if (style == SHEET_STYLE_PLAIN || style == SHEET_STYLE_NAME || has_high_contrast ())
    return GetSysColor (COLOR_WINDOWTEXT);
  return colours[style];
}

static HICON
stock_icon (SHSTOCKICONID id, int size)
{
  SHSTOCKICONINFO info = { .cbSize = sizeof info };
  HICON icon = NULL;
  if (SUCCEEDED (SHGetStockIconInfo (id, SHGSI_ICONLOCATION, &info)))
    PrivateExtractIconsW (info.szPath, info.iIcon, size, size, &icon, NULL, 1, 0);
  return icon;
}

static HICON
load_icon (HINSTANCE module, int resource, int size)
{
  HICON icon = NULL;
  return SUCCEEDED (LoadIconWithScaleDown (module, MAKEINTRESOURCEW (resource), size, size, &icon)) ? icon
                                                                                                    : NULL;
}

HICON
look_icon (SheetMark mark, int size)
{
  HINSTANCE own = GetModuleHandleW (NULL);
  switch (mark) {
  case SHEET_MARK_GOOD:
    return load_icon (own, KIGEN_ICON_NORMAL, size);
  case SHEET_MARK_RENEWING:
    return load_icon (own, KIGEN_ICON_RENEWING, size);
  case SHEET_MARK_KNOWN:
    return stock_icon (SIID_INFO, size);
  case SHEET_MARK_WARNING:
    return stock_icon (SIID_WARNING, size);
  case SHEET_MARK_WRONG:
    return stock_icon (SIID_ERROR, size);
  case SHEET_MARK_QUESTION:
    return stock_icon (SIID_HELP, size);
  case SHEET_MARK_PASSWORD:
    return stock_icon (SIID_KEY, size);
  case SHEET_MARK_BACKUP:
    return stock_icon (SIID_DRIVEREMOVE, size);
  case SHEET_MARK_NONE:
  default:
    return NULL;
  }
}

SIZE
look_measure (HFONT font, const wchar_t *text, int width, UINT flags)
{
  RECT area = { 0, 0, width, 0 };
  HDC context = GetDC (NULL);
  HGDIOBJ before = SelectObject (context, font);
  DrawTextW (context, *text != L'\0' ? text : L" ", -1, &area, flags | DT_CALCRECT);
  SelectObject (context, before);
  ReleaseDC (NULL, context);
  return (SIZE){ area.right, area.bottom };
}
