/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-base"

#include "access-windows.h"

#include <aclapi.h>
#include <sddl.h>

/* The token's user: a TOKEN_USER; g_free(). */
static TOKEN_USER *
this_user (void)
{
  HANDLE token = NULL;
  DWORD size = 0;
  if (!OpenProcessToken (GetCurrentProcess (), TOKEN_QUERY, &token))
    return NULL;
  GetTokenInformation (token, TokenUser, NULL, 0, &size);
  g_autofree TOKEN_USER *user = g_malloc0 (size);
  gboolean told = GetTokenInformation (token, TokenUser, user, size, &size);
  CloseHandle (token);
  return told ? g_steal_pointer (&user) : NULL;
}

static PSECURITY_DESCRIPTOR
describe (PSID user)
{
  PSECURITY_DESCRIPTOR descriptor = NULL;
  char *name = NULL;
  if (!ConvertSidToStringSidA (user, &name))
    return NULL;
  /* Protected: what the folder above allows to others is not inherited.  SY is the system itself. */
  g_autofree char *words = g_strdup_printf ("D:P(A;OICI;FA;;;%s)(A;OICI;FA;;;SY)", name);
  LocalFree (name);
  if (!ConvertStringSecurityDescriptorToSecurityDescriptorA (words, SDDL_REVISION_1, &descriptor, NULL))
    return NULL;
  return descriptor;
}

SECURITY_ATTRIBUTES *
kigen_access_own (void)
{
  g_autofree TOKEN_USER *user = this_user ();
  PSECURITY_DESCRIPTOR descriptor = user != NULL ? describe (user->User.Sid) : NULL;
  if (descriptor == NULL)
    return NULL;
  SECURITY_ATTRIBUTES *attributes = g_new0 (SECURITY_ATTRIBUTES, 1);
  attributes->nLength = sizeof *attributes;
  attributes->lpSecurityDescriptor = descriptor;
  return attributes;
}

void
kigen_access_free (SECURITY_ATTRIBUTES *attributes)
{
  if (attributes == NULL)
    return;
  LocalFree (attributes->lpSecurityDescriptor);
  g_free (attributes);
}

/* The system and administrators have access to everything anyway, and are not counted as others. */
static gboolean
is_other (PSID who, PSID user)
{
  return !EqualSid (who, user) && !IsWellKnownSid (who, WinLocalSystemSid)
         && !IsWellKnownSid (who, WinBuiltinAdministratorsSid) && !IsWellKnownSid (who, WinCreatorOwnerSid)
         && !IsWellKnownSid (who, WinCreatorOwnerRightsSid);
}

static gboolean
gives (ACL *list, DWORD index, PSID user, ACCESS_MASK rights)
{
  void *found = NULL;
  if (!GetAce (list, index, &found))
    return FALSE;
  const ACCESS_ALLOWED_ACE *entry = found;
  if (entry->Header.AceType != ACCESS_ALLOWED_ACE_TYPE || (entry->Header.AceFlags & INHERIT_ONLY_ACE) != 0)
    return FALSE;
  return (entry->Mask & rights) != 0 && is_other ((PSID)(guintptr)&entry->SidStart, user);
}

gboolean
kigen_access_others_have (HANDLE handle, ACCESS_MASK rights)
{
  PSECURITY_DESCRIPTOR descriptor = NULL;
  ACL *list = NULL;
  g_autofree TOKEN_USER *user = this_user ();
  if (user == NULL
      || GetSecurityInfo (handle, SE_FILE_OBJECT, DACL_SECURITY_INFORMATION, NULL, NULL, &list, NULL,
                          &descriptor)
             != ERROR_SUCCESS)
    return FALSE;
  gboolean given = FALSE;
  for (DWORD i = 0; list != NULL && i < list->AceCount && !given; i++)
    given = gives (list, i, user->User.Sid, rights);
  LocalFree (descriptor);
  return given;
}

gboolean
kigen_access_take (HANDLE handle)
{
  g_autoptr (SECURITY_ATTRIBUTES) own = kigen_access_own ();
  return own != NULL
         && SetKernelObjectSecurity (handle, DACL_SECURITY_INFORMATION | PROTECTED_DACL_SECURITY_INFORMATION,
                                     own->lpSecurityDescriptor);
}

char *
kigen_access_words (DWORD fault)
{
  return g_win32_error_message ((gint)fault);
}
