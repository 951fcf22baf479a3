/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "visit.h"

/* The page 「更新後証明書の取得」. */
void list_show (Visit *visit, Ticket *ticket);
