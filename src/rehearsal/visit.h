/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "form.h"
#include "page.h"
#include "site.h"

typedef struct Act Act;

/* One request and the answer to it.  A service's handler looks at the first half and fills the second. */
typedef struct {
  Site *site;
  SoupServerMessage *message;
  const char *service; /* /p/ru */
  const char *path;
  gint64 now; /* microseconds since the epoch */
  gint64 connection;
  X509 *peer;                 /* NULL without a client certificate */
  char *serial, *common_name; /* the peer's */
  Form *form;
  Session *session;
  const Act *entrance; /* the service's */
  gboolean sends;      /* it is a Submit, whatever becomes of it */
  char *request_id;    /* of the application that was taken; NULL */

  Page *page;
  GBytes *file;
  const char *file_type;
  char *file_name;
  char *location; /* a redirect; by 303 where nothing is said */
  unsigned location_status;
  unsigned bare_status; /* an answer that is no page of the site; 0: none */
  const char *bare_body;
  Trouble damage; /* what is done to the answer on its way */
} Visit;

/* An act of a service: what is done when a button is pressed. */
struct Act {
  const char *name;
  Point point;
  gboolean shows; /* it only shows a page, so it may be asked for by GET after a redirect */
  gboolean about; /* it is about one application: nothing can be done with a token that names none */
  void (*act) (Visit *visit, Ticket *ticket);
};

Visit *visit_new (Site *site, SoupServerMessage *message, const char *service, X509 *peer, gint64 now);
void visit_free (Visit *visit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Visit, visit_free)

/* Finds what is asked for among a service's acts, the first of which is its entrance, and does it. */
void visit_dispatch (Visit *visit, const Act *acts);
/* Goes on to another act of the same service with that token, by a redirect where the rendering has it so. */
void visit_go_on (Visit *visit, const Act *acts, const char *name, const char *token);

/* The session that the cookie names; NULL. */
Session *visit_find_session (const Visit *visit);
void visit_begin_session (Visit *visit);
/* Forgets it and says so. */
void visit_lose_session (Visit *visit);
const char *visit_give_token (Visit *visit, const char *page, const char *request_id);

/* Answers; each takes over what it is given. */
void visit_show (Visit *visit, Page *page);
void visit_send_file (Visit *visit, GBytes *file, const char *type, char *name);
/* A page that says no: `words` are shown as its complaint. */
void visit_refuse (Visit *visit, unsigned status, const char *title, const char *words);
/* Whether a fault took the answer over. */
gboolean visit_strike (Visit *visit, Point point);
/* Puts the answer into the message. */
void visit_answer (Visit *visit);

/* The services. */
void renewal_visit (Visit *visit);
void obtain_visit (Visit *visit);
void revocation_visit (Visit *visit);
void root_visit (Visit *visit);
void home_visit (Visit *visit);
