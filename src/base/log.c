/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-base"

#include <kigen/base/log.h>

#include <kigen/base/text.h>

GLogWriterOutput
kigen_log_write (GLogWriterFunc writer, GLogLevelFlags level, const GLogField *fields, gsize n)
{
  g_autofree GLogField *clean = g_memdup2 (fields, n * sizeof *fields);
  g_autofree char *message = NULL;
  for (gsize i = 0; i < n; i++) {
    if (message != NULL || !g_str_equal (fields[i].key, "MESSAGE"))
      continue;
    g_autofree char *raw = fields[i].length < 0 ? g_strdup (fields[i].value)
                                                : g_strndup (fields[i].value, (gsize)fields[i].length);
    message = kigen_text_printable (raw, "\n\t");
    clean[i].value = message;
    clean[i].length = -1;
  }
  return writer (level, clean, n, NULL);
}

static GLogWriterOutput
write_by_default (GLogLevelFlags level, const GLogField *fields, gsize n, gpointer data G_GNUC_UNUSED)
{
  return kigen_log_write (g_log_writer_default, level, fields, n);
}

void
kigen_log_begin (void)
{
  g_log_set_writer_func (write_by_default, NULL, NULL);
}
