/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "identity.h"
#include "rendering.h"

/* What the command line asked for. */
typedef struct {
  int port;
  char *address;
  char *folder;
  gboolean folder_is_temporary;
  const Rendering *rendering;
  char **faults;
  char *common_name;
  int days_left;
  KeyType key_type;
  Pkcs12Form pkcs12;
  double status_seconds;
  double slow_seconds;
  double list_lag_seconds;
  char **waits; /* KEY=SECONDS, for the profile's [Waits] */
  int session_seconds;
  int renew_from;
  char *password;
  gboolean until_eof;
} Options;

/* NULL with `error` set; NULL without one where all that was asked for has been printed. */
Options *options_parse (int *argc, char ***argv, GError **error);
void options_free (Options *options);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Options, options_free)
