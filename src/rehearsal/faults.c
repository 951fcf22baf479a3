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

/* `points`: the places where it makes sense, a bit each */
typedef struct {
  const char *name, *about;
  guint points;
} TroubleEntry;

/* `lasting`: the authority is like that, so that it is not used up unless a number says so */
typedef struct {
  const char *name, *about;
  gboolean lasting;
} FaultEntry;

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
  [POINT_PROOF] = { "proof", "the menu, for a certificate that was fetched here" },
  [POINT_OBTAIN] = { "obtain", "/p/rcd" },
  [POINT_OBTAINED] = { "obtained", "the PKCS#12 of /p/rcd" },
  [POINT_REVOKE] = { "revoke", "/p/rx" },
  [POINT_ROOT] = { "root", "/p/cert" },
};

#define AT(point) (1u << (point))
#define EVERYWHERE (AT (N_POINTS) - 1)
/* a download has no page that could stop or be forgotten, and the root needs no session */
#define PAGES (EVERYWHERE & ~(AT (POINT_DOWNLOAD) | AT (POINT_OBTAINED) | AT (POINT_ROOT)))
#define SESSIONS (EVERYWHERE & ~AT (POINT_ROOT))
#define SENDING (AT (POINT_SUBMIT) | AT (POINT_TAKEN))
#define COMING (SENDING | AT (POINT_LIST) | AT (POINT_DOWNLOAD) | AT (POINT_PROOF) | AT (POINT_OBTAINED))

static const TroubleEntry troubles[N_TROUBLES] = {
  [TROUBLE_SESSION_LOST] = { "session-lost", "the session is lost", SESSIONS },
  [TROUBLE_ERROR] = { "error", "500 Internal Server Error", EVERYWHERE },
  [TROUBLE_BUSY] = { "busy", "503 with Retry-After", EVERYWHERE },
  [TROUBLE_CUT] = { "cut", "the connection is closed without an answer", EVERYWHERE },
  [TROUBLE_BROKEN] = { "broken", "the connection is closed in the middle of the answer", EVERYWHERE },
  [TROUBLE_TRUNCATED] = { "truncated", "the page stops in the middle", PAGES },
  [TROUBLE_SLOW] = { "slow", "the answer comes slowly", EVERYWHERE },
  [TROUBLE_SILENT] = { "silent", "no answer comes and the connection stays", SENDING },
  [TROUBLE_RESET] = { "reset", "the connection is reset", SENDING },
  [TROUBLE_MAINTENANCE] = { "maintenance", "a page says that the system is being maintained", EVERYWHERE },
  [TROUBLE_CROWDED] = { "crowded", "a page says that too many are there", COMING },
  [TROUBLE_LOGIN] = { "login", "a page asks for a name and a password", COMING },
  [TROUBLE_MENU] = { "menu-again", "the menu comes again", SENDING },
  [TROUBLE_NO_IDS] = { "no-ids", "a page says that it was taken, and no more", SENDING },
  [TROUBLE_EMPTY] = { "empty", "200 with nothing in it", COMING },
  [TROUBLE_FILE] = { "file", "a file comes instead of a page", SENDING },
  [TROUBLE_FORBIDDEN] = { "forbidden", "403 without a word", COMING },
  [TROUBLE_MISSING] = { "missing", "404 Not Found", COMING },
  [TROUBLE_BAD_GATEWAY] = { "bad-gateway", "502 with the page of a proxy", COMING },
  [TROUBLE_REDIRECT_HTTP] = { "redirect-http", "a redirect to http:", SENDING },
  [TROUBLE_REDIRECT_AWAY] = { "redirect-away", "a redirect to another host", SENDING },
  [TROUBLE_REDIRECT_MISSING] = { "redirect-missing", "a redirect to an address that is not there", SENDING },
  [TROUBLE_REDIRECT_MOVED] = { "redirect-moved", "307 to another address that does the same", SENDING },
  [TROUBLE_REDIRECT_ITSELF] = { "redirect-itself", "307 to the same address", SENDING },
};

static const FaultEntry faults_of_acts[N_FAULTS] = {
  [FAULT_REFUSED] = { "refused", "the application is refused with an error code", FALSE },
  [FAULT_PENDING_FOREVER] = { "pending-forever", "the certificate is never issued", FALSE },
  [FAULT_ISSUE_FAILS] = { "issue-fails", "the issuing fails: the status says so", FALSE },
  [FAULT_OTHER_SUBJECT] = { "other-subject", "somebody else's certificate is issued", FALSE },
  [FAULT_OTHER_CA] = { "other-ca", "the certificate is issued by another authority", FALSE },
  [FAULT_SHORT_VALIDITY] = { "short-validity", "the new certificate is valid for a year only", FALSE },
  [FAULT_HALF] = { "half-p12", "half a PKCS#12 is delivered, as if it were whole", FALSE },
  [FAULT_RUBBISH] = { "rubbish-p12", "rubbish is delivered instead of a PKCS#12", FALSE },
  [FAULT_KEYLESS] = { "keyless-p12", "the PKCS#12 has no key", FALSE },
  [FAULT_FOREIGN_KEY] = { "foreign-key-p12", "the PKCS#12 has a key that does not fit", FALSE },
  [FAULT_NEW_REFUSED] = { "new-refused", "the new certificate is refused at the menu", FALSE },
  [FAULT_ALREADY_APPLIED]
  = { "already-applied", "the application was made earlier: it is listed and can be downloaded", FALSE },
  [FAULT_OLD_APPLICATION]
  = { "old-application", "the list has an application older than the present certificate", FALSE },
  [FAULT_FOOTNOTE]
  = { "footnote", "the page of a taken application has words of refusal in a footnote", FALSE },
  [FAULT_CHARGES_AGAIN]
  = { "charges-again", "each Submit is an application, also where there is one already", TRUE },
  [FAULT_LIST_LAGS] = { "list-lags", "the list shows an application after --list-lag-seconds only", TRUE },
  [FAULT_LIST_ISSUED_ONLY] = { "list-issued-only", "the list shows only what is issued", TRUE },
  [FAULT_LIST_UNFETCHED_ONLY]
  = { "list-unfetched-only", "the list shows only what was never downloaded", TRUE },
  [FAULT_LIST_NEVER] = { "list-never", "the list never shows anything", TRUE },
  [FAULT_LIST_SAYS_INCOMPLETE]
  = { "list-says-incomplete", "an empty list says that no application was completed", TRUE },
  [FAULT_NEW_PAIR] = { "new-pair", "each further download is another certificate with another key", TRUE },
  [FAULT_ONCE] = { "once", "a key is given out once, even if it does not arrive", TRUE },
  [FAULT_REFUSED_PROOF]
  = { "refused-proof", "a certificate that was fetched here is not registered yet", FALSE },
  [FAULT_OBTAIN_UNKNOWN] = { "obtain-unknown", "the right IDs are said to be wrong at /p/rcd", FALSE },
};

static gboolean
makes_sense (Trouble trouble, Point point)
{
  return (troubles[trouble].points & AT (point)) != 0;
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

/* `times` becomes how often it strikes where nothing is said */
static int *
find_counter (Faults *faults, const char *name, guint64 *times)
{
  *times = 1;
  for (int f = 0; f < N_FAULTS; f++)
    if (g_str_equal (faults_of_acts[f].name, name)) {
      *times = faults_of_acts[f].lasting ? ALWAYS : 1;
      return &faults->faults[f];
    }
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
  guint64 times = 1;
  int *counter = parts[0] != NULL ? find_counter (faults, parts[0], &times) : NULL;
  if (counter == NULL) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 "There is no fault \"%s\"; --list-faults shows those there are.", text);
    return FALSE;
  }
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
