/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

#include "applicant.h"

void
applicant_open (Applicant *applicant, gconstpointer unused)
{
  office_open (&applicant->office, unused);
  applicant->submit = "POST /p/submit ";
}

void
applicant_close (Applicant *applicant, gconstpointer unused)
{
  g_clear_pointer (&applicant->application, kigen_application_free);
  g_clear_error (&applicant->error);
  office_close (&applicant->office, unused);
}

static gboolean
confirm (GPtrArray *pairs, gpointer data, GError **error)
{
  Applicant *applicant = data;
  g_assert_cmpuint (pairs->len, ==, 1);
  g_assert_cmpuint (applicant->announced, ==, 0);
  applicant->confirmed++;
  return !applicant->refuses_confirm || kigen_fail (error, KIGEN_ERROR_CANCELLED, NULL, "no");
}

static gboolean
before_send (gpointer data, GError **error)
{
  Applicant *applicant = data;
  g_assert_cmpuint (applicant->confirmed, ==, 1);
  applicant->submitted_before = office_count (&applicant->office, applicant->submit);
  applicant->announced++;
  if (applicant->is_to_go)
    g_clear_pointer (&applicant->office.site, site_close);
  return !applicant->refuses_send || kigen_fail (error, KIGEN_ERROR_FAILED, NULL, "the disk is full");
}

void
applicant_apply (Applicant *applicant)
{
  g_clear_error (&applicant->error);
  applicant->fate_unknown = TRUE;
  applicant->application
      = kigen_authority_apply (applicant->office.authority, confirm, before_send, applicant,
                               &applicant->fate_unknown, NULL, &applicant->error);
  g_assert_true ((applicant->application == NULL) == (applicant->error != NULL));
  if (applicant->error != NULL)
    g_test_message ("%s", applicant->error->message);
}

void
applicant_show (Applicant *applicant, const char *confirmation)
{
  office_show (&applicant->office, OFFICE_MENU);
  office_show (&applicant->office, confirmation);
}

void
applicant_assert_once (Applicant *applicant)
{
  g_assert_cmpuint (applicant->announced, ==, 1);
  g_assert_cmpuint (applicant->submitted_before, ==, 0);
  g_assert_cmpuint (office_count (&applicant->office, applicant->submit), ==, 1);
}
