/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "identity.h"

/* The throw-away authority: what signs the clients' certificates, and the separate root under which its TLS
 * lies. */
typedef struct {
  Identity *issuer; /* Online Billing NW Common Root CA - G1 */
  Identity *tls_root;
  Identity *server; /* localhost and 127.0.0.1; made afresh at each start */
} Ca;

/* Out of the folder, or made and written there; an issuer that is made has a key of that type. */
Ca *ca_open (const char *folder, KeyType type, gint64 now, GError **error);
void ca_free (Ca *ca);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Ca, ca_free)

/* C=JP, O=ReceiptOnline, OU=hokkaido, OU=medical, CN=common_name; from and to are seconds since the epoch. */
Identity *ca_issue (const Ca *ca, const char *common_name, KeyType type, gint64 from, gint64 to,
                    GError **error);
/* The same, but by an authority that nobody knows, under the name of a stranger. */
Identity *ca_issue_elsewhere (const char *common_name, KeyType type, gint64 from, gint64 to, GError **error);

/* The end of what begins at `from`: three years and three months later. */
gint64 ca_end (gint64 from);

/* Whether the certificate is one of this authority's. */
gboolean ca_knows (const Ca *ca, X509 *certificate);
