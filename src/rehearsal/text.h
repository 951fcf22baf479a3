/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "rendering.h"

/* Text as it stands between tags or in an attribute; g_free(). */
char *text_escape (const Rendering *rendering, const char *text);
/* The same for a label or a button, which some renderings write in a strange way. */
char *text_label (const Rendering *rendering, const char *text);
/* A finished page in the rendering's charset. */
GBytes *text_encode (const Rendering *rendering, const char *html);
