/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* A page's look and scale: those of the frame that it lies in. */

#include "page-win32.h"

const Look *
page_look (const Page *page)
{
  return frame_look (controller_frame (page->controller));
}

int
page_scale (const Page *page, int pixels)
{
  return look_scale (page_look (page), pixels);
}
