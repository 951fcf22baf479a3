/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-desktop"

#include <kigen/desktop/notifier.h>

KigenNotice *
kigen_notice_new (void)
{
  return g_new0 (KigenNotice, 1);
}

void
kigen_notice_free (KigenNotice *notice)
{
  if (notice == NULL)
    return;
  if (notice->free_subject != NULL)
    notice->free_subject (notice->subject);
  g_free (notice->title);
  g_free (notice->text);
  g_free (notice->icon);
  g_free (notice->go_label);
  g_free (notice->later_label);
  g_free (notice->without_buttons);
  g_free (notice);
}
