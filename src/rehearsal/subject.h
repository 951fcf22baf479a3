/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "visit.h"

/* What several services say of a certificate. */
void subject_put_rows (Block *rows, const X509 *certificate);
/* NULL where both are the same four digits, else what is wrong. */
const char *subject_check_password (const char *password, const char *again);
void subject_report_download (const Visit *visit, const char *request_id, const char *by);
