/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/web/http.h>
#include <kigen/web/page.h>

#include "authority-private.h"

G_BEGIN_DECLS

/** What a page says that is not the expected one. */
typedef enum {
  MPKI_VERDICT_NONE,  /* nothing that is understood */
  MPKI_VERDICT_LATER, /* come back later: maintenance, a crowd */
  MPKI_VERDICT_NO,    /* it refuses, in words or with an error code */
} MpkiVerdict;

/**
 * One identity's conversation with the site: the connection, and the page that lies open.  A page is either
 * read (`page`) or a file came instead of one (`file`).
 */
typedef struct {
  KigenAuthority *authority; /* borrowed */
  KigenProfile *profile;     /* borrowed from the authority */
  KigenHttp *http;
  KigenPage *page;
  GBytes *file;
  MpkiVerdict verdict; /* of the last page that came, also where it was closed again; a whole one's alone */
  gboolean may_have_arrived; /* what was last pressed, or a page that it led to by itself */
  KigenSecret *secret;       /* a reference ID that was typed in: never quoted; NULL for none */
  gboolean repeatable;       /* the open page can be had again by a GET of its address */
  gboolean would_act_again;  /* its address, asked for again, might make another application */
  gboolean careless;   /* the site leaves elements open as a rule, so that an open one does not tell of a
                          cut-off page */
  gboolean listing;    /* the open page is the list of what was renewed */
  KigenControl *entry; /* in `page`: the list's control for the application that was found */
} MpkiSession;

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

/** The control for a label: whole text first, part of a text after that; NULL for none. */
KigenControl *mpki_session_control (const MpkiSession *session, KigenLabel label);
/** The value that the page gives for a label; NULL; g_free(). */
char *mpki_session_value (const MpkiSession *session, KigenLabel label);
/** Whether the open page has a field for a password: the key's, a login's, or a paper notice's form. */
gboolean mpki_session_asks_password (const MpkiSession *session);
/** Whether a text holds one of a label's words. */
gboolean mpki_session_says (const MpkiSession *session, const char *text, KigenLabel label);

/** Whether the open page seems to lack its end, so that what is not on it may have been. */
gboolean mpki_session_is_cut_off (const MpkiSession *session);
/** For a page that is not the one expected: UNREACHABLE where it is cut off or says to come back later, else
 * REFUSED, with what it says.  Always FALSE. */
gboolean mpki_session_refused (const MpkiSession *session, GError **error);

/** What the open page says; `line` (may be NULL) is the sentence that says it, NULL for none; g_free(). */
MpkiVerdict mpki_verdict (const MpkiSession *session, char **line);
/** The longest sentence of the open page, notes left out, that holds one of the label's words; NULL for none;
 * g_free(). */
char *mpki_statement (const MpkiSession *session, KigenLabel label);
/** What a message may quote of the open page, secrets left out; g_free(). */
char *mpki_quote (const MpkiSession *session);

/** The button that sends a form on: the first of these labels (KIGEN_N_LABELS ends them), a whole text before
 * a part of one and a button before a link; else the form's only button that does not lead back; NULL for
 * none.  `form` may be NULL: any. */
KigenControl *mpki_session_submitter (const MpkiSession *session, KigenForm *form, const KigenLabel *labels);

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
