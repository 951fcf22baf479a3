/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/authority/authority.h>

G_BEGIN_DECLS

/** A back end: the calls of authority.h, each with the same promises. */
typedef struct {
  const char *provider; /* the profile's Provider that it serves */
  gpointer (*open) (KigenAuthority *authority, const KigenCredential *credential,
                    const KigenHttpOptions *options, GError **error);
  void (*close) (gpointer session);
  KigenApplication *(*find) (gpointer session, const KigenCertificate *old, const char *request_id,
                             const char *const *known_bad, GCancellable *cancellable, GError **error);
  KigenApplication *(*apply) (gpointer session, KigenAuthorityConfirm confirm,
                              KigenAuthorityBeforeSend before_send, gpointer data, gboolean *fate_unknown,
                              GCancellable *cancellable, GError **error);
  gboolean (*wait_issued) (gpointer session, KigenApplication *application, const KigenCertificate *old,
                           GCancellable *cancellable, GError **error);
  GBytes *(*download) (gpointer session, const KigenApplication *application, const KigenSecret *password,
                       GCancellable *cancellable, GError **error);
  gboolean (*log_in) (gpointer session, GCancellable *cancellable, GError **error);
  GBytes *(*obtain) (gpointer session, const char *request_id, const KigenSecret *reference_id,
                     const KigenSecret *password, GCancellable *cancellable, GError **error);
} KigenAuthorityBackEnd;

/** In back-ends.c; the last is NULL. */
extern const KigenAuthorityBackEnd *const kigen_authority_back_ends[];
extern const KigenAuthorityBackEnd kigen_authority_mpki;

struct _KigenAuthority {
  const KigenAuthorityBackEnd *back_end;
  gpointer session;
  KigenProfile *profile;
  KigenAuthorityProgress progress;
  gpointer progress_data;
};

/** Tells the progress, if anybody listens. */
void kigen_authority_tell (const KigenAuthority *authority, const char *text);

KigenApplication *kigen_application_new (const char *request_id, const char *reference_id);

G_END_DECLS
