/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

#include "stage.h"

#include "workshop.h"

#include <kigen/base/error.h>
#include <kigen/base/paths.h>
#include <kigen/workspace/inventory.h>

#include <json-glib/json-glib.h>
#include <string.h>

#define CLIENT_PASSWORD "1234"

static char *
start_authority (Stage *stage, const char *fault)
{
  g_autofree char *folder = workshop_path (stage->folder, "authority");
  const char *words[] = { g_getenv ("KIGEN_REHEARSAL"),
                          "--until-eof",
                          "--status-seconds",
                          "0",
                          "--folder",
                          folder,
                          fault != NULL ? "--fault" : NULL,
                          fault,
                          NULL };
  g_autoptr (GError) error = NULL;
  stage->authority
      = g_subprocess_newv (words, G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  g_autoptr (GDataInputStream) output
      = g_data_input_stream_new (g_subprocess_get_stdout_pipe (stage->authority));
  g_autofree char *line = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (JsonNode) root = json_from_string (line, &error);
  g_assert_no_error (error);
  return g_strdup (json_object_get_string_member (json_node_get_object (root), "profile"));
}

static void
install_client (Stage *stage)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) file = workshop_read (stage->folder, "authority/client.p12");
  g_autoptr (KigenSecret) password = workshop_secret (CLIENT_PASSWORD);
  g_autoptr (KigenPkcs12) contents = kigen_pkcs12_open (file, password, &error);
  g_assert_no_error (error);
  g_autoptr (KigenStore) store
      = kigen_workspace_open_store (&stage->workspace, stage->workspace.store_uris[0], &error);
  g_assert_true (kigen_store_create (store, &error));
  g_assert_true (kigen_store_import (store, contents, NULL, &error));
}

void
stage_open (Stage *stage, const char *fault)
{
  g_autoptr (GError) error = NULL;
  *stage = (Stage){ 0 };
  stage->folder = workshop_open ();
  stage->backup = workshop_path (stage->folder, "backup.p12");
  g_autofree char *profile = start_authority (stage, fault);
  g_autofree char *database = workshop_path (stage->folder, "nssdb");
  const char *profiles[] = { profile, NULL };
  g_autofree char *uri = g_strconcat ("nss:", database, NULL);
  const char *stores[] = { uri, NULL };
  stage->workspace.profile_names = g_strdupv ((char **)(gpointer)profiles);
  stage->workspace.store_uris = g_strdupv ((char **)(gpointer)stores);
  stage->workspace.state_folder = workshop_path (stage->folder, "state");
  install_client (stage);

  stage->certificates = kigen_inventory_scan (&stage->workspace, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (stage->certificates->len, ==, 1);
  stage->task.old = g_ptr_array_index (stage->certificates, 0);
  stage->task.profile = kigen_workspace_profile (&stage->workspace, stage->task.old->profile, &error);
  stage->place.state = kigen_workspace_state (&stage->workspace, &error);
  stage->place.settings = kigen_workspace_settings (&stage->workspace);
  stage->place.clock = kigen_clock_system;
}

void
stage_close (Stage *stage)
{
  g_output_stream_close (g_subprocess_get_stdin_pipe (stage->authority), NULL, NULL);
  g_subprocess_wait (stage->authority, NULL, NULL);
  g_clear_object (&stage->authority);
  g_ptr_array_unref (stage->certificates);
  kigen_workspace_clear (&stage->workspace);
  g_free (stage->backup);
  workshop_close (stage->folder);
}

guint
stage_count (Stage *stage)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all = kigen_inventory_look (&stage->workspace, NULL, &error);
  g_assert_no_error (error);
  return all->len;
}

guint
stage_applications (const Stage *stage)
{
  g_autoptr (GBytes) events = workshop_read (stage->folder, "authority/events.jsonl");
  g_autofree char *text = g_strndup (g_bytes_get_data (events, NULL), g_bytes_get_size (events));
  g_auto (GStrv) parts = g_strsplit (text, "\"application\"", -1);
  return g_strv_length (parts) - 1;
}

char *
stage_notice_id (const Stage *stage, guint line)
{
  g_autoptr (GBytes) notice = workshop_read (stage->folder, "authority/notice.txt");
  g_autofree char *text = g_strndup (g_bytes_get_data (notice, NULL), g_bytes_get_size (notice));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), >, line);
  return g_strdup (lines[line]);
}

/* The scripted view
 * ----------------------------------------------------------------------------------------------- */

static const char *
answer (KigenView *view, const char *question, const char *detail, GError **error)
{
  ScriptedView *own = (ScriptedView *)view;
  g_string_append_printf (own->log, "%s%s%s%s", own->log->len > 0 ? " " : "", question,
                          detail != NULL ? ":" : "", detail != NULL ? detail : "");
  const char *given = own->answers[own->next];
  g_assert_nonnull (given);
  own->next++;
  if (!g_str_equal (given, "leave"))
    return given;
  kigen_fail (error, KIGEN_ERROR_CANCELLED, NULL, "the user has left");
  return NULL;
}

static gboolean
confirm (KigenView *view, const KigenCertificate *old G_GNUC_UNUSED, GPtrArray *pairs, GError **error)
{
  g_assert_cmpuint (pairs->len, >, 0);
  return answer (view, "confirm", NULL, error) != NULL;
}

static gboolean
apply_again (KigenView *view, const KigenCertificate *old G_GNUC_UNUSED, gint64 sent_at, gboolean *yes,
             GError **error)
{
  g_assert_cmpint (sent_at, >, 0);
  const char *given = answer (view, "apply-again", NULL, error);
  *yes = g_strcmp0 (given, "yes") == 0;
  return given != NULL;
}

static KigenSecret *
password (KigenView *view, KigenProfile *profile G_GNUC_UNUSED, gboolean again, const char *problem,
          GError **error)
{
  const char *given
      = answer (view, again ? "password-again" : "password", problem != NULL ? "problem" : NULL, error);
  return given != NULL ? workshop_secret (given) : NULL;
}

static char *
backup (KigenView *view, const char *suggestion, const char *problem, GError **error)
{
  g_assert_true (g_path_is_absolute (suggestion));
  const char *given = answer (view, "backup", problem != NULL ? "problem" : NULL, error);
  return g_strdup (g_strcmp0 (given, "suggestion") == 0 ? suggestion : given);
}

static gboolean
old_choice (KigenView *view, const KigenCertificate *old G_GNUC_UNUSED,
            const KigenCertificate *renewed G_GNUC_UNUSED, KigenOldChoice *choice, GError **error)
{
  const char *given = answer (view, "old", NULL, error);
  *choice = g_strcmp0 (given, "delete") == 0 ? KIGEN_OLD_DELETE : KIGEN_OLD_KEEP;
  return given != NULL;
}

static void
progress (KigenView *view G_GNUC_UNUSED, KigenStep step G_GNUC_UNUSED, gboolean complete G_GNUC_UNUSED,
          const char *text)
{
  g_assert_cmpstr (text, !=, "");
}

static void
note (KigenView *view G_GNUC_UNUSED, const char *text G_GNUC_UNUSED)
{
}

static KigenTroubleChoice
trouble (KigenView *view, const GError *error)
{
  const char *given = answer (view, "trouble", kigen_error_code_name (error), NULL);
  return g_str_equal (given, "again") ? KIGEN_TROUBLE_AGAIN : KIGEN_TROUBLE_LATER;
}

static void
done (KigenView *view, const KigenRenewalResult *result)
{
  g_assert_cmpstr (result->new_id, !=, NULL);
  g_string_append (((ScriptedView *)view)->log, " done");
}

void
scripted_view_init (ScriptedView *view, const char *const *answers)
{
  *view = (ScriptedView){
    .view = { .confirm = confirm,
              .apply_again = apply_again,
              .password = password,
              .backup = backup,
              .old = old_choice,
              .progress = progress,
              .note = note,
              .trouble = trouble,
              .done = done },
    .answers = answers,
    .log = g_string_new (NULL),
  };
}

void
scripted_view_clear (ScriptedView *view)
{
  g_string_free (view->log, TRUE);
}
