/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* The icons in a program's resources.  Explorer shows the first for the program's file; then those of
 * KigenTrayIcon, in its order. */
#define KIGEN_ICON_PROGRAM 1
#define KIGEN_ICON_NORMAL 2
#define KIGEN_ICON_DUE 3
#define KIGEN_ICON_URGENT 4
#define KIGEN_ICON_RENEWING 5
#define KIGEN_ICON_TROUBLE 6
