/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/base/profile.h>

G_BEGIN_DECLS

/* The waits of [Waits], in seconds. */
typedef enum {
  KIGEN_WAIT_FIRST_POLL,
  KIGEN_WAIT_LONGEST_POLL,
  KIGEN_WAIT_ISSUE,
  KIGEN_WAIT_SETTLE,
  KIGEN_WAIT_TIMEOUT,
  KIGEN_N_WAITS
} KigenWait;

typedef struct {
  const char *key;
  int seconds;
} KigenWaitDefault;

extern const KigenWaitDefault kigen_profile_waits[KIGEN_N_WAITS];

/** A calendar's duration, as ISO 8601 writes it: P3Y3M. */
typedef struct {
  int years;
  int months;
  int days;
} KigenDuration;

struct _KigenProfile {
  gatomicrefcount references;
  char *id;
  char *name;
  char *provider;
  char *issuer_pattern;
  char *subject_pattern;
  KigenDuration validity;
  GArray *notice_days; /* int */
  int daily_from;
  int notice_hour;
  int renew_from;
  char *base;
  GHashTable *endpoints; /* key -> path */
  GHashTable *hosts;     /* service host -> host */
  char **labels[KIGEN_N_LABELS];
  int waits[KIGEN_N_WAITS];
  GRegex *password; /* NULL: any that is not empty */
  char *password_hint;
  char *anchors;
  char **pins;
};

/** Where a profile's other files are read from: a folder, or the program's own. */
typedef char *(*KigenProfileReader) (const char *name, const char *folder, GError **error);

/** Makes a profile of a key file's text; `origin` names it in messages. */
KigenProfile *kigen_profile_read (const char *text, gsize size, const char *origin, const char *folder,
                                  KigenProfileReader reader, GError **error);

/** The manuals' own words for a label, separated by ';'. */
const char *kigen_label_default (KigenLabel label);

/** kigen_profile_find() and kigen_profile_all() with the administrator's profiles in `site`. */
KigenProfile *kigen_profile_find_in (const char *site, const char *name_or_file, GError **error);
GPtrArray *kigen_profile_all_in (const char *site);

G_END_DECLS
