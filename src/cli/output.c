/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-cli"

/* Results on standard output, as text or JSON; errors and what to do about them. */

#include "cli.h"

#include <kigen/base/calendar.h>
#include <kigen/base/error.h>
#include <kigen/base/text.h>

#include <glib/gi18n-lib.h>

#include <stdio.h>

void
kigen_cli_say (const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_autofree char *printable = kigen_text_printable (text, "\n\t");
  printf ("%s\n", printable);
}

/* Its texts become fit to be shown: whoever takes JSON apart prints what is in it, and then nothing is
 * escaped any more. */
static void
clean (JsonNode *node)
{
  g_autoptr (GList) inner = NULL;
  if (JSON_NODE_HOLDS_OBJECT (node))
    inner = json_object_get_values (json_node_get_object (node));
  else if (JSON_NODE_HOLDS_ARRAY (node))
    inner = json_array_get_elements (json_node_get_array (node));
  else if (json_node_get_value_type (node) == G_TYPE_STRING) {
    g_autofree char *printable = kigen_text_printable (json_node_get_string (node), "\n\t");
    json_node_set_string (node, printable);
  }
  for (const GList *one = inner; one != NULL; one = one->next)
    clean (one->data);
}

void
kigen_cli_print_json (JsonBuilder *builder)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  clean (root);
  json_generator_set_pretty (generator, TRUE);
  json_generator_set_root (generator, root);
  g_autofree char *text = json_generator_to_data (generator, NULL);
  kigen_cli_say ("%s", text);
}

void
kigen_json_text (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  if (value == NULL)
    json_builder_add_null_value (builder);
  else
    json_builder_add_string_value (builder, value);
}

void
kigen_json_name (JsonBuilder *builder, const char *name, const char *value)
{
  g_autofree char *line = value != NULL ? kigen_text_printable (value, "") : NULL;
  kigen_json_text (builder, name, line);
}

void
kigen_json_number (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

/* Making one reads a file each time. */
GTimeZone *
kigen_cli_zone (void)
{
  static GTimeZone *zone = NULL;
  if (g_once_init_enter (&zone))
    g_once_init_leave (&zone, g_time_zone_new_local ());
  return zone;
}

void
kigen_json_instant (JsonBuilder *builder, const char *name, gint64 instant)
{
  g_autofree char *text = instant != 0 ? kigen_calendar_rfc3339 (instant, kigen_cli_zone ()) : NULL;
  kigen_json_text (builder, name, text);
}

void
kigen_json_has_key (JsonBuilder *builder, KigenHasKey has_key)
{
  json_builder_set_member_name (builder, "has_key");
  if (has_key == KIGEN_HAS_KEY_UNKNOWN)
    json_builder_add_null_value (builder);
  else
    json_builder_add_boolean_value (builder, has_key == KIGEN_HAS_KEY_YES);
}

static int
width_of (const char *text)
{
  int columns = 0;
  for (; *text != '\0'; text = g_utf8_next_char (text))
    columns += g_unichar_iswide (g_utf8_get_char (text)) ? 2 : 1;
  return columns;
}

char *
kigen_cli_pad (const char *text, int columns)
{
  int missing = columns - width_of (text);
  return g_strdup_printf ("%s%*s", text, MAX (missing, 0), "");
}

char *
kigen_cli_day (gint64 instant)
{
  return kigen_calendar_date (instant, kigen_cli_zone ());
}

static void
print_result_json (const KigenRenewalResult *result)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  kigen_json_text (builder, "id", result->id);
  kigen_json_text (builder, "new_id", result->new_id);
  kigen_json_instant (builder, "not_after", result->not_after);
  kigen_json_text (builder, "backup", result->backup);
  kigen_json_text (builder, "old", result->old == KIGEN_OLD_DELETE ? "delete" : "keep");
  json_builder_set_member_name (builder, "steps");
  json_builder_begin_array (builder);
  for (guint i = 0; i < result->steps->len; i++)
    json_builder_add_string_value (builder, g_ptr_array_index (result->steps, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  kigen_cli_print_json (builder);
}

void
kigen_cli_print_result (const KigenCli *cli, const KigenRenewalResult *result)
{
  if (cli->json) {
    print_result_json (result);
    return;
  }
  g_autofree char *end = kigen_cli_day (result->not_after);
  kigen_cli_say (_ ("The new certificate (ID %.8s) is in use and lasts until %s."), result->new_id, end);
  kigen_cli_say (_ ("Its backup: %s"), result->backup);
  if (result->id != NULL && result->old == KIGEN_OLD_DELETE)
    kigen_cli_say (_ ("The old certificate has been put away."));
  else if (result->id != NULL)
    kigen_cli_say (_ ("The old certificate is still in the store; “kigen delete %.8s” deletes it."),
                   result->id);
}

/* On a terminal there is no place of its own for what a library said. */
static char *
whole_message (const GError *error)
{
  const char *detail = kigen_error_detail (error);
  return *detail != '\0' ? g_strdup_printf ("%s (%s)", error->message, detail) : g_strdup (error->message);
}

static void
print_error_json (const GError *error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "error");
  json_builder_begin_object (builder);
  kigen_json_text (builder, "code", kigen_error_code_name (error));
  g_autofree char *message = whole_message (error);
  kigen_json_text (builder, "message", message);
  kigen_json_text (builder, "advice", kigen_error_advice (error));
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  kigen_cli_print_json (builder);
}

/* Whom to call, where something is wrong and somebody has been named. */
static void
print_helper (KigenCli *cli)
{
  const KigenSettings *settings = kigen_workspace_settings (&cli->workspace);
  const char *name = kigen_settings_get (settings, "Helper.Name");
  const char *telephone = kigen_settings_get (settings, "Helper.Telephone");
  if (*name != '\0' || *telephone != '\0')
    kigen_console_note (cli->console, _ ("Help: %s %s"), name, telephone);
}

static gboolean
is_worth_a_call (const GError *error)
{
  switch (kigen_error_exit_status (error)) {
  case 2:
  case 3:
    return FALSE;
  default:
    return !g_error_matches (error, KIGEN_ERROR, KIGEN_ERROR_CANCELLED);
  }
}

void
kigen_cli_print_error (KigenCli *cli, const GError *error)
{
  if (cli->json) {
    print_error_json (error);
    return;
  }
  g_autofree char *message = whole_message (error);
  kigen_console_note (cli->console, "kigen: %s", message);
  kigen_console_note (cli->console, "%s", kigen_error_advice (error));
  if (is_worth_a_call (error))
    print_helper (cli);
}
