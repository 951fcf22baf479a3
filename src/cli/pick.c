/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-cli"

/* Which certificate an ID on the command line means. */

#include "cli.h"

#include <kigen/base/error.h>

#include <glib/gi18n-lib.h>

#include <string.h>

/* As many characters of an ID as are asked for at least. */
#define SHORTEST_ID 8

static gboolean
is_id (const char *text)
{
  gsize length = strlen (text);
  return length >= SHORTEST_ID && length <= 64 && strspn (text, "0123456789abcdefABCDEF") == length;
}

gboolean
kigen_cli_check_id (const char *id, GError **error)
{
  return is_id (id)
         || kigen_fail (error, KIGEN_ERROR_USAGE, _ ("Run “kigen list” to see the IDs."),
                        _ ("“%s” is not an ID: it takes at least the first 8 of its characters."), id);
}

KigenCertificate *
kigen_cli_pick (GPtrArray *certificates, const char *id, GError **error)
{
  KigenCertificate *found = NULL;
  if (!kigen_cli_check_id (id, error))
    return NULL;
  for (guint i = 0; i < certificates->len; i++) {
    KigenCertificate *one = g_ptr_array_index (certificates, i);
    if (g_ascii_strncasecmp (one->id, id, strlen (id)) != 0)
      continue;
    if (found != NULL && !g_str_equal (found->id, one->id)) {
      kigen_fail (error, KIGEN_ERROR_USAGE, _ ("Give more of its characters."),
                  _ ("More than one certificate's ID begins with %s."), id);
      return NULL;
    }
    if (found == NULL)
      found = one;
  }
  if (found == NULL)
    kigen_fail (error, KIGEN_ERROR_CERTIFICATE_ABSENT, NULL,
                _ ("There is no certificate with the ID %s in the stores that are watched."), id);
  return found;
}

static gboolean
begins_with (const char *id, const char *prefix)
{
  return id != NULL && g_ascii_strncasecmp (id, prefix, strlen (prefix)) == 0;
}

KigenRenewalRecord *
kigen_cli_pick_open (const KigenCli *cli, GPtrArray *open, GError **error)
{
  const char *id = cli->arguments[0];
  guint found = open->len;
  if (id != NULL && !kigen_cli_check_id (id, error))
    return NULL;
  for (guint i = 0; i < open->len; i++) {
    const KigenRenewalRecord *record = g_ptr_array_index (open, i);
    if (id != NULL && !begins_with (record->old_id, id) && !begins_with (record->new_id, id))
      continue;
    if (found < open->len) {
      kigen_fail (error, KIGEN_ERROR_USAGE, _ ("Say which, by its ID."),
                  _ ("More than one renewal is open."));
      return NULL;
    }
    found = i;
  }
  if (found < open->len)
    return g_ptr_array_steal_index (open, found);
  kigen_fail (error, KIGEN_ERROR_NOTHING_TO_DO, NULL, _ ("No renewal waits to be gone on with."));
  return NULL;
}
