/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "page.h"

#include <kigen/base/profile.h>

G_BEGIN_DECLS

/** Two fields for a new password (or one, for a known one), with what is wrong said at once. */
typedef struct {
  Field *first;
  Field *second; /* NULL for a known one */
  Field *shown;
  Field *problem;
  Field *button;         /* sensitive while the answer will do */
  KigenProfile *profile; /* NULL: any that is not empty */
} PasswordFields;

/** Adds them; set `button` afterwards and call password_fields_check() once.  Freed with the page. */
PasswordFields *page_add_password (Page *page, KigenProfile *profile, gboolean twice);
void password_fields_check (PasswordFields *fields);
/** kigen_secret_unref(). */
KigenSecret *password_fields_take (const PasswordFields *fields);

G_END_DECLS
