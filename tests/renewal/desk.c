/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

#include "desk.h"

#include "scratch.h"

#include <kigen/crypto/x509.h>

#include <string.h>

#define CA "C=JP/O=Practice/CN=Online Billing NW Common Root CA - G1"
#define BEGIN "20261120000000Z"

static gint64
tell_time (gpointer data)
{
  const Desk *desk = data;
  return desk->now;
}

static KigenSecret *
answer_password (KigenProfile *profile G_GNUC_UNUSED, gboolean again G_GNUC_UNUSED, gpointer data,
                 GError **error G_GNUC_UNUSED)
{
  Desk *desk = data;
  desk->asked++;
  return workshop_secret (desk->password);
}

static char *
answer_backup (const char *suggestion G_GNUC_UNUSED, gpointer data, GError **error G_GNUC_UNUSED)
{
  const Desk *desk = data;
  return g_strdup (desk->backup);
}

static void
hear_warning (const char *text, gpointer data)
{
  Desk *desk = data;
  g_assert_cmpstr (text, !=, "");
  desk->warned++;
}

static void
begin_run (Desk *desk)
{
  g_autoptr (GError) error = NULL;
  KigenRun *run = &desk->run;
  run->record = kigen_state_begin_renewal (desk->state, run->old, "obn", "nss:/nowhere", desk->now, &error);
  g_assert_no_error (error);
  g_assert_true (kigen_state_complete_step (desk->state, run->record, KIGEN_STEP_ISSUED, desk->now, &error));
  run->known_bad = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (run->known_bad, NULL);
}

void
desk_open (Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  desk->folder = workshop_open ();
  desk->now = DESK_NOW;
  desk->state = kigen_state_open (desk->folder, desk->now, NULL, &error);
  g_assert_no_error (error);
  desk->settings = kigen_settings_load_files (NULL, NULL, NULL);
  desk->place = (KigenRenewalPlace){
    .state = desk->state, .settings = desk->settings, .clock = tell_time, .clock_data = desk
  };
  desk->questions = (KigenRenewalQuestions){
    .password = answer_password, .backup = answer_backup, .warning = hear_warning, .data = desk
  };
  desk->ca_key = mint_key (MINT_EC);
  desk->ca = mint_certificate (&(MintOrder){ .key = desk->ca_key, .subject = CA, .is_ca = TRUE });
  KigenRun *run = &desk->run;
  run->place = &desk->place;
  run->questions = &desk->questions;
  run->profile = kigen_profile_load_builtin ("obn", &error);
  g_assert_no_error (error);
  g_autoptr (KigenSecret) password = workshop_secret ("4711");
  g_autoptr (GBytes) file = desk_issue (desk, DESK_SUBJECT, DESK_OLD_END, "4711", NULL);
  g_autoptr (KigenPkcs12) old = kigen_pkcs12_open (file, password, &error);
  g_assert_no_error (error);
  run->old = kigen_certificate_ref (old->certificate);
  desk_set_password (desk, "4711");
  begin_run (desk);
}

static void
end_run (Desk *desk)
{
  KigenRun *run = &desk->run;
  g_clear_pointer (&run->authority, kigen_authority_free);
  g_clear_pointer (&run->application, kigen_application_free);
  g_clear_pointer (&run->contents, kigen_pkcs12_free);
  g_clear_pointer (&run->reference_id, kigen_secret_unref);
  g_clear_pointer (&run->record, kigen_renewal_record_free);
  g_clear_pointer (&run->known_bad, g_ptr_array_unref);
  run->backup_settled = run->is_old_entry = run->moved = FALSE;
}

void
desk_begin_again (Desk *desk)
{
  g_autoptr (GError) error = NULL;
  kigen_state_abandon_renewal (desk->state, desk->run.record, "enough", desk->now, &error);
  g_assert_no_error (error);
  end_run (desk);
  begin_run (desk);
}

void
desk_close (Desk *desk, gconstpointer unused G_GNUC_UNUSED)
{
  end_run (desk);
  kigen_secret_unref (desk->run.password);
  kigen_certificate_unref (desk->run.old);
  kigen_profile_unref (desk->run.profile);
  kigen_state_close (desk->state);
  kigen_settings_free (desk->settings);
  EVP_PKEY_free (desk->ca_key);
  g_bytes_unref (desk->ca);
  workshop_close (desk->folder);
}

GBytes *
desk_issue (const Desk *desk, const char *subject, const char *end, const char *password, char **id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EVP_PKEY) key = mint_key (MINT_EC);
  g_autoptr (GBytes) pkcs8 = mint_pkcs8 (key);
  g_autoptr (GBytes) der = mint_certificate (&(MintOrder){ .key = key,
                                                           .subject = subject,
                                                           .issuer = desk->ca,
                                                           .issuer_key = desk->ca_key,
                                                           .not_before = BEGIN,
                                                           .not_after = end });
  g_autoptr (KigenPkcs12) contents = kigen_pkcs12_new ();
  g_autoptr (KigenSecret) secret = workshop_secret (password);
  contents->certificate = kigen_x509_parse (der, &error);
  contents->key = kigen_key_from_pkcs8 (g_bytes_get_data (pkcs8, NULL), g_bytes_get_size (pkcs8), &error);
  contents->n_keys = 1;
  GBytes *file = kigen_pkcs12_write (contents, secret, KIGEN_PKCS12_MODERN, &error);
  g_assert_no_error (error);
  if (id != NULL)
    *id = g_strdup (contents->certificate->id);
  return file;
}

void
desk_set_password (Desk *desk, const char *password)
{
  g_clear_pointer (&desk->run.password, kigen_secret_unref);
  desk->run.password = workshop_secret (password);
  desk->password = password;
}

char *
desk_files (const Desk *desk)
{
  g_autofree char *all = scratch_list (desk->folder);
  g_auto (GStrv) names = g_strsplit (all, " ", -1);
  g_autoptr (GString) files = g_string_new (NULL);
  for (gsize i = 0; names[i] != NULL; i++)
    if (g_str_has_suffix (names[i], ".p12"))
      g_string_append_printf (files, "%s%s", files->len > 0 ? " " : "", names[i]);
  return g_string_free (g_steal_pointer (&files), FALSE);
}

guint
desk_count (const Desk *desk)
{
  g_autofree char *files = desk_files (desk);
  g_auto (GStrv) names = g_strsplit (files, " ", -1);
  return *files != '\0' ? g_strv_length (names) : 0;
}
