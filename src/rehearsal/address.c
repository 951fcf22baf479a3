/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-rehearsal"

/* How forms and links name their target.  An act travels in the query or the form, or in a nested path. */
#include "address.h"

#include <string.h>

#define SUFFIX ".do"

/* relative to where the page stands: beside it, or below it */
static char *
nested_address (const Place *place, const char *action)
{
  if (!g_str_equal (place->path, place->service))
    return g_strconcat (action, SUFFIX, NULL);
  return g_strconcat (strrchr (place->service, '/') + 1, "/", action, SUFFIX, NULL);
}

char *
address_of_form (const Place *place, const char *action)
{
  switch (place->rendering->paths) {
  case PATHS_ABSOLUTE:
    return g_strdup (place->service);
  case PATHS_FULL:
    return g_strconcat (place->base, place->service, NULL);
  case PATHS_QUERY:
    return g_strdup ("");
  case PATHS_NESTED:
    return nested_address (place, action);
  case PATHS_BASE:
    return g_strdup (strrchr (place->service, '/') + 1);
  }
  g_assert_not_reached ();
}

char *
address_of_link (const Place *place, const Control *control)
{
  g_autofree char *path = address_of_form (place, control->action);
  g_autofree char *token = rendering_wire_name (place->rendering, "token");
  if (place->rendering->paths == PATHS_NESTED)
    return g_strdup_printf ("%s?%s=%s", path, token, control->token);
  g_autofree char *action = rendering_wire_name (place->rendering, "action");
  g_autofree char *act = rendering_wire_name (place->rendering, control->action);
  g_autofree char *escaped_token = g_uri_escape_string (token, NULL, FALSE);
  g_autofree char *escaped_action = g_uri_escape_string (action, NULL, FALSE);
  g_autofree char *escaped_act = g_uri_escape_string (act, NULL, FALSE);
  return g_strdup_printf ("%s?%s=%s&%s=%s", path, escaped_token, control->token, escaped_action, escaped_act);
}

char *
address_action (const Rendering *rendering, const char *service, const char *path)
{
  gsize length = strlen (service);
  if (rendering->paths != PATHS_NESTED || strlen (path) <= length + 1 || !g_str_has_suffix (path, SUFFIX))
    return NULL;
  return g_strndup (path + length + 1, strlen (path) - length - 1 - strlen (SUFFIX));
}
