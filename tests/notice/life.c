/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

#include "life.h"

#include <kigen/base/calendar.h>

const char *const life_zones[] = {
  "Asia/Tokyo",          "Asia/Tokyo",          "UTC",
  "Africa/Cairo",        "Africa/Casablanca",   "Africa/El_Aaiun",
  "America/Asuncion",    "America/Caracas",     "America/Havana",
  "America/Los_Angeles", "America/New_York",    "America/Nuuk",
  "America/Santiago",    "America/Sao_Paulo",   "America/Scoresbysund",
  "America/St_Johns",    "Antarctica/Troll",    "Asia/Amman",
  "Asia/Beirut",         "Asia/Gaza",           "Asia/Kathmandu",
  "Asia/Kolkata",        "Asia/Pyongyang",      "Asia/Tehran",
  "Atlantic/Azores",     "Australia/Lord_Howe", "Australia/Eucla",
  "Australia/Sydney",    "Europe/Dublin",       "Europe/Istanbul",
  "Europe/London",       "Europe/Volgograd",    "Pacific/Apia",
  "Pacific/Auckland",    "Pacific/Chatham",     "Pacific/Fakaofo",
  "Pacific/Honolulu",    "Pacific/Kiritimati",  "Pacific/Marquesas",
  "Pacific/Norfolk",     "Pacific/Pago_Pago",   "Pacific/Tongatapu",
};

#define YEAR_2013 G_GINT64_CONSTANT (1356998400)
#define YEAR_2060 G_GINT64_CONSTANT (2840140800)
#define N_ZONES ((gint32)G_N_ELEMENTS (life_zones))

static const char *const special_ends[]
    = { "2012-01-02T12:00:00Z", "2028-02-29T14:59:59Z", "2036-12-31T23:59:59Z", "2038-01-19T03:14:07Z",
        "2038-01-19T03:14:08Z" };

/* From `least` to `most`, both of them possible. */
static gint64
between (gint64 least, gint64 most)
{
  return least + (gint64)g_test_rand_double_range (0, (double)(most - least + 1));
}

gboolean
life_is_one_in (int n)
{
  return g_test_rand_int_range (0, n) == 0;
}

static const char *
some_zone (void)
{
  return life_zones[g_test_rand_int_range (0, N_ZONES)];
}

static int
some_hour (void)
{
  static const int hard[] = { 0, 1, 2, 3, 23 };

  return life_is_one_in (2) ? hard[g_test_rand_int_range (0, (gint32)G_N_ELEMENTS (hard))]
                            : g_test_rand_int_range (0, 24);
}

static gint64
some_end (void)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  gint64 end = between (YEAR_2013, YEAR_2060);

  if (life_is_one_in (8))
    g_assert_true (kigen_calendar_parse (
        special_ends[g_test_rand_int_range (0, (gint32)G_N_ELEMENTS (special_ends))], utc, &end));
  else if (life_is_one_in (3))
    end = end / DAY * DAY + (life_is_one_in (2) ? 15 * HOUR : DAY) - 1;
  return end;
}

static gint64
some_while (gint64 longest)
{
  static const gint64 most[] = { 90, 12 * HOUR, 3 * DAY, 25 * DAY };
  gint64 one = most[g_test_rand_int_range (0, (gint32)G_N_ELEMENTS (most))];

  return between (0, MIN (one, longest));
}

static gint64
some_jump (void)
{
  static const gint64 far[]
      = { 1, 59, MINUTE, HOUR, 9 * HOUR, DAY, 2 * DAY, 31 * DAY, 100 * DAY, 3653 * DAY };
  gint64 jump = far[g_test_rand_int_range (0, (gint32)G_N_ELEMENTS (far))];

  if (life_is_one_in (2))
    jump = between (1, jump);
  return life_is_one_in (2) ? jump : -jump;
}

static void
add_act (Life *life, ActKind kind, gint64 amount)
{
  Act act = { kind, amount };

  g_array_append_val (life->acts, act);
}

static void
choose_rules (Life *life)
{
  static const int usual[] = { 90, 60, 30, 15 };
  int day = g_test_rand_int_range (40, 100);

  life->daily_from = life_is_one_in (3) ? g_test_rand_int_range (-3, 20) : 7;
  life->n_days = (gsize)g_test_rand_int_range (0, 6);
  for (gsize i = 0; i < life->n_days; i++) {
    life->days[i] = day;
    day -= g_test_rand_int_range (1, 20);
  }
  if (life_is_one_in (3))
    return;
  life->n_days = G_N_ELEMENTS (usual);
  for (gsize i = 0; i < life->n_days; i++)
    life->days[i] = usual[i];
}

/* A clock that jumped is put right again, mostly. */
static void
add_trouble (Life *life, gint64 *wrong)
{
  gint64 jump = *wrong != 0 && !life_is_one_in (3) ? -*wrong : some_jump ();

  if (life_is_one_in (6)) {
    add_act (life, ACT_HOUR, some_hour ());
  } else if (life_is_one_in (6)) {
    add_act (life, ACT_ZONE, g_test_rand_int_range (0, N_ZONES));
  } else {
    add_act (life, ACT_JUMP, jump);
    *wrong += jump;
  }
}

static void
choose_acts (Life *life, gboolean troubled, gint64 longest)
{
  int n = g_test_rand_int_range (1, 25);
  gint64 wrong = 0;

  for (int i = 0; i < n; i++) {
    add_act (life, ACT_ON, some_while (longest));
    if (life_is_one_in (3)) {
      add_act (life, ACT_LATER, 0);
      add_act (life, ACT_ON, some_while (longest) / 4);
    }
    if (troubled && life_is_one_in (2))
      add_trouble (life, &wrong);
    else if (!life_is_one_in (4))
      add_act (life, ACT_OFF, some_while (G_MAXINT64));
  }
}

Life *
life_new (gboolean troubled, gint64 longest)
{
  Life *life = g_new0 (Life, 1);

  life->end = some_end ();
  /* Only there anything happened that year. */
  life->zone = life->end < YEAR_2013 ? "Pacific/Apia" : some_zone ();
  life->start = life->end - between (-10 * DAY, life_is_one_in (2) ? 20 * DAY : 100 * DAY);
  life->hour = some_hour ();
  life->acts = g_array_new (FALSE, FALSE, sizeof (Act));
  choose_rules (life);
  choose_acts (life, troubled, longest);
  return life;
}

void
life_free (Life *life)
{
  g_array_unref (life->acts);
  g_free (life);
}
