/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

#include "link.h"

#include <unistd.h>

gboolean
link_make (const char *target, const char *path)
{
  g_assert_cmpint (symlink (target, path), ==, 0);
  return TRUE;
}
