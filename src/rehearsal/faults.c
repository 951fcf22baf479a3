/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-rehearsal"

/*
 * What goes wrong on purpose.  A trouble can happen at every point of the way: its name is TROUBLE-POINT. The
 * other faults concern one act and have a name of their own.  Each strikes as often as it was asked for.
 */
#include "faults.h"

#include <string.h>

#define ALWAYS G_MAXINT

typedef struct {
  const char *name, *about;
} Entry;

struct Faults {
  int troubles[N_TROUBLES][N_POINTS];
  int faults[N_FAULTS];
  FaultStruck struck;
  gpointer data;
};

static const Entry points[N_POINTS] = {
  [POINT_MENU] = { "menu", "the menu" },
  [POINT_CONFIRM] = { "confirm", "the application's confirmation page" },
  [POINT_SUBMIT] = { "submit", "Submit, before the application is taken" },
  [POINT_TAKEN] = { "taken", "Submit, after the application was taken" },
  [POINT_STATUS] = { "status", "the status page when it is asked for again" },
  [POINT_LIST] = { "list", "the list of renewed certificates" },
  [POINT_KEY] = { "key", "the key page that asks for the password" },
  [POINT_PASSWORD] = { "password", "the sending of the password" },
  [POINT_READY] = { "ready", "the page with Download, where a redirect leads to it" },
  [POINT_DOWNLOAD] = { "download", "the PKCS#12 itself" },
  [POINT_OBTAIN] = { "obtain", "/p/rcd" },
  [POINT_REVOKE] = { "revoke", "/p/rx" },
  [POINT_ROOT] = { "root", "/p/cert" },
};

static const Entry troubles[N_TROUBLES] = {
  [TROUBLE_SESSION_LOST] = { "session-lost", "the session is lost" },
  [TROUBLE_ERROR] = { "error", "500 Internal Server Error" },
  [TROUBLE_BUSY] = { "busy", "503 with Retry-After" },
  [TROUBLE_CUT] = { "cut", "the connection is closed without an answer" },
  [TROUBLE_BROKEN] = { "broken", "the connection is closed in the middle of the answer" },
  [TROUBLE_TRUNCATED] = { "truncated", "the page stops in the middle" },
  [TROUBLE_SLOW] = { "slow", "the answer comes slowly" },
};

static const Entry faults_of_acts[N_FAULTS] = {
  [FAULT_REFUSED] = { "refused", "the application is refused with an error code" },
  [FAULT_PENDING_FOREVER] = { "pending-forever", "the certificate is never issued" },
  [FAULT_ISSUE_FAILS] = { "issue-fails", "the issuing fails: the status says so" },
  [FAULT_OTHER_SUBJECT] = { "other-subject", "somebody else's certificate is issued" },
  [FAULT_OTHER_CA] = { "other-ca", "the certificate is issued by another authority" },
  [FAULT_SHORT_VALIDITY] = { "short-validity", "the new certificate is valid for a year only" },
  [FAULT_HALF] = { "half-p12", "half a PKCS#12 is delivered, as if it were whole" },
  [FAULT_RUBBISH] = { "rubbish-p12", "rubbish is delivered instead of a PKCS#12" },
  [FAULT_KEYLESS] = { "keyless-p12", "the PKCS#12 has no key" },
  [FAULT_FOREIGN_KEY] = { "foreign-key-p12", "the PKCS#12 has a key that does not fit" },
  [FAULT_NEW_REFUSED] = { "new-refused", "the new certificate is refused at the menu" },
  [FAULT_ALREADY_APPLIED]
  = { "already-applied", "the application was made earlier: it is listed and can be downloaded" },
  [FAULT_OLD_APPLICATION]
  = { "old-application", "the list has an application older than the present certificate" },
};

/* a download has no page that could stop or be forgotten, and the root needs no session */
static gboolean
makes_sense (Trouble trouble, Point point)
{
  if (trouble == TROUBLE_TRUNCATED)
    return point != POINT_DOWNLOAD && point != POINT_ROOT;
  return trouble != TROUBLE_SESSION_LOST || point != POINT_ROOT;
}

static char *
name_trouble (Trouble trouble, Point point)
{
  return g_strdup_printf ("%s-%s", troubles[trouble].name, points[point].name);
}

Faults *
faults_new (FaultStruck struck, gpointer data)
{
  Faults *faults = g_new0 (Faults, 1);
  faults->struck = struck;
  faults->data = data;
  return faults;
}

void
faults_free (Faults *faults)
{
  g_free (faults);
}

static int *
find_counter (Faults *faults, const char *name)
{
  for (int f = 0; f < N_FAULTS; f++)
    if (g_str_equal (faults_of_acts[f].name, name))
      return &faults->faults[f];
  for (Trouble t = TROUBLE_NONE + 1; t < N_TROUBLES; t++)
    for (Point p = 0; p < N_POINTS; p++) {
      g_autofree char *candidate = name_trouble (t, p);
      if (makes_sense (t, p) && g_str_equal (candidate, name))
        return &faults->troubles[t][p];
    }
  return NULL;
}

gboolean
faults_add (Faults *faults, const char *text, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ":", 2);
  int *counter = parts[0] != NULL ? find_counter (faults, parts[0]) : NULL;
  if (counter == NULL) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 "There is no fault \"%s\"; --list-faults shows those there are.", text);
    return FALSE;
  }
  guint64 times = 1;
  if (parts[1] != NULL && g_str_equal (parts[1], "always"))
    times = ALWAYS;
  else if (parts[1] != NULL && !g_ascii_string_to_unsigned (parts[1], 10, 1, ALWAYS - 1, &times, NULL)) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 "\"%s\" does not say how often: it is NAME, NAME:NUMBER or NAME:always.", text);
    return FALSE;
  }
  *counter = (int)times;
  return TRUE;
}

static gboolean
use_up (int *counter)
{
  if (*counter == 0)
    return FALSE;
  if (*counter != ALWAYS)
    *counter -= 1;
  return TRUE;
}

gboolean
faults_strike (Faults *faults, Fault fault)
{
  if (!use_up (&faults->faults[fault]))
    return FALSE;
  faults->struck (faults_of_acts[fault].name, faults->data);
  return TRUE;
}

Trouble
faults_strike_at (Faults *faults, Point point)
{
  for (Trouble t = TROUBLE_NONE + 1; t < N_TROUBLES; t++)
    if (use_up (&faults->troubles[t][point])) {
      g_autofree char *name = name_trouble (t, point);
      faults->struck (name, faults->data);
      return t;
    }
  return TROUBLE_NONE;
}

char *
faults_list (void)
{
  GString *list = g_string_new (NULL);
  for (int f = 0; f < N_FAULTS; f++)
    g_string_append_printf (list, "%-24s %s\n", faults_of_acts[f].name, faults_of_acts[f].about);
  for (Trouble t = TROUBLE_NONE + 1; t < N_TROUBLES; t++)
    for (Point p = 0; p < N_POINTS; p++) {
      g_autofree char *name = name_trouble (t, p);
      if (makes_sense (t, p))
        g_string_append_printf (list, "%-24s %s: %s\n", name, troubles[t].about, points[p].about);
    }
  return g_string_free (list, FALSE);
}
