/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* The programs that the agent starts: with which words, how many at a time, and what is told of their end. */

#include "children.h"
#include "scratch.h"

#include <signal.h>
#include <string.h>

#define ID "aaaaaaaa"

typedef struct {
  Scratch *folder;
  char *diary;
  char *gate;
  AgentOptions options;
  Children *children;
  GString *told; /* a line an end: "scan: PROBLEM" or "window: PROBLEM" */
  guint n_told;
} House;

static void
on_ended (gboolean scan, const char *problem, gpointer data)
{
  House *house = data;

  g_string_append_printf (house->told, "%s: %s\n", scan ? "scan" : "window",
                          problem != NULL ? problem : "well");
  house->n_told++;
}

/* `end` as the stand-in takes it; one that waits does so until open_gate(). */
static House *
house_new (const char *end, gboolean waits)
{
  House *house = g_new0 (House, 1);

  house->folder = scratch_new ();
  house->diary = scratch_name (house->folder, "diary");
  house->gate = scratch_name (house->folder, "gate");
  house->told = g_string_new (NULL);
  g_setenv ("STAND_IN_DIARY", house->diary, TRUE);
  g_unsetenv ("STAND_IN_GATE");
  g_unsetenv ("STAND_IN_END");
  if (waits)
    g_setenv ("STAND_IN_GATE", house->gate, TRUE);
  if (end != NULL)
    g_setenv ("STAND_IN_END", end, TRUE);
  house->children = children_new (&house->options, on_ended, house);
  return house;
}

static void
house_free (House *house)
{
  g_clear_pointer (&house->children, children_free);
  scratch_remove (house->folder);
  g_free (house->diary);
  g_free (house->gate);
  g_string_free (house->told, TRUE);
  g_free (house);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (House, house_free)

static void
open_gate (const House *house)
{
  scratch_put (house->folder, "gate", "");
}

static void
await_told (const House *house, guint n)
{
  while (house->n_told < n)
    g_main_context_iteration (NULL, TRUE);
}

/* What the stand-ins wrote, without their numbers. */
static char *
diary (const House *house)
{
  g_autofree char *text = NULL;
  g_autoptr (GRegex) numbers = g_regex_new ("^[0-9]+ ", G_REGEX_MULTILINE, 0, NULL);

  if (!g_file_get_contents (house->diary, &text, NULL, NULL))
    return g_strdup ("");
  return g_regex_replace_literal (numbers, text, -1, 0, "", 0, NULL);
}

static gboolean
on_tick (gpointer data G_GNUC_UNUSED)
{
  return G_SOURCE_CONTINUE;
}

/* Until a line that begins so is in the diary. */
static void
await_diary (const House *house, const char *beginning)
{
  guint ticks = g_timeout_add (10, on_tick, NULL);

  for (gboolean there = FALSE; !there;) {
    g_autofree char *text = diary (house);
    there = strstr (text, beginning) != NULL;
    g_main_context_iteration (NULL, TRUE);
  }
  g_source_remove (ticks);
}

static void
assert_diary (const House *house, const char *expected)
{
  g_autofree char *text = diary (house);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_words (void)
{
  g_autoptr (House) house = house_new (NULL, FALSE);
  char *profiles[] = { (char[]){ "obn" }, (char[]){ "orca" }, NULL };
  char *stores[] = { (char[]){ "nss:/desk" }, NULL };

  house->options = (AgentOptions){ profiles, stores, (char[]){ "/state" } };
  children_scan (house->children);
  await_told (house, 1);
  children_open_window (house->children, "renew", ID, NULL);
  await_told (house, 2);
  assert_diary (house,
                "kigen --profile obn --profile orca --store nss:/desk --state /state scan\n"
                "ends\n"
                "kigen-dialog --profile obn --profile orca --store nss:/desk --state /state -- renew " ID "\n"
                "ends\n");
  g_assert_cmpstr (house->told->str, ==, "scan: well\nwindow: well\n");
}

static void
test_window_about_nothing (void)
{
  g_autoptr (House) house = house_new (NULL, FALSE);

  children_open_window (house->children, "list", NULL, NULL);
  await_told (house, 1);
  children_open_window (house->children, "renew", "", NULL);
  await_told (house, 2);
  assert_diary (house, "kigen-dialog -- list\nends\nkigen-dialog -- renew\nends\n");
}

/* Any program of the session can ask. */
static void
test_target_that_is_no_id (void)
{
  g_autoptr (House) house = house_new (NULL, FALSE);
  const char *targets[] = { "--store=nss:/theirs", "aaaa bbbb", "山田医院", "aaaaaaaag",
                            "0123456789012345678901234567890123456789012345678901234567890123a" };

  for (gsize i = 0; i < G_N_ELEMENTS (targets); i++) {
    g_test_expect_message ("kigen-agent", G_LOG_LEVEL_WARNING, "no window was opened*");
    children_open_window (house->children, "renew", targets[i], NULL);
    g_test_assert_expected_messages ();
  }
  g_assert_cmpuint (house->n_told, ==, 0);
  assert_diary (house, "");
}

static void
test_ends_badly (void)
{
  g_autoptr (House) failing = house_new ("status 8", FALSE);
  children_scan (failing->children);
  await_told (failing, 1);
  children_open_window (failing->children, "list", NULL, NULL);
  await_told (failing, 2);
  g_assert_cmpstr (failing->told->str, ==,
                   "scan: kigen did not succeed (status 8).\n"
                   "window: kigen-dialog did not succeed (status 8).\n");
  g_autoptr (House) crashing = house_new ("crash", FALSE);
  children_scan (crashing->children);
  await_told (crashing, 1);
  g_assert_true (g_str_has_prefix (crashing->told->str, "scan: kigen broke down ("));
}

/* One that ended badly stands in nobody's way. */
static void
test_after_a_bad_end (void)
{
  g_autoptr (House) house = house_new ("status 8", FALSE);

  children_scan (house->children);
  await_told (house, 1);
  g_unsetenv ("STAND_IN_END");
  children_scan (house->children);
  await_told (house, 2);
  g_assert_cmpstr (house->told->str, ==, "scan: kigen did not succeed (status 8).\nscan: well\n");
}

/* However often a store changed while one was running, there is one more, which sees all of it. */
static void
test_one_scan_at_a_time (void)
{
  g_autoptr (House) house = house_new (NULL, TRUE);

  children_scan (house->children);
  await_diary (house, "kigen scan");
  for (int i = 0; i < 3; i++)
    children_scan (house->children);
  assert_diary (house, "kigen scan\n");
  open_gate (house);
  await_told (house, 2);
  assert_diary (house, "kigen scan\nends\nkigen scan\nends\n");
  children_scan (house->children);
  await_told (house, 3);
}

/* Windows wait neither for each other nor for a scan. */
static void
test_windows_side_by_side (void)
{
  g_autoptr (House) house = house_new (NULL, TRUE);

  children_scan (house->children);
  await_diary (house, "kigen scan");
  children_open_window (house->children, "list", NULL, NULL);
  await_diary (house, "kigen-dialog -- list");
  children_open_window (house->children, "history", NULL, NULL);
  await_diary (house, "kigen-dialog -- history");
  open_gate (house);
  await_told (house, 3);
}

/* The agent quits: a scan is of no use any more, what the user has open stays open. */
static void
test_agent_quits (void)
{
  g_autoptr (House) house = house_new (NULL, TRUE);
  g_autofree char *text = NULL;

  children_scan (house->children);
  await_diary (house, "kigen scan");
  g_assert_true (g_file_get_contents (house->diary, &text, NULL, NULL));
  pid_t scan = (pid_t)g_ascii_strtoll (text, NULL, 10);
  children_open_window (house->children, "list", NULL, NULL);
  await_diary (house, "kigen-dialog -- list");
  g_clear_pointer (&house->children, children_free);
  while (kill (scan, 0) == 0)
    g_main_context_iteration (NULL, TRUE);
  open_gate (house);
  await_diary (house, "ends");
  assert_diary (house, "kigen scan\nkigen-dialog -- list\nends\n");
  g_assert_cmpuint (house->n_told, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/children/words", test_words);
  g_test_add_func ("/children/window-about-nothing", test_window_about_nothing);
  g_test_add_func ("/children/target-that-is-no-id", test_target_that_is_no_id);
  g_test_add_func ("/children/ends-badly", test_ends_badly);
  g_test_add_func ("/children/after-a-bad-end", test_after_a_bad_end);
  g_test_add_func ("/children/one-scan-at-a-time", test_one_scan_at_a_time);
  g_test_add_func ("/children/windows-side-by-side", test_windows_side_by_side);
  g_test_add_func ("/children/agent-quits", test_agent_quits);
  return g_test_run ();
}
