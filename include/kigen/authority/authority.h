/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/base/certificate.h>
#include <kigen/base/profile.h>
#include <kigen/base/secret.h>
#include <kigen/crypto/credential.h>
#include <kigen/web/http.h>

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * The conversation with a registration authority on behalf of one identity, over one TLS connection.  Back
 * ends: mpki.c (follows what the pages of /p/ru and /p/rcd say); the profile's Provider picks one.
 *
 * Errors of every call: UNREACHABLE, UNTRUSTED, REFUSED (the message carries the page's words), SESSION_LOST
 * (begin again with kigen_authority_find()), CANCELLED, FAILED where a page cannot be understood.
 */
typedef struct _KigenAuthority KigenAuthority;

/** An application for a renewal as the authority knows it. */
typedef struct {
  char *request_id;   /* NULL where the page did not say */
  char *reference_id; /* likewise; a credential */
  char *entry;     /* its row in the authority's list, NULL where it is not from there: tells entries apart */
  gboolean issued; /* the certificate is there to be fetched */
} KigenApplication;

void kigen_application_free (KigenApplication *application);

/** What is going on, for a person: `text` is the authority's own status word or what is being done.  Any
 * thread. */
typedef void (*KigenAuthorityProgress) (const char *text, gpointer data);

/** Whether there is a back end for the profile's Provider.  Certificates of others are watched, not renewed.
 */
gboolean kigen_authority_serves (const KigenProfile *profile);
/** The same as an error (FAILED) that says where they are renewed. */
gboolean kigen_authority_check_served (const KigenProfile *profile, GError **error);

/** `credential` may be NULL for what needs none (a first certificate, revocation). */
KigenAuthority *kigen_authority_new (KigenProfile *profile, const KigenCredential *credential,
                                     const KigenHttpOptions *options, GError **error);
void kigen_authority_free (KigenAuthority *authority);
void kigen_authority_set_progress (KigenAuthority *authority, KigenAuthorityProgress progress, gpointer data);

/**
 * Looks whether an application for a successor of `old` is there already.  `request_id` (may be NULL) is the
 * one we know of; `known_bad` (may be NULL, NULL-terminated) are entries (KigenApplication.entry) that have
 * turned out not to be successors.  An entry that is older than `old`, or of another subject, doesn't count.
 * NULL without an error where there is none.  Harmless: changes nothing at the authority.
 */
KigenApplication *kigen_authority_find (KigenAuthority *authority, const KigenCertificate *old,
                                        const char *request_id, const char *const *known_bad,
                                        GCancellable *cancellable, GError **error);

/** The data on the confirmation page, label and value (char*[3], as kigen_page_pairs()); FALSE to go no
 * further. */
typedef gboolean (*KigenAuthorityConfirm) (GPtrArray *pairs, gpointer data, GError **error);
/** Called at the last moment before an application can reach the authority; FALSE to go no further. */
typedef gboolean (*KigenAuthorityBeforeSend) (gpointer data, GError **error);

/**
 * Applies: menu, confirmation, Submit.  `*fate_unknown` is TRUE where it fails and the application may have
 * been taken: then only kigen_authority_find() tells.  It is never sent twice by this call.
 */
KigenApplication *kigen_authority_apply (KigenAuthority *authority, KigenAuthorityConfirm confirm,
                                         KigenAuthorityBeforeSend before_send, gpointer data,
                                         gboolean *fate_unknown, GCancellable *cancellable, GError **error);

/** Waits until it is issued, as long as the profile's Wait "Issue" allows (then UNREACHABLE: try later);
 * `old` is used to find it again in the list where its page cannot be asked. */
gboolean kigen_authority_wait_issued (KigenAuthority *authority, KigenApplication *application,
                                      const KigenCertificate *old, GCancellable *cancellable, GError **error);

/** Fetches the PKCS#12 under a password that the user chose: from the page that is open, else through
 * kigen_authority_find() before.  What comes is not looked into here. */
GBytes *kigen_authority_download (KigenAuthority *authority, const KigenApplication *application,
                                  const KigenSecret *password, GCancellable *cancellable, GError **error);

/** The proof: the menu page comes back to this identity.  REFUSED where anything else does. */
gboolean kigen_authority_log_in (KigenAuthority *authority, GCancellable *cancellable, GError **error);

/** A first certificate with the paper notice's IDs (user manual 1.1): the PKCS#12. */
GBytes *kigen_authority_obtain (KigenAuthority *authority, const char *request_id,
                                const KigenSecret *reference_id, const KigenSecret *password,
                                GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KigenAuthority, kigen_authority_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KigenApplication, kigen_application_free)

G_END_DECLS
