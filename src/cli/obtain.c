/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-cli"

/* kigen obtain: a first certificate, with the two IDs of the paper notice. */

#include "cli.h"

#include <kigen/base/error.h>
#include <kigen/base/paths.h>
#include <kigen/base/text.h>
#include <kigen/workspace/inventory.h>

#include <glib/gi18n-lib.h>

#include <string.h>

/* Two lines, and what an editor may have put around them. */
#define LARGEST_IDS_FILE 65536

typedef struct {
  char *request_id;
  KigenSecret *reference_id;
} Ids;

static void
clear_ids (Ids *ids)
{
  g_free (ids->request_id);
  g_clear_pointer (&ids->reference_id, kigen_secret_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Ids, clear_ids)

/* An ID as it was pasted; what stands before a colon is the notice's own word for it. */
static char *
clean (const char *pasted)
{
  const char *narrow = strrchr (pasted, ':');
  const char *wide = g_strrstr (pasted, "：");
  const char *from = narrow != NULL ? narrow + 1 : pasted;
  if (wide != NULL && wide >= from)
    from = wide + strlen ("：");
  return kigen_text_clean_id (from);
}

static KigenSecret *
clean_secret (const char *pasted)
{
  char *text = clean (pasted);
  KigenSecret *secret = kigen_secret_new (text, strlen (text));
  kigen_cleanse (text, strlen (text));
  g_free (text);
  return secret;
}

/* The first two lines that say anything: request ID, reference ID. */
static gboolean
read_ids_file (KigenCli *cli, const char *path, Ids *ids, GError **error)
{
  gsize size = 0;
  g_autoptr (GError) problem = NULL;
  g_autofree char *text = kigen_file_read (path, KIGEN_FILE_OR_PIPE, LARGEST_IDS_FILE, &size, &problem);
  if (text == NULL)
    return kigen_fail (error, KIGEN_ERROR_USAGE, _ ("Name the file that holds the two IDs."),
                       _ ("The file that %s names cannot be read: %s"), "--ids-file", problem->message);
  kigen_cli_warn_exposed (cli, path);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  kigen_cleanse (text, size);
  for (gsize i = 0; lines[i] != NULL; i++) {
    g_autofree char *line = kigen_text_tidy (lines[i]);
    if (*line == '\0')
      continue;
    if (ids->request_id == NULL)
      ids->request_id = clean (line);
    else if (ids->reference_id == NULL)
      ids->reference_id = clean_secret (line);
    kigen_cleanse (lines[i], strlen (lines[i]));
  }
  return TRUE;
}

static gboolean
ask_ids (KigenCli *cli, Ids *ids, GError **error)
{
  if (ids->request_id == NULL && kigen_console_can_ask (cli->console)) {
    g_autofree char *line = kigen_console_line (cli->console, _ ("Request ID on the notice"), "", error);
    if (line == NULL)
      return FALSE;
    ids->request_id = clean (line);
  }
  if (ids->reference_id == NULL && kigen_console_can_ask (cli->console)) {
    g_autoptr (KigenSecret) line
        = kigen_console_password (cli->console, _ ("Reference ID on the notice: "), error);
    if (line == NULL)
      return FALSE;
    ids->reference_id = clean_secret (kigen_secret_text (line));
  }
  return TRUE;
}

static gboolean
read_ids (KigenCli *cli, Ids *ids, GError **error)
{
  if (cli->ids_file != NULL && !read_ids_file (cli, cli->ids_file, ids, error))
    return FALSE;
  if (cli->request_id != NULL) {
    g_free (ids->request_id);
    ids->request_id = clean (cli->request_id);
  }
  if (cli->reference_id_file != NULL) {
    g_autoptr (GError) problem = NULL;
    g_autoptr (KigenSecret) line
        = kigen_cli_read_secret (cli, "--reference-id", cli->reference_id_file, &problem);
    if (line == NULL)
      return kigen_fail (error, KIGEN_ERROR_USAGE,
                         _ ("Write the reference ID into a file that only you can read, and name that."),
                         "%s", problem->message);
    g_clear_pointer (&ids->reference_id, kigen_secret_unref);
    ids->reference_id = clean_secret (kigen_secret_text (line));
  }
  if (!ask_ids (cli, ids, error))
    return FALSE;
  if (ids->request_id == NULL || *ids->request_id == '\0' || ids->reference_id == NULL
      || *kigen_secret_text (ids->reference_id) == '\0')
    return kigen_fail (error, KIGEN_ERROR_USAGE,
                       _ ("Give --request-id and --reference-id, or both in a file with --ids-file."),
                       _ ("The request ID and the reference ID of the paper notice are needed."));
  return TRUE;
}

/* Whether nothing was begun with these IDs; what was is gone on with, and may have its backup already. */
static gboolean
is_fresh (KigenState *state, const char *request_id)
{
  g_autoptr (GPtrArray) open = kigen_state_open_renewals (state, NULL);
  for (guint i = 0; open != NULL && i < open->len; i++) {
    const KigenRenewalRecord *record = g_ptr_array_index (open, i);
    if (record->old_id == NULL && g_strcmp0 (record->request_id, request_id) == 0)
      return FALSE;
  }
  return TRUE;
}

gboolean
kigen_cli_obtain (KigenCli *cli, GError **error)
{
  g_auto (Ids) ids = { 0 };
  KigenState *state = kigen_inventory_state (&cli->workspace, error);
  KigenProfile *profile = state != NULL ? kigen_workspace_only_profile (&cli->workspace, error) : NULL;
  if (profile == NULL || !read_ids (cli, &ids, error)
      || !kigen_cli_check_answers (cli, profile, is_fresh (state, ids.request_id), error))
    return FALSE;
  g_autofree char *store = kigen_workspace_first_store (&cli->workspace);
  g_autofree char *question = g_strdup_printf (
      _ ("Fetch the certificate of request %s and install it in %s?"), ids.request_id, store);
  if (!kigen_cli_confirm (cli, question, error))
    return FALSE;
  KigenTask task = {
    .profile = profile,
    .store = store,
    .request_id = ids.request_id,
    .reference_id = ids.reference_id,
  };
  return kigen_cli_talk (cli, &task, error);
}
