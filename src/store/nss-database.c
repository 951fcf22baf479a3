/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-store"

/* Opening NSS databases.  NSS is started once a process without a database; each call then opens its database
 * as a slot of its own and closes it again, so that nothing is held between calls and several stores do not
 * mix (two contexts with databases do: the key slot stays the first one's). */

#include "nss-private.h"

#include <kigen/base/error.h>
#include <kigen/store/store.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <nss.h>
#include <prerror.h>
#include <secerr.h>
#include <secmod.h>
#include <stdlib.h>
#include <unistd.h>

/* How long another program is waited for: 25 times 0.2 seconds. */
#define MOST_WAITS 25
#define WAIT (G_USEC_PER_SEC / 5)

static NSSInitContext *context = NULL;

gboolean
kigen_nss_stop (void)
{
  NSSInitContext *stopped = g_steal_pointer (&context);
  return stopped == NULL || NSS_ShutdownContext (stopped) == SECSuccess;
}

static void
stop_at_exit (void)
{
  if (!kigen_nss_stop ())
    g_debug ("NSS was not left clean");
}

static gboolean
start (GError **error)
{
  static gboolean registered = FALSE;
  if (context != NULL)
    return TRUE;

  context = NSS_InitContext ("", "", "", "", NULL,
                             NSS_INIT_READONLY | NSS_INIT_NOCERTDB | NSS_INIT_NOMODDB | NSS_INIT_NOROOTINIT);
  if (context == NULL)
    return kigen_fail (error, KIGEN_ERROR_FAILED, NULL,
                       _ ("The library for certificate stores (NSS) cannot be started: %s"),
                       PORT_ErrorToString (PORT_GetError ()));
  if (!registered)
    registered = atexit (stop_at_exit) == 0;
  return TRUE;
}

const char *
kigen_nss_library (void)
{
  static gsize text = 0;
  if (g_once_init_enter (&text))
    g_once_init_leave (&text, (gsize)g_strconcat ("NSS/", NSS_GetVersion (), NULL));
  return (const char *)text;
}

gboolean
kigen_nss_fail (const KigenNss *nss, const char *tried, GError **error)
{
  PRErrorCode reason = PORT_GetError ();
  const char *name = PORT_ErrorToName (reason);
  g_debug ("%s: %s (%s)", nss->store->path, tried, name != NULL ? name : "?");

  if (kigen_nss_is_held (nss->store, KIGEN_NSS_WRITE))
    return kigen_nss_fail_held (nss->store, error);
  if (reason == SEC_ERROR_BAD_DATABASE || reason == SEC_ERROR_LIBRARY_FAILURE)
    return kigen_fail (error, KIGEN_ERROR_STORE_CORRUPT, NULL, _ ("The certificate store in %s is damaged."),
                       nss->store->path);
  return kigen_fail (error, KIGEN_ERROR_STORE_UNREADABLE, NULL, "%s (%s: %s)", tried, nss->store->path,
                     PORT_ErrorToString (reason));
}

/* The folder inside of quotes: NSS takes the next character after a backslash as it is. */
static char *
quote (const char *path)
{
  g_autoptr (GString) quoted = g_string_new (NULL);
  for (const char *at = path; *at != '\0'; at++) {
    if (*at == '\'' || *at == '\\')
      g_string_append_c (quoted, '\\');
    g_string_append_c (quoted, *at);
  }
  return g_string_free (g_steal_pointer (&quoted), FALSE);
}

/* A writer that was killed leaves a journal, and until that is rolled back nobody reads the keys.  SQLite
 * rolls it back by itself, but only for somebody who may write. */
static gboolean
has_journal (const KigenStore *store)
{
  static const char *const journals[] = { "cert9.db-journal", "key4.db-journal" };
  for (gsize i = 0; i < G_N_ELEMENTS (journals); i++) {
    g_autofree char *path = g_build_filename (store->path, journals[i], NULL);
    if (g_file_test (path, G_FILE_TEST_EXISTS) && g_access (store->path, W_OK) == 0)
      return TRUE;
  }
  return FALSE;
}

static PK11SlotInfo *
open_slot (const KigenStore *store, gboolean read_only)
{
  read_only = read_only && !has_journal (store);
  g_autofree char *folder = quote (store->path);
  g_autofree char *order = g_strdup_printf ("configDir='sql:%s' tokenDescription='Kigen'%s", folder,
                                            read_only ? " flags=readOnly" : "");
  PORT_SetError (0);
  return SECMOD_OpenUserDB (order);
}

static KigenNss *
wrap (const KigenStore *store, PK11SlotInfo *slot)
{
  KigenNss *nss = g_new0 (KigenNss, 1);
  nss->slot = slot;
  nss->store = store;
  return nss;
}

/* Others hold it for the instant of a change; who holds it longer is waited for only so long. */
static gboolean
wait_for_others (const KigenStore *store, KigenNssMode mode, GError **error)
{
  for (guint waited = 0; kigen_nss_is_held (store, mode); waited++) {
    if (waited == MOST_WAITS)
      return kigen_nss_fail_held (store, error);
    g_usleep (WAIT);
  }
  return TRUE;
}

KigenNss *
kigen_nss_open (const KigenStore *store, KigenNssMode mode, GError **error)
{
  if (!kigen_nss_check_files (store, mode, error) || !wait_for_others (store, mode, error) || !start (error))
    return NULL;

  gboolean read_only = mode == KIGEN_NSS_READ && !kigen_nss_was_interrupted (store);
  PK11SlotInfo *slot = open_slot (store, read_only);
  if (slot == NULL && kigen_nss_is_held (store, mode)) {
    kigen_nss_fail_held (store, error);
    return NULL;
  }
  if (slot == NULL) {
    kigen_fail (error, KIGEN_ERROR_STORE_CORRUPT, NULL,
                _ ("The certificate store in %s cannot be opened; it is damaged."), store->path);
    return NULL;
  }
  return wrap (store, slot);
}

gboolean
kigen_nss_make (const KigenStore *store, GError **error)
{
  if (!start (error))
    return FALSE;

  PK11SlotInfo *slot = open_slot (store, FALSE);
  if (slot == NULL)
    return kigen_fail (error, KIGEN_ERROR_STORE_UNREADABLE, NULL,
                       _ ("A certificate store cannot be made in %s."), store->path);
  g_autoptr (KigenNss) nss = wrap (store, slot);
  return kigen_nss_prepare (nss, error);
}

gboolean
kigen_nss_prepare (const KigenNss *nss, GError **error)
{
  if (PK11_NeedUserInit (nss->slot) && PK11_InitPin (nss->slot, NULL, "") != SECSuccess)
    return kigen_nss_fail (nss, _ ("The certificate store cannot be made ready for keys."), error);
  return TRUE;
}

void
kigen_nss_close (KigenNss *nss)
{
  if (nss == NULL)
    return;
  if (SECMOD_CloseUserDB (nss->slot) != SECSuccess)
    g_debug ("%s: closing failed", nss->store->path);
  PK11_FreeSlot (nss->slot);
  g_clear_pointer (&nss->password, kigen_secret_unref);
  g_free (nss);
}

gboolean
kigen_nss_is_locked (const KigenNss *nss)
{
  return PK11_NeedLogin (nss->slot) && !PK11_IsLoggedIn (nss->slot, NULL);
}

static gboolean
fail_locked (const KigenNss *nss, GError **error)
{
  return kigen_fail (error, KIGEN_ERROR_STORE_LOCKED, NULL, _ ("The certificate store in %s has a password."),
                     nss->store->path);
}

static gboolean
fail_wrong (const KigenNss *nss, GError **error)
{
  return kigen_fail (error, KIGEN_ERROR_PASSWORD_WRONG, NULL,
                     _ ("The password does not open the certificate store in %s."), nss->store->path);
}

/* The source's answer; where it has none, its error or ours. */
static KigenSecret *
ask (const KigenNss *nss, gboolean was_wrong, GError **error)
{
  g_autoptr (GError) refusal = NULL;
  KigenSecret *password = nss->store->ask (nss->store->uri, was_wrong, nss->store->ask_data, &refusal);
  if (password != NULL)
    return password;
  if (refusal != NULL)
    g_propagate_error (error, g_steal_pointer (&refusal));
  else if (was_wrong)
    fail_wrong (nss, error);
  else
    fail_locked (nss, error);
  return NULL;
}

gboolean
kigen_nss_unlock (KigenNss *nss, GError **error)
{
  if (!kigen_nss_is_locked (nss))
    return TRUE;
  if (nss->store->ask == NULL)
    return fail_locked (nss, error);

  g_autoptr (KigenSecret) tried = NULL;
  for (;;) {
    g_autoptr (KigenSecret) password = ask (nss, tried != NULL, error);
    if (password == NULL)
      return FALSE;
    if (tried != NULL && kigen_secret_equal (password, tried))
      return fail_wrong (nss, error);
    SECStatus status = PK11_CheckUserPassword (nss->slot, kigen_secret_text (password));
    if (status == SECSuccess)
      nss->password = g_steal_pointer (&password);
    if (status == SECSuccess)
      return TRUE;
    if (status != SECWouldBlock)
      return kigen_nss_fail (nss, _ ("The certificate store cannot be opened with a password."), error);
    g_clear_pointer (&tried, kigen_secret_unref);
    tried = g_steal_pointer (&password);
  }
}

gboolean
kigen_nss_unlock_like (KigenNss *nss, const KigenNss *other, GError **error)
{
  if (!kigen_nss_is_locked (nss) || other->password == NULL)
    return kigen_nss_unlock (nss, error);
  return PK11_CheckUserPassword (nss->slot, kigen_secret_text (other->password)) == SECSuccess
         || fail_wrong (nss, error);
}
