/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* Removes a folder that was made for one run, with all that lies in it. */
void folder_remove (const char *path);
