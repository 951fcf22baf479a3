/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/base/certificate.h>

G_BEGIN_DECLS

/** How much a finding matters. */
typedef enum {
  KIGEN_FINDING_OK,
  KIGEN_FINDING_HINT,    /* nothing is broken, and something could be better or could not be looked at */
  KIGEN_FINDING_PROBLEM, /* something does not work */
} KigenFindingLevel;

/** What Kigen can do about a finding by itself, or which of its windows does it. */
typedef enum {
  KIGEN_REMEDY_NONE,
  KIGEN_REMEDY_AUTOSTART, /* let it start at login */
  KIGEN_REMEDY_AGENT,     /* start it now */
  KIGEN_REMEDY_SCAN,      /* remember what is in the stores */
  KIGEN_REMEDY_BACKUP,    /* a window's: back `certificate` up */
  KIGEN_REMEDY_RENEW,     /* a window's: renew `certificate`, or go on with it */
  KIGEN_REMEDY_SETTINGS,  /* a window's: change the settings */
} KigenRemedy;

/** One thing that was looked at.  Its strings are its own and hold no password, key or reference ID. */
typedef struct {
  /** A stable word, static: "stores", "certificates", "backup", "profiles", "name-resolution",
   * "reachability", "trust", "clock", "tray", "notifications", "agent", "autostart", "state", "renewals",
   * "settings", "versions". Several findings may have the same. */
  const char *id;
  KigenFindingLevel level;
  char *text; /* what was found, translated */
  char *cure; /* what to do next, translated; NULL for nothing */
  KigenRemedy remedy;
  KigenCertificate *certificate; /* the one that the remedy is for; NULL for none */
} KigenFinding;

void kigen_finding_free (KigenFinding *finding);
/** "ok", "hint", "problem": for JSON. */
const char *kigen_finding_level_name (KigenFindingLevel level);
/** The same in the user's language; static. */
const char *kigen_finding_level_words (KigenFindingLevel level);
/** What its kind of findings is about ("Certificates", "Authority" …), translated, static: a heading for
 * those that follow each other with the same. */
const char *kigen_finding_group (const KigenFinding *finding);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KigenFinding, kigen_finding_free)

G_END_DECLS
