/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/*
 * What a resident program stands on, all of it and nothing else: arrows.py looks at what comes along.
 */

#include <kigen/notice/schedule.h>
#include <kigen/state/state.h>

int
main (void)
{
  return 0;
}
