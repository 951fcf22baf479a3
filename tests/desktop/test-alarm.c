/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* The alarm on the machine's real clock; how it takes a clock that is set is seen in the agent's stories. */

#include <kigen/base/calendar.h>
#include <kigen/desktop/alarm.h>

typedef struct {
  GMainLoop *loop;
  guint times;
} Ear;

static void
on_rang (gpointer data)
{
  Ear *ear = data;
  ear->times++;
  g_main_loop_quit (ear->loop);
}

static gboolean
on_patience (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

static void
listen (Ear *ear, guint seconds)
{
  guint patience = g_timeout_add_seconds (seconds, on_patience, ear->loop);
  guint before = ear->times;
  g_main_loop_run (ear->loop);
  if (ear->times > before)
    g_source_remove (patience);
}

static void
test_rings_once (void)
{
  Ear ear = { g_main_loop_new (NULL, FALSE), 0 };
  KigenAlarm *alarm = kigen_alarm_new (on_rang, &ear, NULL);
  gint64 instant = kigen_clock_system (NULL) + 2;

  kigen_alarm_set (alarm, instant);
  listen (&ear, 60);
  g_assert_cmpuint (ear.times, ==, 1);
  g_assert_cmpint (kigen_clock_system (NULL), >=, instant);

  listen (&ear, 2);
  g_assert_cmpuint (ear.times, ==, 1);
  kigen_alarm_free (alarm);
  g_main_loop_unref (ear.loop);
}

static void
test_rings_for_the_past (void)
{
  Ear ear = { g_main_loop_new (NULL, FALSE), 0 };
  KigenAlarm *alarm = kigen_alarm_new (on_rang, &ear, NULL);
  static const gint64 past[] = { G_MININT64, -1, 0, 1, 1764000000 };

  for (gsize i = 0; i < G_N_ELEMENTS (past); i++) {
    kigen_alarm_set (alarm, past[i]);
    listen (&ear, 60);
    g_assert_cmpuint (ear.times, ==, i + 1);
  }
  kigen_alarm_free (alarm);
  g_main_loop_unref (ear.loop);
}

static void
test_only_the_last_counts (void)
{
  Ear ear = { g_main_loop_new (NULL, FALSE), 0 };
  KigenAlarm *alarm = kigen_alarm_new (on_rang, &ear, NULL);

  kigen_alarm_set (alarm, kigen_clock_system (NULL) + 1);
  kigen_alarm_set (alarm, G_MAXINT64);
  listen (&ear, 3);
  g_assert_cmpuint (ear.times, ==, 0);
  kigen_alarm_free (alarm);
  g_main_loop_unref (ear.loop);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/alarm/rings-once", test_rings_once);
  g_test_add_func ("/alarm/rings-for-the-past", test_rings_for_the_past);
  g_test_add_func ("/alarm/only-the-last-counts", test_only_the_last_counts);
  return g_test_run ();
}
