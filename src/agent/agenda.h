/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/base/certificate.h>
#include <kigen/notice/schedule.h>
#include <kigen/state/state.h>

G_BEGIN_DECLS

/** One certificate that still counts: not gone, and without a successor. */
typedef struct {
  KigenCertificate *certificate;
  int days_left;      /* calendar days, negative when it has run out */
  gboolean ended;     /* it has run out */
  gboolean renewing;  /* a renewal of it is open */
  gboolean unmanaged; /* it is not renewed here */
  gboolean due;       /* the authority renews it now */
  gboolean urgent;    /* its notices come daily */
  KigenSchedulePoint point;
  char *text; /* what a notice says of it now */
} AgendaEntry;

/** What there is to say and to do, out of the state, at one instant. */
typedef struct {
  GPtrArray *entries; /* AgendaEntry, soonest end first */
  gint64 now;
  gint64 next; /* the next instant at which it changes by itself */
} Agenda;

/** Which authorities' rules hold: names as --profile takes them, NULL for all. */
Agenda *agenda_read (KigenState *state, char *const *profile_names, gint64 now, GError **error);
void agenda_free (Agenda *agenda);
/** By the certificate's ID; NULL for none. */
const AgendaEntry *agenda_find (const Agenda *agenda, const char *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Agenda, agenda_free)

G_END_DECLS
