/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "cli.h"

G_BEGIN_DECLS

/** A PKCS#12 file opened with the password that was given or is asked for, its key and certificate there and
 * fitting.  Errors: FILE_DAMAGED, PASSWORD_WRONG, PASSWORD_MISSING, KEY. */
KigenPkcs12 *kigen_cli_open_file (KigenCli *cli, const char *path, GError **error);

G_END_DECLS
