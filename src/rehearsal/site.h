/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "application.h"
#include "ca.h"
#include "events.h"
#include "faults.h"
#include "options.h"
#include "session.h"

/* The authority as a whole: what its pages read and change. */
typedef struct {
  const Options *options;
  Ca *ca;
  Ledger *ledger;
  Faults *faults;
  Events *events;
  Sessions *sessions;
  char *base; /* https://localhost:PORT */
} Site;

/* `now` in microseconds: what a new folder begins with is counted from it. */
Site *site_open (const Options *options, gint64 now, GError **error);
void site_free (Site *site);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Site, site_free)

/* Once the port is known: the profile, and the file names its users need. */
gboolean site_write_profile (Site *site, int port, GError **error);
char *site_path (const Site *site, const char *file);

/* Takes a renewal for the certificate of that serial. */
Application *site_apply (Site *site, const char *common_name, const char *old_serial, gint64 now);
/* Issues what is due by `now`; how far the application is then. */
Status site_advance (Site *site, Application *application, gint64 now);
/* Where each key is given out once: whether that one was. */
gboolean site_is_gone (Site *site, const Application *application);
/* Packs an issued certificate as it is delivered, with whatever fault there is to be; NULL where it failed.
 */
GBytes *site_pack (Site *site, Application *application, const char *password);
void site_save (Site *site);
