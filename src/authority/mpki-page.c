/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-authority"

/* What is asked of the page that lies open, in the labels of the profile: its values, its controls, and which
 * of them leads on. */

#include "mpki-page.h"

#include <kigen/base/text.h>

/* Buttons that lead out of a form instead of on.  They are not the profile's: no authority needs others. */
static const char *const leading_back[]
    = { "戻る",     "もどる", "キャンセル", "取消",   "中止",   "中断",  "クリア",
        "リセット", "閉じる", "ログアウト", "Back",   "Cancel", "Reset", "Clear",
        "Close",    "Logout", "Log out",    "Return", NULL };

gboolean
mpki_session_says (const MpkiSession *session, const char *text, KigenLabel label)
{
  return text != NULL && kigen_text_has (text, kigen_profile_labels (session->profile, label));
}

KigenControl *
mpki_session_control (const MpkiSession *session, KigenLabel label)
{
  if (session->page == NULL)
    return NULL;
  const char *const *labels = kigen_profile_labels (session->profile, label);
  KigenControl *control = kigen_page_control (session->page, labels, KIGEN_MATCH_WHOLE);
  return control != NULL ? control : kigen_page_control (session->page, labels, KIGEN_MATCH_PARTIAL);
}

char *
mpki_session_value (const MpkiSession *session, KigenLabel label)
{
  if (session->page == NULL)
    return NULL;
  return kigen_page_value (session->page, kigen_profile_labels (session->profile, label));
}

gboolean
mpki_session_asks_password (const MpkiSession *session)
{
  GPtrArray *forms = kigen_page_forms (session->page);
  for (guint f = 0; f < forms->len; f++) {
    GPtrArray *fields = kigen_form_fields (g_ptr_array_index (forms, f));
    for (guint i = 0; i < fields->len; i++)
      if (kigen_field_kind (g_ptr_array_index (fields, i)) == KIGEN_FIELD_PASSWORD)
        return TRUE;
  }
  return FALSE;
}

gboolean
mpki_session_is_cut_off (const MpkiSession *session)
{
  return session->page != NULL && !session->careless && !kigen_page_is_whole (session->page);
}

gboolean
mpki_session_is_blank (const MpkiSession *session)
{
  return session->page != NULL && *kigen_page_text (session->page) == '\0'
         && *kigen_page_title (session->page) == '\0';
}

static gboolean
leads_on (const MpkiSession *session, const KigenControl *control)
{
  return !kigen_control_is (control, leading_back, KIGEN_MATCH_PARTIAL)
         && !kigen_control_is (control, kigen_profile_labels (session->profile, KIGEN_LABEL_APPLY),
                               KIGEN_MATCH_WHOLE)
         && !kigen_control_is (control, kigen_profile_labels (session->profile, KIGEN_LABEL_FETCH),
                               KIGEN_MATCH_WHOLE);
}

/* The first control of the form (any form or link for NULL) that matches and leads on; a button before a
 * link. */
static KigenControl *
first_leading_on (const MpkiSession *session, KigenForm *form, const char *const *labels, KigenMatch match)
{
  g_autoptr (GPtrArray) controls = kigen_page_controls_labelled (session->page, labels, match);
  KigenControl *link = NULL;
  for (guint i = 0; i < controls->len; i++) {
    KigenControl *control = g_ptr_array_index (controls, i);
    if (!leads_on (session, control) || (form != NULL && kigen_control_form (control) != form))
      continue;
    if (!kigen_control_is_link (control))
      return control;
    if (link == NULL)
      link = control;
  }
  return link;
}

static KigenControl *
only_way_on (const MpkiSession *session, KigenForm *form)
{
  GPtrArray *controls = kigen_form_controls (form);
  KigenControl *only = NULL;
  for (guint i = 0; i < controls->len; i++) {
    KigenControl *control = g_ptr_array_index (controls, i);
    if (!leads_on (session, control))
      continue;
    if (only != NULL)
      return NULL;
    only = control;
  }
  return only;
}

KigenControl *
mpki_session_submitter (const MpkiSession *session, KigenForm *form, const KigenLabel *labels)
{
  static const KigenMatch matches[] = { KIGEN_MATCH_WHOLE, KIGEN_MATCH_PARTIAL };
  for (gsize m = 0; m < G_N_ELEMENTS (matches); m++)
    for (gsize i = 0; labels[i] != KIGEN_N_LABELS; i++) {
      const char *const *texts = kigen_profile_labels (session->profile, labels[i]);
      KigenControl *control = first_leading_on (session, form, texts, matches[m]);
      if (control != NULL)
        return control;
    }
  return form != NULL ? only_way_on (session, form) : NULL;
}
