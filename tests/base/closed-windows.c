/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* By the words in which Windows tells of a list: "D:P(A;;FA;;;S-1-5-21-…)(A;;FA;;;SY)". */

#include "closed.h"

#include <string.h>
#include <windows.h>

#include <aclapi.h>
#include <sddl.h>

static wchar_t *
wide (const char *path)
{
  return g_utf8_to_utf16 (path, -1, NULL, NULL, NULL);
}

static char *
user_id (void)
{
  HANDLE token = NULL;
  char room[256];
  DWORD size = sizeof room;
  char *text = NULL;
  g_assert_true (OpenProcessToken (GetCurrentProcess (), TOKEN_QUERY, &token));
  g_assert_true (GetTokenInformation (token, TokenUser, room, size, &size));
  CloseHandle (token);
  g_assert_true (ConvertSidToStringSidA (((TOKEN_USER *)(gpointer)room)->User.Sid, &text));
  char *id = g_strdup (text);
  LocalFree (text);
  return id;
}

/* Rights of the files' own kind, generic rights aside. */
static char *
list_of (const char *path)
{
  g_autofree wchar_t *name = wide (path);
  PSECURITY_DESCRIPTOR descriptor = NULL;
  char *words = NULL;
  g_assert_cmpuint (GetNamedSecurityInfoW (name, SE_FILE_OBJECT, DACL_SECURITY_INFORMATION, NULL, NULL, NULL,
                                           NULL, &descriptor),
                    ==, ERROR_SUCCESS);
  g_assert_true (ConvertSecurityDescriptorToStringSecurityDescriptorA (
      descriptor, SDDL_REVISION_1, DACL_SECURITY_INFORMATION, &words, NULL));
  char *list = g_strdup (words);
  LocalFree (words);
  LocalFree (descriptor);
  return list;
}

void
closed_assert (const char *path)
{
  g_autofree char *list = list_of (path);
  g_autofree char *user = user_id ();
  g_auto (GStrv) entries = g_strsplit (list, "(", -1);
  g_test_message ("%s: %s", path, list);
  g_assert_cmpuint (g_strv_length (entries), >, 1);
  for (char **entry = entries + 1; *entry != NULL; entry++) {
    g_auto (GStrv) words = g_strsplit (*entry, ";", -1);
    g_assert_cmpuint (g_strv_length (words), ==, 6);
    g_autofree char *who = g_strndup (words[5], strcspn (words[5], ")"));
    g_assert_true (strcmp (who, "SY") == 0 || strcmp (who, user) == 0);
  }
}

/* `everybody`: an entry, or "". */
static void
allow (const char *path, const char *everybody)
{
  g_autofree wchar_t *name = wide (path);
  g_autofree char *user = user_id ();
  g_autofree char *words = g_strdup_printf ("D:P(A;OICI;FA;;;%s)%s", user, everybody);
  PSECURITY_DESCRIPTOR descriptor = NULL;
  g_assert_true (
      ConvertStringSecurityDescriptorToSecurityDescriptorA (words, SDDL_REVISION_1, &descriptor, NULL));
  g_assert_true (SetFileSecurityW (name, DACL_SECURITY_INFORMATION, descriptor));
  LocalFree (descriptor);
}

void
closed_make (const char *path)
{
  allow (path, "");
}

void
closed_let_read (const char *path)
{
  allow (path, "(A;OICI;FR;;;WD)");
}

void
closed_let_write (const char *path)
{
  allow (path, "(A;OICI;FRFW;;;WD)");
}
