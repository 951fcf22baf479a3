/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "test-state"

#include "given.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

char *
given_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("kigen-state-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

void
given_folder_removed (char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = given_path (folder, name);
    g_assert_cmpint (g_remove (path), ==, 0);
  }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (folder);
}

KigenState *
given_state (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *set_aside = NULL;
  KigenState *state = kigen_state_open (folder, GIVEN_NOW, &set_aside, &error);

  g_assert_no_error (error);
  g_assert_nonnull (state);
  g_assert_null (set_aside);
  return state;
}

KigenCertificate *
given_certificate (char digit, const char *store)
{
  KigenCertificate *certificate = kigen_certificate_new ();

  certificate->id = g_strnfill (64, digit);
  certificate->subject = g_strdup ("C=JP, O=ReceiptOnline, CN=0110119153");
  certificate->issuer = g_strdup ("C=JP, CN=Online Billing NW Common Root CA G2A");
  certificate->common_name = g_strdup ("0110119153");
  certificate->issuer_common_name = g_strdup ("Online Billing NW Common Root CA G2A");
  certificate->serial = g_strdup ("2A");
  certificate->not_before = GIVEN_NOW - 1000;
  certificate->not_after = GIVEN_NOW + 1000;
  certificate->label = g_strdup ("from the store");
  certificate->store = g_strdup (store);
  certificate->profile = g_strdup ("obn");
  certificate->has_key = KIGEN_HAS_KEY_YES;
  return certificate;
}

char *
given_path (const char *folder, const char *name)
{
  return g_build_filename (folder, name, NULL);
}

guint
given_damaged (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint count = 0;

  while ((name = g_dir_read_name (dir)) != NULL) {
    if (g_str_has_prefix (name, "kigen.db.damaged-") && !g_str_has_suffix (name, "-wal")
        && !g_str_has_suffix (name, "-shm"))
      count++;
  }
  return count;
}

void
given_sql (const char *folder, const char *sql)
{
  g_autofree char *path = given_path (folder, "kigen.db");
  char *message = NULL;
  sqlite3 *database;

  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  sqlite3_exec (database, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
  sqlite3_close (database);
}
