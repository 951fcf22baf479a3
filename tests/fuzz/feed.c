/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* Where there is no libFuzzer: the files of the corpus as they are. */

#include <glib.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
main (int argc, char **argv)
{
  for (int i = 1; i < argc; i++) {
    g_autofree char *bytes = NULL;
    gsize size = 0;
    g_autoptr (GError) error = NULL;
    if (!g_file_get_contents (argv[i], &bytes, &size, &error))
      g_error ("%s", error->message);
    LLVMFuzzerTestOneInput ((const guint8 *)bytes, size);
  }
  return argc > 1 ? 0 : 1;
}
