/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "mpki-page.h"

G_BEGIN_DECLS

/** Sends; what comes lies open afterwards.  Errors: SESSION_LOST where the page says so, UNREACHABLE for a
 * server's fault, REFUSED with the page's words for another refusal by HTTP. */
gboolean mpki_session_send (MpkiSession *session, const KigenRequest *request, GCancellable *cancellable,
                            GError **error);
/** Follows a control.  A GET is repeatable, a POST never leaves twice. */
gboolean mpki_session_press (MpkiSession *session, const KigenControl *control, GCancellable *cancellable,
                             GError **error);
/** The same for what must not be done twice, whatever its method: neither it nor what it leads to is sent
 * again. */
gboolean mpki_session_press_once (MpkiSession *session, const KigenControl *control,
                                  GCancellable *cancellable, GError **error);
/** Opens an endpoint of the profile ("Renew", "Download") by its address. */
gboolean mpki_session_open (MpkiSession *session, const char *endpoint, GCancellable *cancellable,
                            GError **error);
/** Opens the renewal menu; begins a new session where the old one was lost.  REFUSED with the page's words
 * where it is not a menu. */
gboolean mpki_session_open_menu (MpkiSession *session, GCancellable *cancellable, GError **error);
/** Whether a request that the open page leads to might do again what brought that page. */
gboolean mpki_session_would_repeat (const MpkiSession *session, const KigenRequest *request);
/** Forgets the open page. */
void mpki_session_close_page (MpkiSession *session);

/** For a page that is not the one expected: UNREACHABLE where it is cut off or says to come back later, else
 * REFUSED, with what it says.  Always FALSE. */
gboolean mpki_session_refused (const MpkiSession *session, GError **error);

/* The parts of the conversation; the promises are those of authority.h. */
KigenApplication *mpki_find (gpointer session, const KigenCertificate *old, const char *request_id,
                             const char *const *known_bad, GCancellable *cancellable, GError **error);
KigenApplication *mpki_apply (gpointer session, KigenAuthorityConfirm confirm,
                              KigenAuthorityBeforeSend before_send, gpointer data, gboolean *fate_unknown,
                              GCancellable *cancellable, GError **error);
gboolean mpki_wait_issued (gpointer session, KigenApplication *application, const KigenCertificate *old,
                           GCancellable *cancellable, GError **error);
GBytes *mpki_download (gpointer session, const KigenApplication *application, const KigenSecret *password,
                       GCancellable *cancellable, GError **error);
GBytes *mpki_obtain (gpointer session, const char *request_id, const KigenSecret *reference_id,
                     const KigenSecret *password, GCancellable *cancellable, GError **error);

G_END_DECLS
