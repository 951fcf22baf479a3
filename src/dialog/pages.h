/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "controller.h"

#include <kigen/base/certificate.h>
#include <kigen/base/secret.h>

G_BEGIN_DECLS

/* The windows there are, each laid open in the controller. */

void list_window_show (Controller *controller);
/** The certificate with this ID (its first characters will do; NULL: the only one that is due); goes on with
 * its open renewal. */
void renewal_window_show (Controller *controller, const char *id);
/** Goes on with the open renewal of this number. */
void resume_window_show (Controller *controller, gint64 number);
void details_window_show (Controller *controller, const KigenCertificate *certificate);
void obtain_window_show (Controller *controller);
/** Fetches a first certificate; `reference_id` is referenced. */
void obtaining_show (Controller *controller, const char *request_id, KigenSecret *reference_id);
void backup_window_show (Controller *controller, const KigenCertificate *certificate);
/** Of the certificate with this ID; NULL: of the only one, or the list where there are several. */
void backup_window_choose (Controller *controller, const char *id);
void check_window_show (Controller *controller);
void restore_window_show (Controller *controller);
void delete_window_show (Controller *controller, const KigenCertificate *certificate);
void history_window_show (Controller *controller);
void settings_window_show (Controller *controller);
/** What is wrong on this computer, looked for anew. */
void doctor_window_show (Controller *controller);

/** An error of a window's job, with a way back to the list. */
void trouble_window_show (Controller *controller, const GError *error);
/** Something that went well, with a way back. */
void done_window_show (Controller *controller, const char *heading, const char *text);

/** The ControllerOptions' `store_password`. */
void store_password_show (Controller *controller, gpointer question);

/** Lays open what the words of a command line ask for, unless something is under way: that stays.  FALSE
 * where there is no such window. */
gboolean wish_show (Controller *controller, const char *const *words);

G_END_DECLS
