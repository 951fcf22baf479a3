/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* How things look: the system's own fonts, colours and pictures, and a few of ours beside them. */

#include "look.h"

#include "icon-numbers.h"

#include <commctrl.h>
#include <shellapi.h>

#define USUAL_DPI 96
/* IDI_ERROR and its like, as numbers. */
#define ERROR_ICON 32513
#define QUESTION_ICON 32514
#define WARNING_ICON 32515
#define INFORMATION_ICON 32516

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
  look->strong = make_font (metrics.lfMessageFont, 100, FW_BOLD);
  look->name = make_font (metrics.lfMessageFont, 108, FW_BOLD);
  look->heading = make_font (metrics.lfMessageFont, 150, FW_SEMIBOLD);
  return look;
}

void
look_free (Look *look)
{
  DeleteObject (look->plain);
  DeleteObject (look->strong);
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
look_font (const Look *look, PageStyle style)
{
  switch (style) {
  case PAGE_STYLE_NAME:
    return look->name;
  case PAGE_STYLE_DUE:
  case PAGE_STYLE_ENDED:
    return look->strong;
  case PAGE_STYLE_PLAIN:
  case PAGE_STYLE_DIM:
  case PAGE_STYLE_GOOD:
  default:
    return look->plain;
  }
}

static gboolean
has_high_contrast (void)
{
  HIGHCONTRASTW contrast = { .cbSize = sizeof contrast };
  return SystemParametersInfoW (SPI_GETHIGHCONTRAST, sizeof contrast, &contrast, 0)
         && (contrast.dwFlags & HCF_HIGHCONTRASTON) != 0;
}

COLORREF
look_colour (PageStyle style)
{
  static const COLORREF colours[] = {
    [PAGE_STYLE_DIM] = RGB (96, 96, 96),
    [PAGE_STYLE_GOOD] = RGB (22, 100, 48),
    [PAGE_STYLE_DUE] = RGB (134, 67, 0),
    [PAGE_STYLE_ENDED] = RGB (150, 22, 33),
  };
  if (style == PAGE_STYLE_PLAIN || style == PAGE_STYLE_NAME || has_high_contrast ())
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

/* Those of message boxes, in whatever size. */
static HICON
message_icon (int number, int size)
{
  return CopyImage (LoadIconW (NULL, MAKEINTRESOURCEW (number)), IMAGE_ICON, size, size, LR_COPYFROMRESOURCE);
}

HICON
look_own_icon (int resource, int size)
{
  return LoadImageW (GetModuleHandleW (NULL), MAKEINTRESOURCEW (resource), IMAGE_ICON, size, size, 0);
}

HICON
look_icon (PageMark mark, int size)
{
  switch (mark) {
  case PAGE_MARK_GOOD:
    return look_own_icon (KIGEN_ICON_NORMAL, size);
  case PAGE_MARK_RENEWING:
    return look_own_icon (KIGEN_ICON_RENEWING, size);
  case PAGE_MARK_KNOWN:
    return message_icon (INFORMATION_ICON, size);
  case PAGE_MARK_WARNING:
    return message_icon (WARNING_ICON, size);
  case PAGE_MARK_WRONG:
    return message_icon (ERROR_ICON, size);
  case PAGE_MARK_QUESTION:
    return message_icon (QUESTION_ICON, size);
  case PAGE_MARK_PASSWORD:
    return stock_icon (SIID_KEY, size);
  case PAGE_MARK_BACKUP:
    return stock_icon (SIID_DRIVEREMOVE, size);
  case PAGE_MARK_NONE:
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
