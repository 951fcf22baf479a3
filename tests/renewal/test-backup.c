/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* Backups: never over anything, always whole, and always openable with the password. */

#include "closed.h"
#include "link.h"
#include "scratch.h"
#include "workshop.h"

#include <kigen/base/error.h>
#include <kigen/crypto/x509.h>
#include <kigen/renewal/renewal.h>

#include <openssl/pkcs12.h>

typedef struct {
  char *folder;
  KigenPkcs12 *pair;
  KigenSecret *password;
} Desk;

static KigenPkcs12 *
make_pair (const char *subject)
{
  g_autoptr (EVP_PKEY) key = mint_key (MINT_EC);
  MintOrder order = { .key = key, .subject = subject };
  g_autoptr (GBytes) der = mint_certificate (&order);
  g_autoptr (GBytes) pkcs8 = mint_pkcs8 (key);
  KigenPkcs12 *pair = kigen_pkcs12_new ();
  pair->certificate = kigen_x509_parse (der, NULL);
  pair->key = kigen_key_from_pkcs8 (g_bytes_get_data (pkcs8, NULL), g_bytes_get_size (pkcs8), NULL);
  pair->n_keys = 1;
  if (pair->chain == NULL)
    pair->chain = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  return pair;
}

static void
open_desk (Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  desk->folder = workshop_open ();
  desk->pair = make_pair ("C=JP/O=ReceiptOnline/CN=0110119153");
  desk->password = workshop_secret ("4711");
}

static void
close_desk (Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  kigen_pkcs12_free (desk->pair);
  kigen_secret_unref (desk->password);
  workshop_close (desk->folder);
}

static gboolean
write_backup (const Desk *desk, const char *path, const KigenPkcs12 *pair, GError **error)
{
  return kigen_backup_write (path, pair, desk->password, KIGEN_PKCS12_MODERN, error);
}

static void
test_written_and_private (Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = workshop_path (desk->folder, "backup.p12");
  g_assert_true (write_backup (desk, path, desk->pair, &error));
  g_assert_no_error (error);

  closed_assert (path);
  g_autoptr (GBytes) file = workshop_read (desk->folder, "backup.p12");
  const unsigned char *der = g_bytes_get_data (file, NULL);
  PKCS12 *p12 = d2i_PKCS12 (NULL, &der, (long)g_bytes_get_size (file));
  g_autoptr (EVP_PKEY) key = NULL;
  g_assert_cmpint (PKCS12_parse (p12, "4711", &key, NULL, NULL), ==, 1);
  g_assert_nonnull (key);
  PKCS12_free (p12);
}

static void
test_the_same_pair_again_counts_as_done (Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = workshop_path (desk->folder, "backup.p12");
  g_assert_true (write_backup (desk, path, desk->pair, &error));
  g_autoptr (GBytes) before = workshop_read (desk->folder, "backup.p12");
  g_assert_true (write_backup (desk, path, desk->pair, &error));
  g_autoptr (GBytes) after = workshop_read (desk->folder, "backup.p12");
  g_assert_true (g_bytes_equal (before, after));
}

static void
assert_taken (const Desk *desk, const char *path)
{
  g_autoptr (GError) refused = NULL;
  g_autoptr (GError) checked = NULL;
  g_assert_false (write_backup (desk, path, desk->pair, &refused));
  g_assert_error (refused, KIGEN_ERROR, KIGEN_ERROR_BACKUP_EXISTS);
  g_assert_false (kigen_backup_path_check (path, &checked));
  g_assert_error (checked, KIGEN_ERROR, KIGEN_ERROR_BACKUP_EXISTS);
}

static void
test_never_over_anything (Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  g_autofree char *path = workshop_path (desk->folder, "backup.p12");
  workshop_write_text (desk->folder, "backup.p12", "somebody's letter");

  assert_taken (desk, path);
  assert_taken (desk, desk->folder);
  g_autoptr (GBytes) letter = workshop_read (desk->folder, "backup.p12");
  g_autoptr (GBytes) as_it_was = g_bytes_new_static ("somebody's letter", 17);
  g_assert_true (g_bytes_equal (letter, as_it_was));
}

static void
test_never_over_a_link (Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  g_autofree char *path = workshop_path (desk->folder, "letter");
  g_autofree char *dangling = workshop_path (desk->folder, "dangling.p12");
  g_autofree char *linked = workshop_path (desk->folder, "linked.p12");
  workshop_write_text (desk->folder, "letter", "somebody's letter");
  if (!link_make ("/nowhere/at/all", dangling) || !link_make (path, linked))
    return;
  assert_taken (desk, dangling);
  assert_taken (desk, linked);
}

static void
test_another_pair_is_not_the_same (Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = workshop_path (desk->folder, "backup.p12");
  g_autoptr (KigenPkcs12) other = make_pair ("C=JP/O=ReceiptOnline/CN=0110119153");
  g_assert_true (write_backup (desk, path, other, NULL));
  g_assert_false (write_backup (desk, path, desk->pair, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_BACKUP_EXISTS);
}

static void
test_a_place_that_cannot_be_written (Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  workshop_write_text (desk->folder, "file", "");
  g_autofree char *below_file = workshop_path (desk->folder, "file/backup.p12");
  g_autofree char *missing = workshop_path (desk->folder, "missing/backup.p12");
  const char *places[] = { below_file, missing, "/proc/backup.p12" };
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_false (kigen_backup_path_check (places[i], &error));
    g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_BACKUP_UNWRITABLE);
  }
}

static void
test_the_check_leaves_nothing (Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = workshop_path (desk->folder, "backup.p12");
  g_assert_true (kigen_backup_path_check (path, &error));
  g_autoptr (GDir) folder = g_dir_open (desk->folder, 0, NULL);
  g_assert_null (g_dir_read_name (folder));
}

static void
test_the_suggested_name (Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  g_autofree char *conf = workshop_path (desk->folder, "kigen.conf");
  g_autofree char *slashed = scratch_slashed (desk->folder);
  g_autofree char *text = g_strdup_printf ("[Backup]\nFolder=%s\n", slashed);
  workshop_write_text (desk->folder, "kigen.conf", text);
  g_autoptr (KigenSettings) settings = kigen_settings_load_files (conf, NULL, NULL);

  g_autofree char *first = kigen_backup_suggestion (settings, desk->pair->certificate, 1795143600);
  g_autofree char *name = g_path_get_basename (first);
  g_assert_true (g_str_has_prefix (name, "0110119153_"));
  g_assert_nonnull (strstr (name, "_202611"));
  g_assert_true (g_str_has_suffix (name, ".p12"));
  g_assert_true (g_file_set_contents (first, "taken", -1, NULL));
  g_autofree char *second = kigen_backup_suggestion (settings, desk->pair->certificate, 1795143600);
  g_assert_cmpstr (first, !=, second);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define SCENARIO(name, function) g_test_add ("/backup/" name, Desk, NULL, open_desk, function, close_desk)
  SCENARIO ("written-and-private", test_written_and_private);
  SCENARIO ("the-same-pair-again-counts-as-done", test_the_same_pair_again_counts_as_done);
  SCENARIO ("never-over-anything", test_never_over_anything);
  SCENARIO ("never-over-a-link", test_never_over_a_link);
  SCENARIO ("another-pair-is-not-the-same", test_another_pair_is_not_the_same);
  SCENARIO ("a-place-that-cannot-be-written", test_a_place_that_cannot_be_written);
  SCENARIO ("the-check-leaves-nothing", test_the_check_leaves_nothing);
  SCENARIO ("the-suggested-name", test_the_suggested_name);
  return g_test_run ();
}
