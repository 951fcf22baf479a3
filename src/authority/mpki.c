/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-authority"

/* The managed-PKI site of the users' manuals as a back end: opening, closing, and the proof.  The
 * conversation's parts are in files of their own: mpki-list.c (what was renewed), mpki-apply.c, mpki-fetch.c.
 * All follow what pages say; a field name is known nowhere. */

#include "mpki-session.h"

static gpointer
open_session (KigenAuthority *authority, const KigenCredential *credential, const KigenHttpOptions *options,
              GError **error)
{
  KigenHttp *http = kigen_http_new (kigen_profile_base (authority->profile), credential, options, error);
  if (http == NULL)
    return NULL;
  MpkiSession *session = g_new0 (MpkiSession, 1);
  session->authority = authority;
  session->profile = authority->profile;
  session->http = http;
  return session;
}

static void
close_session (gpointer data)
{
  MpkiSession *session = data;
  mpki_session_close_page (session);
  kigen_http_free (session->http);
  g_clear_pointer (&session->secret, kigen_secret_unref);
  g_free (session);
}

/* A handshake proves nothing where the server only asks for a certificate: the menu has to come back. */
static gboolean
log_in (gpointer data, GCancellable *cancellable, GError **error)
{
  return mpki_session_open_menu (data, cancellable, error);
}

const KigenAuthorityBackEnd kigen_authority_mpki = {
  .provider = "mpki",
  .open = open_session,
  .close = close_session,
  .find = mpki_find,
  .apply = mpki_apply,
  .wait_issued = mpki_wait_issued,
  .download = mpki_download,
  .log_in = log_in,
  .obtain = mpki_obtain,
};
