/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "doctor-private.h"

G_BEGIN_DECLS

/** What differs from desktop to desktop: where icons and notices are shown. */

/** FALSE where this is no desktop's session; nothing is found then. */
gboolean kigen_doctor_examine_screen (KigenExamination *examination);
/** How grave it is that something is not there: over a remote shell, nothing is to be seen anyhow. */
KigenFindingLevel kigen_doctor_level_of_absence (void);

G_END_DECLS
