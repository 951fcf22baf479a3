/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-store"

/* On Windows this user has one store, and always has it: MY, which the system and its browsers share. */

#include "store-private.h"

#define USUAL "windows:MY"

const KigenStoreBackEnd *const kigen_store_back_ends[] = { &kigen_store_windows, NULL };

char **
kigen_store_discover (void)
{
  static const char *const uris[] = { USUAL, NULL };
  return g_strdupv ((char **)(guintptr)uris);
}

char **
kigen_store_discover_places (void)
{
  return kigen_store_discover ();
}

char *
kigen_store_default (void)
{
  return g_strdup (USUAL);
}
