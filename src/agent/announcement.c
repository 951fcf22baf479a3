/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-agent"

/* What is due becomes one notice, in the manuals' words. */

#include "announcement.h"

#include <kigen/calendar.h>
#include <kigen/tray.h>

#include <glib/gi18n-lib.h>

/* From here on a notice is more than information (manuals: 90, 60 | 30, 15 | the last days). */
#define NORMAL_FROM_DAYS 30

static void
clear_part (gpointer data)
{
  AnnouncedPart *part = data;
  g_free (part->id);
  g_free (part->text);
}

static void
free_announcement (gpointer data)
{
  Announcement *announcement = data;
  g_array_unref (announcement->parts);
  g_free (announcement);
}

static KigenUrgency
urgency_of (const AgendaEntry *entry)
{
  if (entry->urgent)
    return KIGEN_URGENCY_CRITICAL;
  return entry->days_left <= NORMAL_FROM_DAYS ? KIGEN_URGENCY_NORMAL : KIGEN_URGENCY_LOW;
}

static void
add_part (Announcement *announcement, const AgendaEntry *entry, const char *text, gint64 day)
{
  AnnouncedPart part = {
    .id = g_strdup (entry->certificate->id),
    .stage = entry->point.stage,
    .day = day,
    .text = g_strdup (text),
    .ended = entry->ended && !entry->renewing,
  };
  g_array_append_val (announcement->parts, part);
}

static const char *
go_label (const AgendaEntry *first, guint n)
{
  if (n > 1)
    return _ ("Show the list");
  if (first->renewing)
    return _ ("Go on");
  return first->ended ? _ ("New certificate") : _ ("Renew");
}

static void
label (KigenNotice *notice, const AgendaEntry *first, guint n)
{
  notice->title = g_strdup (_ ("Notice about your certificate"));
  notice->go_label = g_strdup (go_label (first, n));
  notice->later_label = g_strdup (_ ("Later"));
  notice->without_buttons = g_strdup (_ ("To go on, click Kigen's icon, or open Kigen in the start menu."));
  notice->icon = g_strdup (
      kigen_tray_icon_name (notice->urgency == KIGEN_URGENCY_CRITICAL ? KIGEN_TRAY_URGENT : KIGEN_TRAY_DUE));
}

KigenNotice *
announcement_compose (const Agenda *agenda)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (KigenNotice) notice = kigen_notice_new ();
  Announcement *announcement = g_new0 (Announcement, 1);
  announcement->parts = g_array_new (FALSE, TRUE, sizeof (AnnouncedPart));
  g_array_set_clear_func (announcement->parts, clear_part);
  notice->subject = announcement;
  notice->free_subject = free_announcement;
  const AgendaEntry *first = NULL;
  for (guint i = 0; i < agenda->entries->len; i++) {
    const AgendaEntry *entry = g_ptr_array_index (agenda->entries, i);
    if (!entry->point.due)
      continue;
    first = first != NULL ? first : entry;
    g_autofree char *line
        = kigen_schedule_text (entry->certificate->not_after, kigen_certificate_name (entry->certificate),
                               entry->renewing, agenda->now, zone);
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", line);
    notice->urgency = MAX (notice->urgency, urgency_of (entry));
    add_part (announcement, entry, line, kigen_calendar_day (agenda->now, zone));
  }
  if (first == NULL)
    return NULL;
  notice->text = g_string_free (g_steal_pointer (&text), FALSE);
  label (notice, first, announcement->parts->len);
  return g_steal_pointer (&notice);
}

gboolean
announcement_record (const Announcement *announcement, KigenState *state, gint64 now, GError **error)
{
  for (guint i = 0; i < announcement->parts->len; i++) {
    const AnnouncedPart *part = &g_array_index (announcement->parts, AnnouncedPart, i);
    KigenNoticeGiven given = { .id = part->id, .stage = part->stage, .day = part->day, .shown_at = now };
    if (!kigen_state_record_notice (state, &given, error)
        || !kigen_state_add_history (state, "noticed", part->id, part->text, now, error))
      return FALSE;
  }
  return TRUE;
}

static const char *const answers[] = {
  [KIGEN_ANSWER_GO] = "renew",
  [KIGEN_ANSWER_LATER] = "later",
  [KIGEN_ANSWER_DISMISSED] = "dismissed",
};

gboolean
announcement_answer (const Announcement *announcement, KigenState *state, KigenAnswer answer, gint64 now,
                     GError **error)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  gint64 today = kigen_calendar_day (now, zone);
  for (guint i = 0; i < announcement->parts->len; i++) {
    const AnnouncedPart *part = &g_array_index (announcement->parts, AnnouncedPart, i);
    if (!kigen_state_answer_notice (state, part->id, part->stage, part->day, answers[answer], today, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
says (const Announcement *announcement, const char *id)
{
  for (guint i = 0; announcement != NULL && i < announcement->parts->len; i++)
    if (g_str_equal (g_array_index (announcement->parts, AnnouncedPart, i).id, id))
      return TRUE;
  return FALSE;
}

gboolean
announcement_is_stale (const Announcement *announcement, const Agenda *agenda, const Announcement *newer)
{
  for (guint i = 0; i < announcement->parts->len; i++) {
    const char *id = g_array_index (announcement->parts, AnnouncedPart, i).id;
    if (agenda_find (agenda, id) != NULL && !says (newer, id))
      return FALSE;
  }
  return TRUE;
}

const char *
announcement_window (const Announcement *announcement, const char **target)
{
  const AnnouncedPart *first = &g_array_index (announcement->parts, AnnouncedPart, 0);
  *target = NULL;
  if (announcement->parts->len > 1)
    return "list";
  if (first->ended)
    return "obtain";
  *target = first->id;
  return "renew";
}
