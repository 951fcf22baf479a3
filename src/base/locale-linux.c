/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-base"

#include "paths-private.h"

/* A terminal speaks the locale's charset. */
void
kigen_path_prepare_console (void)
{
}
