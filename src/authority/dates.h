/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * The dates that a text names, as instants of Japanese time (the sites' own), in the order in which they
 * stand: "2026/11/20 12:34:56", "2026-11-20", "2026年11月20日 12時34分", "令和8年11月20日", "R8.11.20", in
 * full or half width.  A date without a time is its midnight.  gint64 elements; free with g_array_unref().
 */
GArray *mpki_dates_in (const char *text);

/** The date that a request ID begins with ("202012140100076", the manuals' form), or 0. */
gint64 mpki_date_of_request_id (const char *request_id);

G_END_DECLS
