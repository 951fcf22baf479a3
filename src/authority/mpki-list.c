/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-authority"

/* The list behind 「更新後証明書の取得」 (user manual 2.2.1): which of its entries, if any, is the successor
 * of the certificate that we hold.
 *
 * Method: every 「Download Key」 is an entry, told by the texts of its row.  One that names another subject,
 * or whose date lies clearly before the old certificate's beginning, is left out; of the rest the known
 * request ID wins, else the newest. An entry of the same day as the old certificate may be the very one that
 * brought it: it stays in, since only what it holds can tell, and whoever downloads it hands it back among
 * `known_bad` if it was.  Where no entry can be fetched yet, a pending status in the list counts as an
 * application that is not issued. */

#include "mpki-session.h"

#include "dates.h"

#include <kigen/base/error.h>
#include <kigen/base/text.h>

#include <glib/gi18n-lib.h>

#include <string.h>

/* Time zones, an authority's clock, and a date without its time: less than this is no difference. */
#define DATE_SLACK (G_TIME_SPAN_DAY / G_TIME_SPAN_SECOND)

static const KigenLabel download_labels[]
    = { KIGEN_LABEL_DOWNLOAD_KEY, KIGEN_LABEL_DOWNLOAD, KIGEN_LABEL_GET_KEY };

typedef struct {
  KigenControl *control;
  char *request_id;
  gint64 date; /* 0 where the row has none */
} Entry;

static void
free_entry (gpointer data)
{
  Entry *entry = data;
  g_free (entry->request_id);
  g_free (entry);
}

/* A run of digits as long as the manuals' request IDs, in a row whose columns have no heading. */
static char *
find_long_number (const char *text)
{
  static gsize made = 0;
  /* A list has hundreds of rows; made once, it is there for all of them. */
  if (g_once_init_enter (&made))
    g_once_init_leave (
        &made, (gsize)g_regex_new ("(?<![0-9A-Za-z])[0-9]{12,24}(?![0-9A-Za-z])", G_REGEX_OPTIMIZE, 0, NULL));
  GRegex *regex = (GRegex *)made;
  g_autofree char *plain = g_utf8_normalize (text, -1, G_NORMALIZE_NFKC);
  g_autoptr (GMatchInfo) match = NULL;
  if (plain == NULL || !g_regex_match (regex, plain, 0, &match))
    return NULL;
  return g_match_info_fetch (match, 0);
}

static char *
entry_request_id (const MpkiSession *session, const KigenControl *control)
{
  const char *const *labels = kigen_profile_labels (session->profile, KIGEN_LABEL_REQUEST_ID);
  g_autofree char *value = kigen_control_row_value (control, labels);
  if (value == NULL)
    return find_long_number (kigen_control_row (control));
  return kigen_text_clean_id (value);
}

/* The application's date: the labelled one, else the newest in the row that is not in the future (an end date
 * is), else the one that the request ID begins with. */
static gint64
entry_date (const MpkiSession *session, const KigenControl *control, const char *request_id)
{
  const char *const *labels = kigen_profile_labels (session->profile, KIGEN_LABEL_APPLIED_AT);
  g_autofree char *labelled = kigen_control_row_value (control, labels);
  g_autoptr (GArray) dates = mpki_dates_in (labelled != NULL ? labelled : kigen_control_row (control));
  gint64 latest_sensible = g_get_real_time () / G_USEC_PER_SEC + DATE_SLACK;
  gint64 newest = 0;
  for (guint i = 0; i < dates->len; i++) {
    gint64 date = g_array_index (dates, gint64, i);
    if (date <= latest_sensible && date > newest)
      newest = date;
  }
  return newest != 0 ? newest : mpki_date_of_request_id (request_id);
}

/* Whether a name stands in a text by itself, and not as the part of a longer one. */
static gboolean
names (const char *text, const char *name)
{
  g_autofree char *plain = g_utf8_normalize (text, -1, G_NORMALIZE_NFKC);
  g_autofree char *wanted = g_utf8_normalize (name, -1, G_NORMALIZE_NFKC);
  if (plain == NULL || wanted == NULL)
    return FALSE;
  g_autofree char *escaped = g_regex_escape_string (wanted, -1);
  g_autofree char *pattern = g_strdup_printf ("(?<![\\w.-])%s(?![\\w.-])", escaped);
  return g_regex_match_simple (pattern, plain, G_REGEX_CASELESS, 0);
}

static gboolean
is_of_another_subject (const MpkiSession *session, const KigenControl *control, const KigenCertificate *old)
{
  const char *const *labels = kigen_profile_labels (session->profile, KIGEN_LABEL_COMMON_NAME);
  g_autofree char *value = kigen_control_row_value (control, labels);
  return value != NULL && *old->common_name != '\0' && !names (value, old->common_name);
}

static gboolean
is_pending (const MpkiSession *session, const KigenControl *control)
{
  const char *const *labels = kigen_profile_labels (session->profile, KIGEN_LABEL_STATUS);
  g_autofree char *status = kigen_control_row_value (control, labels);
  return mpki_session_says (session, status, KIGEN_LABEL_PENDING);
}

/* NULL where the entry is not for `old`.  Once we know our own request, an entry that names another one is
 * not ours. */
static Entry *
read_entry (const MpkiSession *session, KigenControl *control, const KigenCertificate *old,
            const char *our_request, const char *const *known_bad)
{
  if (known_bad != NULL && g_strv_contains (known_bad, kigen_control_row (control)))
    return NULL;
  g_autofree char *request_id = entry_request_id (session, control);
  gboolean is_ours = our_request != NULL && g_strcmp0 (request_id, our_request) == 0;
  gint64 date = entry_date (session, control, request_id);
  if (!is_ours
      && ((our_request != NULL && request_id != NULL) || is_of_another_subject (session, control, old)
          || (date != 0 && date + DATE_SLACK < old->not_before)))
    return NULL;

  Entry *entry = g_new0 (Entry, 1);
  entry->control = control;
  entry->request_id = g_steal_pointer (&request_id);
  entry->date = date;
  return entry;
}

/* The controls of the first label that is there; a word as general as 「ダウンロード」 only in a row that
 * names a request. */
static GPtrArray *
list_controls (const MpkiSession *session)
{
  for (gsize i = 0; i < G_N_ELEMENTS (download_labels); i++) {
    const char *const *labels = kigen_profile_labels (session->profile, download_labels[i]);
    for (KigenMatch match = KIGEN_MATCH_WHOLE; match <= KIGEN_MATCH_PARTIAL; match++) {
      g_autoptr (GPtrArray) controls = kigen_page_controls_labelled (session->page, labels, match);
      for (guint c = controls->len; c > 0; c--) {
        g_autofree char *number = find_long_number (kigen_control_row (g_ptr_array_index (controls, c - 1)));
        if (download_labels[i] != KIGEN_LABEL_DOWNLOAD_KEY && number == NULL)
          g_ptr_array_remove_index (controls, c - 1);
      }
      if (controls->len > 0)
        return g_steal_pointer (&controls);
    }
  }
  return g_ptr_array_new ();
}

static GPtrArray *
read_entries (const MpkiSession *session, const KigenCertificate *old, const char *our_request,
              const char *const *known_bad)
{
  g_autoptr (GPtrArray) controls = list_controls (session);
  GPtrArray *entries = g_ptr_array_new_with_free_func (free_entry);
  for (guint i = 0; i < controls->len; i++) {
    Entry *entry = read_entry (session, g_ptr_array_index (controls, i), old, our_request, known_bad);
    if (entry != NULL)
      g_ptr_array_add (entries, entry);
  }
  return entries;
}

/* The one with the known request ID; else the newest, and the first in the list of several as new. */
static const Entry *
choose_entry (GPtrArray *entries, const char *request_id)
{
  const Entry *best = NULL;
  for (guint i = 0; i < entries->len; i++) {
    const Entry *entry = g_ptr_array_index (entries, i);
    if (request_id != NULL && g_strcmp0 (entry->request_id, request_id) == 0)
      return entry;
    if (best == NULL || entry->date > best->date)
      best = entry;
  }
  return best;
}

static KigenApplication *
application_of_entry (MpkiSession *session, const Entry *entry)
{
  KigenApplication *application = g_new0 (KigenApplication, 1);
  const char *const *labels = kigen_profile_labels (session->profile, KIGEN_LABEL_REFERENCE_ID);
  g_autofree char *reference_id = kigen_control_row_value (entry->control, labels);
  application->request_id = g_strdup (entry->request_id);
  application->reference_id = reference_id != NULL ? kigen_text_clean_id (reference_id) : NULL;
  application->entry = g_strdup (kigen_control_row (entry->control));
  application->issued = !is_pending (session, entry->control);
  session->entry = entry->control;
  return application;
}

/* Nothing to fetch: is something on its way?  The known request named on the page, or a status that is
 * pending. */
static KigenApplication *
application_on_its_way (const MpkiSession *session, const char *request_id)
{
  g_autofree char *status = mpki_session_value (session, KIGEN_LABEL_STATUS);
  gboolean known = request_id != NULL && strstr (kigen_page_text (session->page), request_id) != NULL;
  if (!known && !mpki_session_says (session, status, KIGEN_LABEL_PENDING))
    return NULL;
  g_autofree char *shown = mpki_session_value (session, KIGEN_LABEL_REQUEST_ID);
  g_autofree char *clean = shown != NULL ? kigen_text_clean_id (shown) : NULL;
  return kigen_application_new (request_id != NULL ? request_id : clean, NULL);
}

static gboolean
is_titled (const MpkiSession *session)
{
  return mpki_session_says (session, kigen_page_title (session->page), KIGEN_LABEL_FETCH)
         || mpki_session_says (session, kigen_page_heading (session->page), KIGEN_LABEL_FETCH);
}

/* A page that speaks of trouble, in whatever words. */
static gboolean
speaks_of_trouble (const MpkiSession *session)
{
  return mpki_verdict (session, NULL) != MPKI_VERDICT_NONE
         || g_regex_match_simple ("エラー|失敗|できません|できない|error", kigen_page_text (session->page),
                                  G_REGEX_CASELESS, 0);
}

/* Whether what lies open is the list, so that what is not on it is not there.  A page about maintenance, a
 * menu that came back, a login page or an error have no entries either, and may bear the list's title; so a
 * title alone will do only where nothing speaks of trouble. */
static gboolean
is_list (const MpkiSession *session)
{
  const char *text = kigen_page_text (session->page);
  if (mpki_session_is_cut_off (session) || mpki_session_asks_password (session))
    return FALSE;
  gboolean is_headed = is_titled (session);
  gboolean is_menu = mpki_session_control (session, KIGEN_LABEL_APPLY) != NULL
                     && mpki_session_control (session, KIGEN_LABEL_FETCH) != NULL;
  if (mpki_session_says (session, text, KIGEN_LABEL_EMPTY)
      || mpki_session_says (session, text, KIGEN_LABEL_REQUEST_ID)
      || mpki_session_says (session, text, KIGEN_LABEL_APPLIED_AT))
    return is_headed || (!is_menu && mpki_verdict (session, NULL) == MPKI_VERDICT_NONE);
  return is_headed && !speaks_of_trouble (session);
}

static gboolean
open_list (MpkiSession *session, gboolean *there, GCancellable *cancellable, GError **error)
{
  *there = FALSE;
  if (!mpki_session_open_menu (session, cancellable, error))
    return FALSE;
  KigenControl *fetch = mpki_session_control (session, KIGEN_LABEL_FETCH);
  if (fetch == NULL)
    return TRUE;
  *there = TRUE;
  return mpki_session_press (session, fetch, cancellable, error);
}

KigenApplication *
mpki_find (gpointer data, const KigenCertificate *old, const char *request_id, const char *const *known_bad,
           GCancellable *cancellable, GError **error)
{
  MpkiSession *session = data;
  gboolean there = FALSE;
  g_autoptr (GError) problem = NULL;
  gboolean opened = open_list (session, &there, cancellable, &problem);
  if (g_error_matches (problem, KIGEN_ERROR, KIGEN_ERROR_SESSION_LOST)) {
    g_clear_error (&problem);
    kigen_http_forget_session (session->http);
    opened = open_list (session, &there, cancellable, &problem);
  }
  if (!opened) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return NULL;
  }
  if (!there)
    return NULL;
  if (session->page == NULL) {
    mpki_session_refused (session, error);
    return NULL;
  }

  session->listing = TRUE;
  g_autoptr (GPtrArray) entries = read_entries (session, old, request_id, known_bad);
  const Entry *entry = choose_entry (entries, request_id);
  if (entry != NULL)
    return application_of_entry (session, entry);
  KigenApplication *on_its_way = application_on_its_way (session, request_id);
  if (on_its_way == NULL && !is_list (session))
    mpki_session_refused (session, error);
  return on_its_way;
}
