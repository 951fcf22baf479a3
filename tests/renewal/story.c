/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

#include "story.h"

#include <kigen/base/error.h>
#include <kigen/base/paths.h>

#include <json-glib/json-glib.h>
#include <string.h>

#define CLIENT_PASSWORD "1234"

/* The user
 * ------------------------------------------------------------------------------------------------------ */

static gint64
tell_time (gpointer data)
{
  const Story *story = data;
  return kigen_clock_system (NULL) + story->shift;
}

static gboolean
confirm (const KigenCertificate *old G_GNUC_UNUSED, GPtrArray *pairs, gpointer data G_GNUC_UNUSED,
         GError **error G_GNUC_UNUSED)
{
  return pairs->len > 0;
}

static KigenSecret *
answer_password (KigenProfile *profile G_GNUC_UNUSED, gboolean again G_GNUC_UNUSED, gpointer data,
                 GError **error G_GNUC_UNUSED)
{
  Story *story = data;
  story->asked_password++;
  return workshop_secret (story->password);
}

static char *
answer_backup (const char *suggestion G_GNUC_UNUSED, gpointer data, GError **error G_GNUC_UNUSED)
{
  const Story *story = data;
  return g_strdup (story->backup);
}

static gboolean
answer_again (const KigenCertificate *old G_GNUC_UNUSED, gint64 sent_at, gboolean *yes, gpointer data,
              GError **error G_GNUC_UNUSED)
{
  Story *story = data;
  g_assert_cmpint (sent_at, >, 0);
  story->asked_again++;
  *yes = story->words > 0;
  story->words -= *yes ? 1 : 0;
  return TRUE;
}

static gboolean
answer_old (const KigenCertificate *old G_GNUC_UNUSED, const KigenCertificate *renewed G_GNUC_UNUSED,
            KigenOldChoice *choice, gpointer data, GError **error)
{
  const Story *story = data;
  *choice = story->choice;
  return !story->leaves_at_old || kigen_fail (error, KIGEN_ERROR_CANCELLED, NULL, "the user has left");
}

static void
look_at_ids (Story *story)
{
  g_autoptr (GPtrArray) open = kigen_state_open_renewals (story->place.state, NULL);
  for (guint i = 0; open != NULL && i < open->len; i++) {
    const KigenRenewalRecord *record = g_ptr_array_index (open, i);
    story->saw_ids = record->old_id == NULL && record->request_id != NULL && record->reference_id != NULL;
  }
}

static void
hear_progress (KigenStep step, gboolean complete, const char *text G_GNUC_UNUSED, gpointer data)
{
  Story *story = data;
  if (step == KIGEN_STEP_APPLIED && !complete)
    look_at_ids (story);
  if (complete && step == story->stop_after)
    g_cancellable_cancel (story->place.cancellable);
}

static void
hear_warning (const char *text, gpointer data)
{
  Story *story = data;
  g_assert_cmpstr (text, !=, "");
  story->warned++;
}

/* Opening and closing
 * ---------------------------------------------------------------------------------------------- */

static char *
start_authority (Story *story, const char *const *switches)
{
  g_autofree char *folder = workshop_path (story->folder, "authority");
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  g_strv_builder_add_many (words, g_getenv ("KIGEN_REHEARSAL"), "--until-eof", "--status-seconds", "0",
                           "--key-type", "ec", "--folder", folder, NULL);
  for (gsize i = 0; switches != NULL && switches[i] != NULL; i++)
    g_strv_builder_add (words, switches[i]);
  g_auto (GStrv) argv = g_strv_builder_end (words);
  g_autoptr (GError) error = NULL;
  story->authority = g_subprocess_newv (
      (const char *const *)argv, G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  g_autoptr (GDataInputStream) output
      = g_data_input_stream_new (g_subprocess_get_stdout_pipe (story->authority));
  g_autofree char *line = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (JsonNode) root = json_from_string (line, &error);
  g_assert_no_error (error);
  return g_strdup (json_object_get_string_member (json_node_get_object (root), "profile"));
}

static void
install_client (Story *story)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) file = workshop_read (story->folder, "authority/client.p12");
  g_autoptr (KigenSecret) password = workshop_secret (CLIENT_PASSWORD);
  g_autoptr (KigenPkcs12) contents = kigen_pkcs12_open (file, password, &error);
  g_assert_no_error (error);
  g_autofree char *uri = g_strdup_printf ("nss:%s/nssdb", story->folder);
  story->store = kigen_store_new (uri, &error);
  g_assert_true (kigen_store_create (story->store, &error));
  g_assert_true (kigen_store_import (story->store, contents, NULL, &error));
  story->old = kigen_store_find (story->store, contents->certificate->id, &error);
  g_assert_no_error (error);
}

static KigenState *
open_state (const Story *story, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = workshop_path (story->folder, name);
  g_assert_true (kigen_path_prepare_state (folder, &error));
  KigenState *state = kigen_state_open (folder, kigen_clock_system (NULL), NULL, &error);
  g_assert_no_error (error);
  return state;
}

void
story_open (Story *story, const char *const *switches)
{
  g_autoptr (GError) error = NULL;
  *story = (Story){ .stop_after = KIGEN_STEP_DONE, .password = "4711", .choice = KIGEN_OLD_DELETE };
  story->folder = workshop_open ();
  story->backup = workshop_path (story->folder, "backup.p12");
  g_autofree char *profile = start_authority (story, switches);
  story->profile = kigen_profile_load_file (profile, &error);
  g_assert_no_error (error);
  story->settings = kigen_settings_load_files (NULL, NULL, NULL);
  install_client (story);
  story->old->profile = g_strdup (kigen_profile_id (story->profile));
  story->place = (KigenRenewalPlace){
    .state = open_state (story, "state"), .settings = story->settings, .clock = tell_time, .clock_data = story
  };
  story->questions = (KigenRenewalQuestions){ .confirm = confirm,
                                              .password = answer_password,
                                              .backup = answer_backup,
                                              .apply_again = answer_again,
                                              .old = answer_old,
                                              .progress = hear_progress,
                                              .warning = hear_warning,
                                              .data = story };
}

void
story_change_state (Story *story)
{
  kigen_state_close (story->place.state);
  story->place.state = open_state (story, "another state");
}

void
story_close (Story *story)
{
  g_output_stream_close (g_subprocess_get_stdin_pipe (story->authority), NULL, NULL);
  g_subprocess_wait (story->authority, NULL, NULL);
  g_object_unref (story->authority);
  g_clear_object (&story->place.cancellable);
  kigen_state_close (story->place.state);
  kigen_settings_free (story->settings);
  kigen_profile_unref (story->profile);
  kigen_certificate_unref (story->old);
  kigen_store_free (story->store);
  g_free (story->backup);
  g_free (story->message);
  workshop_close (story->folder);
}

/* What is done
 * ----------------------------------------------------------------------------------------------------- */

static void
begin (Story *story)
{
  g_clear_object (&story->place.cancellable);
  story->place.cancellable = g_cancellable_new ();
}

static int
end (Story *story, gboolean went_well, const GError *error)
{
  g_assert_true (went_well == (error == NULL));
  g_free (story->message);
  story->message = error != NULL ? g_strdup (error->message) : NULL;
  if (error == NULL)
    return STORY_DONE;
  g_test_message ("%s", error->message);
  g_assert_true (error->domain == KIGEN_ERROR);
  return error->code;
}

static int
end_run (Story *story, KigenRenewalResult *result, const GError *error)
{
  gboolean went_well = result != NULL;
  kigen_renewal_result_free (result);
  return end (story, went_well, error);
}

int
story_renew (Story *story)
{
  g_autoptr (GError) error = NULL;
  begin (story);
  KigenRenewalResult *result
      = kigen_renewal_renew (&story->place, story->profile, story->old, FALSE, &story->questions, &error);
  return end_run (story, result, error);
}

int
story_resume (Story *story)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenRenewalRecord) record = story_record (story);
  begin (story);
  g_assert_nonnull (record);
  KigenRenewalResult *result
      = kigen_renewal_resume (&story->place, story->profile, record, &story->questions, &error);
  return end_run (story, result, error);
}

int
story_obtain (Story *story)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) notice = workshop_read (story->folder, "authority/notice.txt");
  g_autofree char *text = g_strndup (g_bytes_get_data (notice, NULL), g_bytes_get_size (notice));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (KigenSecret) reference_id = workshop_secret (lines[1]);
  begin (story);
  KigenRenewalResult *result
      = kigen_renewal_obtain (&story->place, story->profile, kigen_store_uri (story->store), lines[0],
                              reference_id, &story->questions, &error);
  return end_run (story, result, error);
}

int
story_abandon (Story *story)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KigenRenewalRecord) record = story_record (story);
  begin (story);
  g_assert_nonnull (record);
  gboolean went_well
      = kigen_renewal_abandon (&story->place, story->profile, record, "the user's word", &error);
  return end (story, went_well, error);
}

/* What is seen
 * ----------------------------------------------------------------------------------------------------- */

KigenRenewalRecord *
story_record (const Story *story)
{
  g_autoptr (GError) error = NULL;
  KigenRenewalRecord *record = kigen_state_open_renewal (story->place.state, story->old->id, &error);
  g_assert_no_error (error);
  return record;
}

guint
story_certificates (const Story *story)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all = kigen_store_list (story->store, &error);
  g_assert_no_error (error);
  return all->len;
}

guint
story_events (const Story *story, const char *kind)
{
  g_autoptr (GBytes) events = workshop_read (story->folder, "authority/events.jsonl");
  g_autofree char *text = g_strndup (g_bytes_get_data (events, NULL), g_bytes_get_size (events));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint count = 0;
  for (gsize i = 0; lines[i] != NULL && *lines[i] != '\0'; i++) {
    g_autoptr (JsonNode) line = json_from_string (lines[i], NULL);
    JsonObject *event = json_node_get_object (line);
    count += g_str_equal (json_object_get_string_member (event, "kind"), kind) ? 1 : 0;
  }
  return count;
}

guint
story_received (const Story *story)
{
  g_autoptr (GDir) folder = g_dir_open (kigen_state_folder (story->place.state), 0, NULL);
  guint count = 0;
  for (const char *name; (name = g_dir_read_name (folder)) != NULL;)
    count += g_str_has_suffix (name, ".p12") ? 1 : 0;
  return count;
}

char *
story_backup_id (const Story *story, const char *password)
{
  g_autoptr (KigenSecret) secret = workshop_secret (password);
  g_autoptr (GBytes) file = kigen_backup_read (story->backup, NULL);
  if (file == NULL)
    return NULL;
  g_autoptr (KigenPkcs12) contents = kigen_backup_open (file, story->backup, secret, NULL);
  return contents != NULL ? g_strdup (contents->certificate->id) : NULL;
}
