/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-cli"

/* kigen list: the certificates that are watched. */

#include "cli.h"

#include <kigen/workspace/inventory.h>

#include <glib/gi18n-lib.h>

#define ID_COLUMNS 10
#define NAME_COLUMNS 22
#define END_COLUMNS 12
#define DAYS_COLUMNS 10
#define STATE_COLUMNS 10

static void
add_json (JsonBuilder *builder, const KigenCertificate *one, KigenCondition condition)
{
  json_builder_begin_object (builder);
  kigen_json_text (builder, "id", one->id);
  kigen_json_text (builder, "profile", one->profile);
  kigen_json_text (builder, "store", one->store);
  kigen_json_name (builder, "common_name", one->common_name);
  kigen_json_name (builder, "label", one->label);
  kigen_json_name (builder, "subject", one->subject);
  kigen_json_name (builder, "issuer", one->issuer);
  kigen_json_text (builder, "serial", one->serial);
  kigen_json_instant (builder, "not_before", one->not_before);
  kigen_json_instant (builder, "not_after", one->not_after);
  kigen_json_number (builder, "days_left", kigen_inventory_days_left (one->not_after));
  kigen_json_text (builder, "state", kigen_condition_name (condition));
  kigen_json_has_key (builder, one->has_key);
  json_builder_end_object (builder);
}

static void
print_json (const GPtrArray *all, const GArray *conditions)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_array (builder);
  for (guint i = 0; i < all->len; i++)
    add_json (builder, g_ptr_array_index (all, i), g_array_index (conditions, KigenCondition, i));
  json_builder_end_array (builder);
  kigen_cli_print_json (builder);
}

static void
print_line (const char *id, const char *name, const char *end, const char *days, const char *condition,
            const char *store)
{
  g_autofree char *first = kigen_cli_pad (id, ID_COLUMNS);
  g_autofree char *second = kigen_cli_pad (name, NAME_COLUMNS);
  g_autofree char *third = kigen_cli_pad (end, END_COLUMNS);
  g_autofree char *fourth = kigen_cli_pad (days, DAYS_COLUMNS);
  g_autofree char *fifth = kigen_cli_pad (condition, STATE_COLUMNS);
  kigen_cli_say ("%s%s%s%s%s%s", first, second, third, fourth, fifth, store);
}

static void
print_text (const GPtrArray *all, const GArray *conditions)
{
  const char *due = NULL;
  if (all->len == 0) {
    kigen_cli_say (_ ("No certificate of the authorities that are watched is in your certificate stores."));
    return;
  }
  print_line (_ ("ID"), _ ("NAME"), _ ("ENDS"), _ ("DAYS"), _ ("STATE"), _ ("STORE"));
  for (guint i = 0; i < all->len; i++) {
    const KigenCertificate *one = g_ptr_array_index (all, i);
    KigenCondition condition = g_array_index (conditions, KigenCondition, i);
    g_autofree char *id = g_strndup (one->id, 8);
    g_autofree char *end = kigen_cli_day (one->not_after);
    g_autofree char *days = g_strdup_printf ("%d", kigen_inventory_days_left (one->not_after));
    print_line (id, kigen_certificate_name (one), end, days, kigen_condition_words (condition), one->store);
    if (due == NULL && condition == KIGEN_CONDITION_DUE)
      due = one->id;
  }
  for (guint i = 0; i < all->len; i++) {
    const KigenCertificate *one = g_ptr_array_index (all, i);
    if (g_array_index (conditions, KigenCondition, i) == KIGEN_CONDITION_UNMANAGED)
      kigen_cli_say ("%.8s: %s", one->id, kigen_inventory_unmanaged_words (one));
  }
  if (due != NULL)
    kigen_cli_say (_ ("\n“kigen renew %.8s” renews the one that is due."), due);
}

gboolean
kigen_cli_list (KigenCli *cli, GError **error)
{
  if (kigen_inventory_state (&cli->workspace, error) == NULL)
    return FALSE;
  g_autoptr (GPtrArray) all = kigen_inventory_look (&cli->workspace, NULL, error);
  g_autoptr (GArray) conditions
      = all != NULL ? kigen_inventory_conditions (&cli->workspace, all, error) : NULL;
  if (conditions == NULL)
    return FALSE;
  if (cli->json)
    print_json (all, conditions);
  else
    print_text (all, conditions);
  return TRUE;
}
