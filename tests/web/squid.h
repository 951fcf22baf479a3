/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * A real proxy of a test's own: squid in the foreground, with a folder and port of its own, ending with the
 * test however that ends.  Who it lets through: "basic" and "ntlm" ask for a user's name and password, "open"
 * for nothing.  It never connects to blocked.example.
 */
typedef struct _Squid Squid;

/** Why there cannot be one; NULL where there can. */
const char *squid_is_missing (void);

Squid *squid_open (const char *scheme);
void squid_close (Squid *squid);

/** "http://localhost:PORT", owned by it. */
const char *squid_url (const Squid *squid);
/** How many lines of its log have this in them; what is still to be written is waited for. */
guint squid_noted (const Squid *squid, const char *words);

/** Whom "basic" knows; to "ntlm" everybody is welcome. */
#define SQUID_USER "clerk"
#define SQUID_PASSWORD "p w:d@1"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Squid, squid_close)

G_END_DECLS
