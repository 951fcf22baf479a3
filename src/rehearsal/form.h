/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "rendering.h"

#include <libsoup/soup.h>

/* What a browser sent: by the query, or by the body where there is one. */
typedef struct Form Form;

Form *form_read (const Rendering *rendering, SoupServerMessage *message);
void form_free (Form *form); /* wipes its values: passwords are among them */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Form, form_free)

gboolean form_is_empty (const Form *form);
/* By the rehearsal's own name for it; NULL where it was not sent. */
const char *form_value (const Form *form, const char *name);
/* The act whose button was pressed or whose link was followed; NULL for none. */
const char *form_action (const Form *form);
