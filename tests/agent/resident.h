/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ledger.h"
#include "memory.h"

G_BEGIN_DECLS

/** The agent's looks without a desktop: what it would show goes to the test, and is taken at once. */
typedef struct {
  Memory *memory;
  Ledger ledger;
  KigenNotice *last; /* what was shown last; NULL for none */
} Resident;

/** Prepares what a test of the agent's needs around it, in main(), instead of g_test_init(): folders of its
 * own and Tokyo's time. */
void resident_init (int *argc, char ***argv);

Resident *resident_new (void);
void resident_free (Resident *resident);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Resident, resident_free)

/** What the state says at an instant, of the authority obn. */
Agenda *resident_agenda (const Resident *resident, const char *now);

/** One look.  What it shows, each certificate as the first digit of its ID with the stage: "a60 b30"; "" for
 * nothing.  g_free(). */
char *resident_look (Resident *resident, const char *now);
/** The user's answer to what was shown last. */
void resident_answer (Resident *resident, KigenNoticeAnswer answer, const char *now);

#define resident_assert_shows(resident, now, what)                                                           \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    g_autofree char *shows = resident_look (resident, now);                                                  \
    g_assert_cmpstr (shows, ==, what);                                                                       \
  }                                                                                                          \
  G_STMT_END

G_END_DECLS
