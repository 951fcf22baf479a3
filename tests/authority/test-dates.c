/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* Dates as Japanese pages write them: one instant in each of their forms, and what is no date. */

#include "../../src/authority/dates.h"

#include <glib.h>

/* 2026-11-20 in Japan. */
#define MIDNIGHT 1795100400
#define AT_1234 (MIDNIGHT + 12 * 3600 + 34 * 60)

static void
assert_one_date (const char *text, gint64 expected)
{
  g_autoptr (GArray) dates = mpki_dates_in (text);
  g_test_message ("%s", text);
  g_assert_cmpuint (dates->len, ==, 1);
  g_assert_cmpint (g_array_index (dates, gint64, 0), ==, expected);
}

static void
test_every_form_is_the_same_day (void)
{
  static const char *const forms[] = { "2026/11/20",
                                       "2026-11-20",
                                       "2026.11.20",
                                       "2026年11月20日",
                                       "申請日: 2026年 11月 20日（金）",
                                       "２０２６／１１／２０",
                                       "令和8年11月20日",
                                       "令和８年１１月２０日",
                                       "R8.11.20",
                                       "R8/11/20" };
  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    assert_one_date (forms[i], MIDNIGHT);
}

static void
test_a_time_is_read (void)
{
  assert_one_date ("2026/11/20 12:34", AT_1234);
  assert_one_date ("2026-11-20T12:34:56", AT_1234 + 56);
  assert_one_date ("2026年11月20日 12時34分56秒", AT_1234 + 56);
  assert_one_date ("令和8年11月20日　12:34", AT_1234);
}

static void
test_the_first_year_of_an_era (void)
{
  assert_one_date ("令和元年5月1日", 1556636400);
  assert_one_date ("平成31年4月30日", 1556550000);
}

static void
test_several_dates_in_a_row (void)
{
  g_autoptr (GArray) dates = mpki_dates_in ("2026/11/20\t202611200100076\t2030/02/20");
  g_assert_cmpuint (dates->len, ==, 2);
  g_assert_cmpint (g_array_index (dates, gint64, 0), ==, MIDNIGHT);
  g_assert_cmpint (g_array_index (dates, gint64, 1), >, MIDNIGHT);
}

static void
test_what_is_no_date (void)
{
  static const char *const texts[]
      = { "", "2026/13/20", "2026/2/30", "03-1234-5678", "202611200100076", "12026/11/201" };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GArray) dates = mpki_dates_in (texts[i]);
    g_test_message ("%s", texts[i]);
    g_assert_cmpuint (dates->len, ==, 0);
  }
}

static void
test_a_request_id_begins_with_its_date (void)
{
  g_assert_cmpint (mpki_date_of_request_id ("202611200100076"), ==, MIDNIGHT);
  g_assert_cmpint (mpki_date_of_request_id ("209913990100076"), ==, 0);
  g_assert_cmpint (mpki_date_of_request_id ("A-17"), ==, 0);
  g_assert_cmpint (mpki_date_of_request_id (NULL), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dates/every-form-is-the-same-day", test_every_form_is_the_same_day);
  g_test_add_func ("/dates/a-time-is-read", test_a_time_is_read);
  g_test_add_func ("/dates/the-first-year-of-an-era", test_the_first_year_of_an_era);
  g_test_add_func ("/dates/several-dates-in-a-row", test_several_dates_in_a_row);
  g_test_add_func ("/dates/what-is-no-date", test_what_is_no_date);
  g_test_add_func ("/dates/a-request-id-begins-with-its-date", test_a_request_id_begins_with_its_date);
  return g_test_run ();
}
