/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "identity.h"

/* An application for a certificate, and what became of it.  Times are in microseconds since the epoch. */
typedef struct {
  char *request_id, *reference_id;
  char *common_name;
  char *old_serial; /* of the certificate to be renewed; NULL for a first one */
  gint64 applied_at;
  gint64 issued_at; /* 0: not yet */
  gboolean stuck;   /* never goes on */
  gboolean failing; /* will fail when it is due */
  gboolean failed, listed, revoked;
  gboolean fetched;   /* its key was given out once at least, whether or not it arrived */
  Identity *identity; /* once it is issued */
} Application;

typedef enum { STATUS_MAKING_KEY, STATUS_REQUESTING, STATUS_ISSUED, STATUS_FAILED } Status;

/* How far it is, given how long each of the two steps takes; the issuing itself may still be due. */
Status application_status (const Application *application, gint64 now, gint64 step);
/* 鍵生成中, 発行要求中, 発行済み, 発行失敗. */
const char *status_word (Status status);

/* All applications, kept in the folder. */
typedef struct Ledger Ledger;

Ledger *ledger_open (const char *folder, GError **error);
void ledger_free (Ledger *ledger);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Ledger, ledger_free)
gboolean ledger_is_empty (const Ledger *ledger);

/* A new one with IDs of its own; owned by the ledger. */
Application *ledger_add (Ledger *ledger, const char *common_name, const char *old_serial, gint64 now);
/* After each change. */
gboolean ledger_save (Ledger *ledger, GError **error);

Application *ledger_find (Ledger *ledger, const char *request_id);
/* With both IDs, as the paper notice has them. */
Application *ledger_find_by_ids (Ledger *ledger, const char *request_id, const char *reference_id);
/* The one whose certificate has that serial. */
Application *ledger_find_issued (Ledger *ledger, const char *serial);
/* The one that is to renew the certificate of that serial, unless it failed. */
Application *ledger_find_renewal (Ledger *ledger, const char *old_serial);
/* What 「更新後証明書の取得」 shows to that name, oldest first; elements are owned by the ledger. */
GPtrArray *ledger_list (Ledger *ledger, const char *common_name);
