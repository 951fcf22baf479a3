/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* The log: what it quotes of others steers no terminal. */

#include <kigen/base/log.h>

static char *written;

static GLogWriterOutput
keep (GLogLevelFlags level G_GNUC_UNUSED, const GLogField *fields, gsize n, gpointer data G_GNUC_UNUSED)
{
  for (gsize i = 0; i < n; i++)
    if (g_str_equal (fields[i].key, "MESSAGE")) {
      g_free (written);
      written = fields[i].length < 0 ? g_strdup (fields[i].value)
                                     : g_strndup (fields[i].value, (gsize)fields[i].length);
    }
  return G_LOG_WRITER_HANDLED;
}

static GLogWriterOutput
hand_on (GLogLevelFlags level, const GLogField *fields, gsize n, gpointer data G_GNUC_UNUSED)
{
  return kigen_log_write (keep, level, fields, n);
}

static void
test_message (void)
{
  /* given a log; when a name goes into it that would steer a terminal, then it does not, and lines stay */
  g_debug ("the certificate of %s", "a\x1b[2J\r\302\233\u202eb\nsecond");
  g_assert_cmpstr (written, ==, "the certificate of a[2J b\nsecond");
}

static void
test_message_with_length (void)
{
  /* given a message that tells its length instead of ending; then it is taken so far */
  static const char bytes[] = "ab\033"
                              "cd";
  const GLogField fields[] = { { "PRIORITY", "7", -1 }, { "MESSAGE", bytes, 4 } };
  g_log_structured_array (G_LOG_LEVEL_DEBUG, fields, G_N_ELEMENTS (fields));
  g_assert_cmpstr (written, ==, "abc");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_log_set_writer_func (hand_on, NULL, NULL);
  g_test_add_func ("/log/message", test_message);
  g_test_add_func ("/log/message-with-length", test_message_with_length);
  int status = g_test_run ();
  g_free (written);
  return status;
}
