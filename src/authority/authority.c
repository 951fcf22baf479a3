/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-authority"

/* Picks the back end that a profile names and hands every call on to it. */

#include <kigen/authority/authority.h>

#include <kigen/base/error.h>

#include "authority-private.h"

#include <glib/gi18n-lib.h>

static const KigenAuthorityBackEnd *
find_back_end (const char *provider)
{
  for (guint i = 0; kigen_authority_back_ends[i] != NULL; i++)
    if (g_str_equal (kigen_authority_back_ends[i]->provider, provider))
      return kigen_authority_back_ends[i];
  return NULL;
}

gboolean
kigen_authority_serves (const KigenProfile *profile)
{
  return find_back_end (kigen_profile_provider (profile)) != NULL;
}

gboolean
kigen_authority_check_served (const KigenProfile *profile, GError **error)
{
  return kigen_authority_serves (profile)
         || kigen_fail (
             error, KIGEN_ERROR_FAILED,
             _ ("Renew it with the program that uses it, or as the authority tells you."),
             _ ("Kigen watches the certificates of %s and cannot renew them: they are of a kind (%s) that "
                "it does not serve."),
             kigen_profile_name (profile), kigen_profile_provider (profile));
}

KigenAuthority *
kigen_authority_new (KigenProfile *profile, const KigenCredential *credential,
                     const KigenHttpOptions *options, GError **error)
{
  if (!kigen_authority_check_served (profile, error))
    return NULL;
  KigenAuthority *authority = g_new0 (KigenAuthority, 1);
  const KigenAuthorityBackEnd *back_end = find_back_end (kigen_profile_provider (profile));
  authority->back_end = back_end;
  authority->profile = kigen_profile_ref (profile);
  authority->session = back_end->open (authority, credential, options, error);
  if (authority->session == NULL) {
    kigen_authority_free (authority);
    return NULL;
  }
  return authority;
}

void
kigen_authority_free (KigenAuthority *authority)
{
  if (authority == NULL)
    return;
  if (authority->session != NULL)
    authority->back_end->close (authority->session);
  kigen_profile_unref (authority->profile);
  g_free (authority);
}

void
kigen_authority_set_progress (KigenAuthority *authority, KigenAuthorityProgress progress, gpointer data)
{
  authority->progress = progress;
  authority->progress_data = data;
}

void
kigen_authority_tell (const KigenAuthority *authority, const char *text)
{
  if (authority->progress != NULL)
    authority->progress (text, authority->progress_data);
}

KigenApplication *
kigen_authority_find (KigenAuthority *authority, const KigenCertificate *old, const char *request_id,
                      const char *const *known_bad, GCancellable *cancellable, GError **error)
{
  return authority->back_end->find (authority->session, old, request_id, known_bad, cancellable, error);
}

KigenApplication *
kigen_authority_apply (KigenAuthority *authority, KigenAuthorityConfirm confirm,
                       KigenAuthorityBeforeSend before_send, gpointer data, gboolean *fate_unknown,
                       GCancellable *cancellable, GError **error)
{
  *fate_unknown = FALSE;
  return authority->back_end->apply (authority->session, confirm, before_send, data, fate_unknown,
                                     cancellable, error);
}

gboolean
kigen_authority_wait_issued (KigenAuthority *authority, KigenApplication *application,
                             const KigenCertificate *old, GCancellable *cancellable, GError **error)
{
  return authority->back_end->wait_issued (authority->session, application, old, cancellable, error);
}

GBytes *
kigen_authority_download (KigenAuthority *authority, const KigenApplication *application,
                          const KigenSecret *password, GCancellable *cancellable, GError **error)
{
  return authority->back_end->download (authority->session, application, password, cancellable, error);
}

gboolean
kigen_authority_log_in (KigenAuthority *authority, GCancellable *cancellable, GError **error)
{
  return authority->back_end->log_in (authority->session, cancellable, error);
}

GBytes *
kigen_authority_obtain (KigenAuthority *authority, const char *request_id, const KigenSecret *reference_id,
                        const KigenSecret *password, GCancellable *cancellable, GError **error)
{
  return authority->back_end->obtain (authority->session, request_id, reference_id, password, cancellable,
                                      error);
}

KigenApplication *
kigen_application_new (const char *request_id, const char *reference_id)
{
  KigenApplication *application = g_new0 (KigenApplication, 1);
  application->request_id = g_strdup (request_id);
  application->reference_id = g_strdup (reference_id);
  return application;
}

void
kigen_application_free (KigenApplication *application)
{
  if (application == NULL)
    return;
  g_free (application->request_id);
  g_free (application->reference_id);
  g_free (application->entry);
  g_free (application);
}
