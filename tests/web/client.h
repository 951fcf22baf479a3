/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "site.h"

G_BEGIN_DECLS

/* Requests in short, for tests. */

/** A client for a site that trusts its authority alone; `credential` may be NULL. */
KigenHttp *client_new (const Site *site, const KigenCredential *credential);
/** The same with options of its own; the site's anchors where they have none. */
KigenHttp *client_new_with (const Site *site, const KigenCredential *credential, KigenHttpOptions options);

/** Sends a request for a path of the site. */
KigenAnswer *client_get (KigenHttp *http, const Site *site, const char *path, KigenHttpFlags flags,
                         GError **error);
KigenAnswer *client_post (KigenHttp *http, const Site *site, const char *path, const char *body,
                          KigenHttpFlags flags, GError **error);

/** Gets a path, and its body must be this. */
void client_must_get (KigenHttp *http, const Site *site, const char *path, const char *body);
/** Gets a path, and it must fail so. */
void client_must_fail (KigenHttp *http, const Site *site, const char *path, int code);

/** The body as text; g_free(). */
char *answer_text (const KigenAnswer *answer);

G_END_DECLS
