/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* Reads the page in a file as an authority's list is read: every row with what stands for each label in it,
 * every field with what it is for, and what the page says as a whole.  read-page FILE */

#include <kigen/web/page.h>

#include <stdlib.h>
#include <string.h>

#define LABELS(...) ((const char *const[]){ __VA_ARGS__, NULL })

static gsize
read_rows (const KigenPage *page)
{
  const char *const *const asked[]
      = { LABELS ("リクエストID", "申請番号"), LABELS ("申請日時", "申請日"), LABELS ("コモンネーム", "CN"),
          LABELS ("証明書ステータス", "状態"), LABELS ("リファレンスID", "参照番号") };
  gsize read = 0;
  g_autoptr (GPtrArray) controls
      = kigen_page_controls_labelled (page, LABELS ("Download Key", "鍵の取得"), KIGEN_MATCH_WHOLE);
  for (guint i = 0; i < controls->len; i++) {
    const KigenControl *control = g_ptr_array_index (controls, i);
    read += strlen (kigen_control_row (control));
    for (gsize k = 0; k < G_N_ELEMENTS (asked); k++) {
      g_autofree char *value = kigen_control_row_value (control, asked[k]);
      read += value != NULL;
    }
  }
  return read;
}

static gsize
read_fields (const KigenPage *page)
{
  gsize read = 0;
  GPtrArray *forms = kigen_page_forms (page);
  for (guint f = 0; f < forms->len; f++) {
    GPtrArray *fields = kigen_form_fields (g_ptr_array_index (forms, f));
    for (guint i = 0; i < fields->len; i++)
      read += g_strv_length ((char **)(guintptr)kigen_field_labels (g_ptr_array_index (fields, i)));
  }
  return read;
}

static gsize
read_whole (const KigenPage *page)
{
  g_autoptr (GPtrArray) pairs = kigen_page_pairs (page);
  g_autofree char *status = kigen_page_value (page, LABELS ("証明書ステータス", "状態"));
  KigenControl *control = kigen_page_control (page, LABELS ("Download Key"), KIGEN_MATCH_PARTIAL);
  g_autoptr (KigenRequest) request = control != NULL ? kigen_control_request (control) : NULL;
  return pairs->len + (status != NULL) + (request != NULL) + (gsize)kigen_page_is_interlude (page);
}

int
main (int argc, char **argv)
{
  g_autofree char *html = NULL;
  gsize size = 0;
  if (argc != 2 || !g_file_get_contents (argv[1], &html, &size, NULL))
    return EXIT_FAILURE;
  g_autoptr (GBytes) body = g_bytes_new (html, size);
  g_autoptr (KigenPage) page = kigen_page_parse (body, "https://desk.example/list", "utf-8", NULL, NULL);
  if (page == NULL)
    return EXIT_FAILURE;
  gsize rows = read_rows (page);
  gsize fields = read_fields (page);
  g_print ("%zu %zu %zu\n", rows, fields, read_whole (page));
  return EXIT_SUCCESS;
}
