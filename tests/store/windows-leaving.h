/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/** Adds the tests of what leaves the store of Windows and what stays there. */
void windows_leaving_add (void);
