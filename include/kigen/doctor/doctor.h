/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/doctor/finding.h>
#include <kigen/workspace/workspace.h>

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * Looks at everything that Kigen needs on this computer: the stores and what is in them, backups, the way to
 * the authorities and their identity, the clock, the desktop, the state and the settings.  Nobody is asked
 * anything, no certificate is shown to anyone, and nothing is changed (a state folder is made where there is
 * none).  It takes some seconds where the network does not answer.
 *
 * What is wrong is a finding, not an error.  KigenFinding elements, grouped; errors: USAGE where the
 * workspace names what there is not, CANCELLED.
 */
GPtrArray *kigen_doctor_examine (KigenWorkspace *workspace, GCancellable *cancellable, GError **error);
/** The gravest level among them. */
KigenFindingLevel kigen_doctor_worst (const GPtrArray *findings);

/** All of it as plain text for whoever helps, with the versions and the instant; the home folder is shown as
 * "~".  g_free(). */
char *kigen_doctor_report (const GPtrArray *findings);

/** Does what can be done without a window: AUTOSTART, AGENT, SCAN.  Waits some seconds for what was started.
 */
gboolean kigen_doctor_apply (KigenWorkspace *workspace, KigenRemedy remedy, GCancellable *cancellable,
                             GError **error);

G_END_DECLS
