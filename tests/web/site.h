/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/web/http.h>

#include "workshop.h"

G_BEGIN_DECLS

/**
 * A TLS server of a test's own on localhost, which answers what it was told to, in that order, whatever it is
 * asked; when nothing is left, an empty page.  Each connection has a thread, all of them end with the site.
 */
typedef struct _Site Site;

/** How it is to be; all may be left out. */
typedef struct {
  const char *name;      /* in its certificate; left out: "localhost" */
  const char *authority; /* subject of its authority; left out: one that no other site has */
  int tls;               /* the only version that it speaks; left out: 1.2 and 1.3 */
  gboolean asks;         /* for a certificate, and goes on without one */
  gboolean insists;      /* on one that its own authority has issued */
  gboolean is_hasty;     /* hangs up as soon as a request begins, however much is still to come */
} SiteOrder;

Site *site_open (const SiteOrder *order);
void site_close (Site *site);

/** Its URL, or that of a path there; g_free(). */
char *site_url (const Site *site, const char *path);
/** PEM of the authority that issued its certificate, owned by it. */
const char *site_anchors (const Site *site);
/** A certificate that its authority has issued, with its key. */
KigenCredential *site_credential (Site *site, MintKind kind, const char *subject);

typedef enum {
  SITE_KEEP,  /* the connection stays */
  SITE_CLOSE, /* … ends, as TLS has it */
  SITE_BREAK, /* … ends without a word */
  SITE_STALL, /* nothing more comes, and nobody hangs up */
} SiteThen;

/** What it is to send for the next request that has none yet, byte for byte. */
void site_say (Site *site, SiteThen then, const char *bytes);
/** The same as an answer with its length: "200 OK", "Refresh: 1\r\n" or "", and a body. */
void site_answer (Site *site, const char *status, const char *headers, const char *body);
/** … as a PKCS#12 file. */
void site_give (Site *site, GBytes *file);

/** What has come so far. */
guint site_requests (Site *site);
guint site_handshakes (Site *site);
/** A request as it came; g_free(). */
char *site_request (Site *site, guint number);
/** Whether a request as it came has this in it. */
gboolean site_was_asked (Site *site, guint number, const char *part);
/** The common name of the certificate that was last shown; "" for none; g_free(). */
char *site_visitor (Site *site);
/** Waits until so many requests have come. */
void site_wait (Site *site, guint requests);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Site, site_close)

G_END_DECLS
