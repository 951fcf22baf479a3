/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** A time zone by its name in the IANA's database, whatever the platform calls it; one that it does not have
 * ends the test. */
GTimeZone *zone_named (const char *name);
/** Whether zones here know to the hour what their clocks did in former years: Windows has rules of whole
 * years, and from 2007 on at the most. */
gboolean zone_has_history (void);

G_END_DECLS
