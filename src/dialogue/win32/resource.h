/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* What is in kigen-dialog.rc. */

#define RESOURCE_ICON 1
#define RESOURCE_GOOD 2
#define RESOURCE_RENEWING 3
