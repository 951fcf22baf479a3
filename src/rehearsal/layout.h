/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "page.h"
#include "rendering.h"

/* Labels and their values; labels and their fields. */
void layout_draw_rows (GString *out, const Rendering *rendering, const GPtrArray *rows);
void layout_draw_fields (GString *out, const Rendering *rendering, const GPtrArray *fields);
