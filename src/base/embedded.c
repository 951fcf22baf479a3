/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-base"

#include <kigen/base/embedded.h>

const char *
kigen_embedded_find (const KigenEmbedded *files, const char *name)
{
  while (files->name != NULL && !g_str_equal (files->name, name))
    files++;
  return files->text;
}
