/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "page.h"
#include "rendering.h"

/* Where a page stands when it is drawn. */
typedef struct {
  const Rendering *rendering;
  const char *base;    /* https://localhost:PORT */
  const char *service; /* /p/ru */
  const char *path;    /* what was asked for: the service, or something below it */
} Place;

/* Where a form with that act goes, and the whole link to it with its token, both as the rendering writes
 * them; g_free(). */
char *address_of_form (const Place *place, const char *action);
char *address_of_link (const Place *place, const Control *control);
/* The act that a path names, NULL where it names none; g_free(). */
char *address_action (const Rendering *rendering, const char *service, const char *path);
