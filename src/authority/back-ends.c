/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-authority"

/* The kinds of authorities that Kigen renews with. */

#include "authority-private.h"

const KigenAuthorityBackEnd *const kigen_authority_back_ends[] = { &kigen_authority_mpki, NULL };
