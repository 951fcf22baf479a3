/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <gio/gio.h>

/* Where a page of the site is answered; what can go wrong there is the same everywhere (see faults.c). */
typedef enum {
  POINT_MENU,
  POINT_CONFIRM,
  POINT_SUBMIT, /* before the application is taken */
  POINT_TAKEN,  /* after: the answer to it */
  POINT_STATUS,
  POINT_LIST,
  POINT_KEY,
  POINT_PASSWORD,
  POINT_READY,
  POINT_DOWNLOAD,
  POINT_PROOF, /* the menu, asked for by a certificate that was fetched here */
  POINT_OBTAIN,
  POINT_OBTAINED, /* the file of /p/rcd */
  POINT_REVOKE,
  POINT_ROOT,
  N_POINTS,
} Point;

typedef enum {
  TROUBLE_NONE,
  TROUBLE_SESSION_LOST,
  TROUBLE_ERROR,     /* 500 */
  TROUBLE_BUSY,      /* 503 with Retry-After */
  TROUBLE_CUT,       /* the connection is closed without an answer */
  TROUBLE_BROKEN,    /* it is closed in the middle of the answer */
  TROUBLE_TRUNCATED, /* the answer is whole for HTTP, but the page stops in the middle */
  TROUBLE_SLOW,
  TROUBLE_SILENT, /* no answer, and the connection stays */
  TROUBLE_RESET,  /* the connection is reset */
  TROUBLE_MAINTENANCE,
  TROUBLE_CROWDED,
  TROUBLE_LOGIN,
  TROUBLE_MENU,
  TROUBLE_NO_IDS,
  TROUBLE_EMPTY,
  TROUBLE_FILE,
  TROUBLE_FORBIDDEN,   /* 403 without a word */
  TROUBLE_MISSING,     /* 404 */
  TROUBLE_BAD_GATEWAY, /* 502 of a proxy */
  TROUBLE_REDIRECT_HTTP,
  TROUBLE_REDIRECT_AWAY,
  TROUBLE_REDIRECT_MISSING,
  TROUBLE_REDIRECT_MOVED,  /* 307 to another address that does the same */
  TROUBLE_REDIRECT_ITSELF, /* 307 to where it came from */
  N_TROUBLES,
} Trouble;

/* Faults of single acts. */
typedef enum {
  FAULT_REFUSED,
  FAULT_PENDING_FOREVER,
  FAULT_ISSUE_FAILS,
  FAULT_OTHER_SUBJECT,
  FAULT_OTHER_CA,
  FAULT_SHORT_VALIDITY,
  FAULT_HALF,
  FAULT_RUBBISH,
  FAULT_KEYLESS,
  FAULT_FOREIGN_KEY,
  FAULT_NEW_REFUSED,
  FAULT_ALREADY_APPLIED,
  FAULT_OLD_APPLICATION,
  FAULT_FOOTNOTE,
  FAULT_CHARGES_AGAIN,
  FAULT_LIST_LAGS,
  FAULT_LIST_ISSUED_ONLY,
  FAULT_LIST_UNFETCHED_ONLY,
  FAULT_LIST_NEVER,
  FAULT_LIST_SAYS_INCOMPLETE,
  FAULT_NEW_PAIR,
  FAULT_ONCE,
  FAULT_REFUSED_PROOF,
  FAULT_OBTAIN_UNKNOWN,
  N_FAULTS,
} Fault;

typedef struct Faults Faults;

/* Told whenever a fault strikes. */
typedef void (*FaultStruck) (const char *name, gpointer data);

Faults *faults_new (FaultStruck struck, gpointer data);
void faults_free (Faults *faults);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Faults, faults_free)

/* NAME, NAME:3 or NAME:always; a NAME alone is once, or always where it is the authority's nature. */
gboolean faults_add (Faults *faults, const char *text, GError **error);

/* Whether it strikes now; one of its times is then used up. */
gboolean faults_strike (Faults *faults, Fault fault);
Trouble faults_strike_at (Faults *faults, Point point);

/* All there are, a line each; g_free(). */
char *faults_list (void);
