/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-agent"

/* What the icon shows: of several certificates the gravest counts. */

#include "menu.h"

#include <kigen/base/calendar.h>

#include <glib/gi18n-lib.h>

static KigenTrayIcon
icon_of (const AgendaEntry *entry)
{
  if (entry->renewing)
    return KIGEN_TRAY_RENEWING;
  if (entry->ended || entry->urgent)
    return KIGEN_TRAY_URGENT;
  return entry->due ? KIGEN_TRAY_DUE : KIGEN_TRAY_NORMAL;
}

/* A renewal under way is news, but one that nobody has begun is graver. */
static int
gravity (KigenTrayIcon icon)
{
  static const int gravities[KIGEN_N_TRAY_ICONS] = {
    [KIGEN_TRAY_NORMAL] = 0, [KIGEN_TRAY_DUE] = 1,     [KIGEN_TRAY_RENEWING] = 2,
    [KIGEN_TRAY_URGENT] = 3, [KIGEN_TRAY_TROUBLE] = 4,
  };
  return gravities[icon];
}

KigenTrayIcon
menu_icon (const Agenda *agenda, const char *problem)
{
  KigenTrayIcon icon = problem != NULL ? KIGEN_TRAY_TROUBLE : KIGEN_TRAY_NORMAL;
  for (guint i = 0; i < agenda->entries->len; i++) {
    KigenTrayIcon one = icon_of (g_ptr_array_index (agenda->entries, i));
    if (gravity (one) > gravity (icon))
      icon = one;
  }
  return icon;
}

static char *
days_in_words (const AgendaEntry *entry)
{
  if (entry->ended)
    return g_strdup (_ ("has run out"));
  if (entry->days_left == 0)
    return g_strdup (_ ("ends today"));
  return g_strdup_printf (ngettext ("%d day left", "%d days left", (gulong)entry->days_left),
                          entry->days_left);
}

char *
menu_tooltip (const Agenda *agenda, const char *problem)
{
  g_autoptr (GString) text = g_string_new (NULL);
  if (agenda->entries->len > 0) {
    const AgendaEntry *nearest = g_ptr_array_index (agenda->entries, 0);
    g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
    g_autofree char *date = kigen_calendar_date (nearest->certificate->not_after, zone);
    g_autofree char *days = days_in_words (nearest);
    g_string_append_printf (text, _ ("%s: until %s (%s)"), kigen_certificate_name (nearest->certificate),
                            date, days);
  } else if (problem == NULL) {
    g_string_append (text, _ ("There is no certificate to watch yet."));
  }
  if (problem != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", problem);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add (GPtrArray *items, char *label, const char *action, const char *target)
{
  g_ptr_array_add (items, kigen_tray_item_new (label, action, target));
}

static void
add_separator (GPtrArray *items)
{
  add (items, NULL, NULL, NULL);
}

static char *
renewal_label (const AgendaEntry *entry, gboolean alone)
{
  g_autofree char *days = days_in_words (entry);
  const char *name = kigen_certificate_name (entry->certificate);
  if (entry->renewing && alone)
    return g_strdup (_ ("Go on with the renewal"));
  if (entry->renewing)
    return g_strdup_printf (_ ("Go on with the renewal: %s"), name);
  if (entry->ended)
    return alone ? g_strdup (_ ("New certificate")) : g_strdup_printf (_ ("New certificate: %s"), name);
  if (alone)
    return g_strdup (_ ("Renew the certificate"));
  return g_strdup_printf (_ ("Renew the certificate: %s (%s)"), name, days);
}

/* One that has run out cannot ask for its renewal itself. */
static void
add_renewal (GPtrArray *items, const AgendaEntry *entry, gboolean alone)
{
  gboolean lost = entry->ended && !entry->renewing;
  add (items, renewal_label (entry, alone), lost ? "obtain" : "renew", lost ? NULL : entry->certificate->id);
}

/* Without a state nobody knows whether there are any. */
static void
add_renewals (GPtrArray *items, const Agenda *agenda, const char *problem)
{
  const GPtrArray *entries = agenda->entries;
  for (guint i = 0; i < entries->len; i++)
    if (!((const AgendaEntry *)g_ptr_array_index (entries, i))->unmanaged)
      add_renewal (items, g_ptr_array_index (entries, i), entries->len == 1);
  if (entries->len == 0 && problem == NULL)
    add (items, g_strdup (_ ("First certificate")), "obtain", NULL);
}

GPtrArray *
menu_items (const Agenda *agenda, const char *problem)
{
  GPtrArray *items = g_ptr_array_new_with_free_func ((GDestroyNotify)kigen_tray_item_free);
  const AgendaEntry *only = agenda->entries->len == 1 ? g_ptr_array_index (agenda->entries, 0) : NULL;
  if (problem != NULL) {
    add (items, g_strdup (problem), "doctor", NULL);
    add_separator (items);
  }
  add_renewals (items, agenda, problem);
  add (items, g_strdup (_ ("List of certificates")), "list", NULL);
  add (items, g_strdup (_ ("Backup")), "backup", only != NULL ? only->certificate->id : NULL);
  add (items, g_strdup (_ ("History")), "history", NULL);
  add (items, g_strdup (_ ("Settings")), "settings", NULL);
  add (items, g_strdup (_ ("Diagnosis")), "doctor", NULL);
  add_separator (items);
  add (items, g_strdup (_ ("Quit")), "quit", NULL);
  return items;
}
