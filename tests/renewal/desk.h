/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "../../src/renewal/renewal-private.h"
#include "workshop.h"

G_BEGIN_DECLS

/** A run at a desk with a state of its own, in the middle of a renewal, and an issuer for what it may
 * receive.  Nothing is in a store. */
typedef struct {
  char *folder; /* the state's */
  KigenState *state;
  KigenSettings *settings;
  KigenRenewalPlace place;
  gint64 now; /* what the desk's clock says */
  KigenRenewalQuestions questions;
  const char *password; /* what the user says when asked */
  const char *backup;
  guint asked;  /* how often for a password */
  guint warned; /* how often something was told */
  EVP_PKEY *ca_key;
  GBytes *ca;
  KigenRun run; /* its record is at *issued* */
} Desk;

#define DESK_NOW G_GINT64_CONSTANT (1795143600) /* 2026-11-20 */
#define DESK_SUBJECT "C=JP/O=ReceiptOnline/OU=hokkaido/OU=medical/CN=0110119153"
#define DESK_OLD_END "20261127000000Z"
#define DESK_NEW_END "20300220000000Z"

void desk_open (Desk *desk, gconstpointer unused);
void desk_close (Desk *desk, gconstpointer unused);
/** Ends the run and its record, and begins another for the same certificate, as a later `renew` does. */
void desk_begin_again (Desk *desk);

/** A PKCS#12 with a new key and a certificate of the desk's issuer; `*id` (may be NULL) is the
 * certificate's; g_free(). */
GBytes *desk_issue (const Desk *desk, const char *subject, const char *end, const char *password, char **id);
/** What the user would set as password from now on. */
void desk_set_password (Desk *desk, const char *password);
/** The PKCS#12 files in the state folder, sorted and joined by blanks; g_free(). */
char *desk_files (const Desk *desk);
/** How many of them there are. */
guint desk_count (const Desk *desk);

G_END_DECLS
