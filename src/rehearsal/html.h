/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "address.h"

/* Draws a page in its rendering: UTF-8 still, see text_encode(). */
char *html_draw (const Page *page, const Place *place);
