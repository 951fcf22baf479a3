/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-renewal"

/* How Kigen reaches the authority: the profile's trust and time limits, the settings' proxy, and the old
 * certificate as the client's. */

#include "renewal-private.h"

KigenHttpOptions
kigen_renewal_http_options (KigenProfile *profile, const KigenSettings *settings)
{
  KigenHttpOptions options = { 0 };
  options.anchors = kigen_profile_trust_anchors (profile);
  options.timeout = kigen_profile_wait (profile, "Timeout");
  options.proxy = kigen_settings_get (settings, "Network.Proxy");
  if (*options.proxy == '\0')
    return options;
  options.no_proxy = kigen_settings_get (settings, "Network.NoProxy");
  options.proxy_user = kigen_settings_get (settings, "Network.ProxyUser");
  const char *file = kigen_settings_get (settings, "Network.ProxyPasswordFile");
  g_autoptr (GError) problem = NULL;
  if (*file != '\0')
    options.proxy_password = kigen_secret_read_file (file, "Network.ProxyPasswordFile", NULL, &problem);
  if (problem != NULL)
    g_warning ("%s", problem->message);
  return options;
}

static void
tell_authority_progress (const char *text, gpointer data)
{
  kigen_run_tell (data, text);
}

KigenAuthority *
kigen_run_authority (KigenRun *run, GError **error)
{
  if (run->authority != NULL)
    return run->authority;
  g_autoptr (KigenCredential) credential = NULL;
  if (run->record->old_id != NULL) {
    credential = kigen_store_credential (run->store, run->record->old_id, error);
    if (credential == NULL)
      return NULL;
  }
  KigenHttpOptions options = kigen_renewal_http_options (run->profile, run->place->settings);
  run->authority = kigen_authority_new (run->profile, credential, &options, error);
  g_clear_pointer (&options.proxy_password, kigen_secret_unref);
  if (run->authority != NULL)
    kigen_authority_set_progress (run->authority, tell_authority_progress, run);
  return run->authority;
}
