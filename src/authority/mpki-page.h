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
  gboolean careless;         /* the site's pages never close what they open: that says nothing about them */
  gboolean listing;          /* the open page is the list of what was renewed */
  KigenControl *entry;       /* in `page`: the list's control for the application that was found */
} MpkiSession;

/** The control for a label: whole text first, part of a text after that; NULL for none. */
KigenControl *mpki_session_control (const MpkiSession *session, KigenLabel label);
/** The value that the page gives for a label; NULL; g_free(). */
char *mpki_session_value (const MpkiSession *session, KigenLabel label);
/** Whether the open page has a field for a password: the key's, a login's, or a paper notice's form. */
gboolean mpki_session_asks_password (const MpkiSession *session);
/** Whether a text holds one of a label's words. */
gboolean mpki_session_says (const MpkiSession *session, const char *text, KigenLabel label);

/** The button that sends a form on: the first of these labels (KIGEN_N_LABELS ends them), a whole text before
 * a part of one and a button before a link; else the form's only button that does not lead back; NULL for
 * none.  `form` may be NULL: any. */
KigenControl *mpki_session_submitter (const MpkiSession *session, KigenForm *form, const KigenLabel *labels);

/** Whether the open page seems to lack its end, so that what is not on it may have been. */
gboolean mpki_session_is_cut_off (const MpkiSession *session);
/** Whether there is nothing on the open page that could be read. */
gboolean mpki_session_is_blank (const MpkiSession *session);

/* mpki-verdict.c, mpki-quote.c */

/** What the open page says; `line` (may be NULL) is the sentence that says it, NULL for none; g_free(). */
MpkiVerdict mpki_verdict (const MpkiSession *session, char **line);
/** The longest sentence of the open page, notes left out, that holds one of the label's words; NULL for none;
 * g_free(). */
char *mpki_statement (const MpkiSession *session, KigenLabel label);
/** What a message may quote of the open page, secrets left out; g_free(). */
char *mpki_quote (const MpkiSession *session);

G_END_DECLS
