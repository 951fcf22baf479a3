/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

#include "resident.h"

void
resident_init (int *argc, char ***argv)
{
  g_setenv ("TZ", "Asia/Tokyo", TRUE);
  /* Nobody's settings. */
  g_setenv ("XDG_CONFIG_HOME", "/nonexistent", TRUE);
  g_test_init (argc, argv, NULL);
}

Resident *
resident_new (void)
{
  Resident *resident = g_new0 (Resident, 1);

  resident->memory = memory_new ();
  ledger_init (&resident->ledger);
  return resident;
}

void
resident_free (Resident *resident)
{
  kigen_notice_free (resident->last);
  ledger_clear (&resident->ledger);
  memory_free (resident->memory);
  g_free (resident);
}

Agenda *
resident_agenda (const Resident *resident, const char *now)
{
  g_autoptr (GError) error = NULL;
  char *obn[] = { (char[]){ "obn" }, NULL };
  Agenda *agenda = agenda_read (resident->memory->state, obn, memory_instant (resident->memory, now), &error);

  g_assert_no_error (error);
  return agenda;
}

char *
resident_look (Resident *resident, const char *now)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) shows = g_string_new (NULL);
  g_autoptr (Agenda) agenda = resident_agenda (resident, now);
  KigenNotice *notice = announcement_compose (agenda, resident->ledger.said);

  if (notice != NULL) {
    const Announcement *announcement = notice->subject;
    for (guint i = 0; i < announcement->parts->len; i++) {
      const AnnouncedPart *part = &g_array_index (announcement->parts, AnnouncedPart, i);
      g_string_append_printf (shows, "%s%c%d", i > 0 ? " " : "", part->id[0], part->stage);
    }
    ledger_add (&resident->ledger, announcement);
    kigen_notice_free (resident->last);
    resident->last = notice;
  }
  g_assert_true (ledger_write (&resident->ledger, resident->memory->state, agenda->now, &error));
  g_assert_no_error (error);
  return g_string_free (g_steal_pointer (&shows), FALSE);
}

void
resident_answer (Resident *resident, KigenNoticeAnswer answer, const char *now)
{
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (resident->last);
  announcement_answer (resident->last->subject, resident->memory->state, answer,
                       memory_instant (resident->memory, now), &error);
  g_assert_no_error (error);
}
