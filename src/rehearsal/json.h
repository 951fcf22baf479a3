/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* One JSON object that is only ever written: names and values in the order they are put. */
typedef GString Json;

Json *json_new (void);
void json_text (Json *json, const char *name, const char *value); /* null for NULL */
void json_number (Json *json, const char *name, gint64 value);
/* The finished object with a newline; g_free(). */
char *json_finish (Json *json);
