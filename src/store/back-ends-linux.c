/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-store"

/* The stores that Kigen knows on Linux, the platform's first choice first. */

#include "store-private.h"

const KigenStoreBackEnd *const kigen_store_back_ends[] = { &kigen_store_nss, NULL };
