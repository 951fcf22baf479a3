/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-agent"

/* What is due becomes one notice, in the manuals' words. */

#include "announcement.h"

#include <kigen/base/calendar.h>
#include <kigen/desktop/tray.h>

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

static Announcement *
new_announcement (void)
{
  Announcement *announcement = g_new0 (Announcement, 1);
  announcement->parts = g_array_new (FALSE, TRUE, sizeof (AnnouncedPart));
  g_array_set_clear_func (announcement->parts, clear_part);
  return announcement;
}

void
announcement_free (Announcement *announcement)
{
  if (announcement == NULL)
    return;
  g_array_unref (announcement->parts);
  g_free (announcement);
}

Announcement *
announcement_copy (const Announcement *announcement)
{
  Announcement *copy = new_announcement ();
  for (guint i = 0; i < announcement->parts->len; i++) {
    AnnouncedPart part = g_array_index (announcement->parts, AnnouncedPart, i);
    part.id = g_strdup (part.id);
    part.text = g_strdup (part.text);
    g_array_append_val (copy->parts, part);
  }
  return copy;
}

static KigenUrgency
urgency_of (const AgendaEntry *entry)
{
  if (entry->urgent)
    return KIGEN_URGENCY_CRITICAL;
  return entry->days_left <= NORMAL_FROM_DAYS ? KIGEN_URGENCY_NORMAL : KIGEN_URGENCY_LOW;
}

static void
add_part (Announcement *announcement, const AgendaEntry *entry, gint64 day)
{
  AnnouncedPart part = {
    .id = g_strdup (entry->certificate->id),
    .stage = entry->point.stage,
    .day = day,
    .text = g_strdup (entry->text),
    .lost = entry->ended && !entry->renewing,
    .unmanaged = entry->unmanaged,
  };
  g_array_append_val (announcement->parts, part);
}

static const char *
go_label (const AgendaEntry *first, guint n)
{
  if (n > 1 || first->unmanaged)
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

/* Whether it was shown for this stage, or in place of this day's. */
static gboolean
was_said (const GPtrArray *said, const AgendaEntry *entry, gint64 day)
{
  for (guint i = 0; i < said->len; i++) {
    const Announcement *one = g_ptr_array_index (said, i);
    for (guint k = 0; k < one->parts->len; k++) {
      const AnnouncedPart *part = &g_array_index (one->parts, AnnouncedPart, k);
      if (g_str_equal (part->id, entry->certificate->id)
          && (part->stage == entry->point.stage || part->day == day))
        return TRUE;
    }
  }
  return FALSE;
}

KigenNotice *
announcement_compose (const Agenda *agenda, const GPtrArray *said)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (KigenNotice) notice = kigen_notice_new ();
  gint64 today = kigen_calendar_day (agenda->now, zone);
  Announcement *announcement = new_announcement ();
  notice->subject = announcement;
  notice->free_subject = (GDestroyNotify)announcement_free;
  const AgendaEntry *first = NULL;
  for (guint i = 0; i < agenda->entries->len; i++) {
    const AgendaEntry *entry = g_ptr_array_index (agenda->entries, i);
    if (!entry->point.due || was_said (said, entry, today))
      continue;
    first = first != NULL ? first : entry;
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", entry->text);
    notice->urgency = MAX (notice->urgency, urgency_of (entry));
    add_part (announcement, entry, today);
  }
  if (first == NULL)
    return NULL;
  notice->text = g_string_free (g_steal_pointer (&text), FALSE);
  label (notice, first, announcement->parts->len);
  return g_steal_pointer (&notice);
}

static KigenNoticeGiven
given_at (const AnnouncedPart *part, gint64 now)
{
  return (KigenNoticeGiven){ .id = part->id, .stage = part->stage, .day = part->day, .shown_at = now };
}

gboolean
announcement_record (const Announcement *announcement, KigenState *state, gint64 now, GError **error)
{
  guint n = announcement->parts->len;
  g_autofree KigenNoticeGiven *given = g_new0 (KigenNoticeGiven, n);
  g_autofree const char **texts = g_new0 (const char *, n);
  for (guint i = 0; i < n; i++) {
    const AnnouncedPart *part = &g_array_index (announcement->parts, AnnouncedPart, i);
    given[i] = given_at (part, now);
    texts[i] = part->text;
  }
  return kigen_state_record_notices (state, given, texts, n, error);
}

static const char *const answers[] = {
  [KIGEN_NOTICE_ANSWER_GO] = "renew",
  [KIGEN_NOTICE_ANSWER_LATER] = "later",
  [KIGEN_NOTICE_ANSWER_DISMISSED] = "dismissed",
};

gboolean
announcement_answer (const Announcement *announcement, KigenState *state, KigenNoticeAnswer answer,
                     gint64 now, GError **error)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  gint64 today = kigen_calendar_day (now, zone);
  gboolean well = TRUE;
  for (guint i = 0; i < announcement->parts->len; i++) {
    const AnnouncedPart *part = &g_array_index (announcement->parts, AnnouncedPart, i);
    KigenNoticeGiven given = given_at (part, now);
    /* A state that was begun anew meanwhile does not know of it. */
    well = kigen_state_record_notice (state, &given, well ? error : NULL)
           && kigen_state_answer_notice (state, part->id, part->stage, part->day, answers[answer], today,
                                         well ? error : NULL)
           && well;
  }
  return well;
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
  if (announcement->parts->len > 1 || first->unmanaged)
    return "list";
  if (first->lost)
    return "obtain";
  *target = first->id;
  return "renew";
}
