/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

#include "site.h"

#include "loopback.h"

#include <kigen/crypto/x509.h>

#include <openssl/ssl.h>

#include <string.h>

/* Of a number in a signature by a key of P-256. */
#define USUAL_SIZE 32
#define ENOUGH_TIME (20 * G_TIME_SPAN_SECOND)

typedef struct {
  SiteThen then;
  GBytes *bytes;
} Line;

struct _Site {
  char *folder;
  char *anchors;
  EVP_PKEY *ca_key;
  GBytes *ca;
  SSL_CTX *context;
  int listener;
  guint16 port;
  gboolean is_hasty;
  GThread *thread;
  /* Below is under the lock. */
  GMutex lock;
  GCond news;
  GQueue script;       /* Line */
  GPtrArray *requests; /* char* */
  GArray *sockets;     /* int, of all connections, shut down at the end */
  GPtrArray *threads;
  guint handshakes;
  char *visitor;
  gboolean is_over;
};

typedef struct {
  Site *site;
  int socket;
} Visit;

/* A visit
 * -------------------------------------------------------------------------------------------------------- */

static gsize
content_length (const char *head)
{
  g_autofree char *folded = g_ascii_strdown (head, -1);
  const char *found = strstr (folded, "\r\ncontent-length:");
  return found != NULL ? (gsize)g_ascii_strtoull (found + strlen ("\r\ncontent-length:"), NULL, 10) : 0;
}

/* The whole of a request, or NULL where the visitor is gone. */
static char *
read_request (Site *site, SSL *ssl)
{
  g_autoptr (GString) request = g_string_new (NULL);
  for (;;) {
    char buffer[4096];
    const char *end = strstr (request->str, "\r\n\r\n");
    if (end != NULL && request->len >= (gsize)(end - request->str) + 4 + content_length (request->str))
      return g_string_free (g_steal_pointer (&request), FALSE);
    int size = SSL_read (ssl, buffer, sizeof buffer);
    if (size <= 0)
      return NULL;
    g_string_append_len (request, buffer, size);
    if (site->is_hasty)
      return NULL;
  }
}

static Line *
make_line (SiteThen then, const void *bytes, gsize size)
{
  Line *line = g_new0 (Line, 1);
  line->then = then;
  line->bytes = g_bytes_new (bytes, size);
  return line;
}

/* Notes the request and takes the answer to it. */
static Line *
next_line (Site *site, char *request)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&site->lock);
  g_ptr_array_add (site->requests, request);
  g_cond_broadcast (&site->news);
  static const char nothing[] = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
  Line *line = g_queue_pop_head (&site->script);
  return line != NULL ? line : make_line (SITE_KEEP, nothing, strlen (nothing));
}

static void
free_line (Line *line)
{
  g_bytes_unref (line->bytes);
  g_free (line);
}

static void
converse (Site *site, SSL *ssl)
{
  SiteThen then = SITE_KEEP;
  char *request;
  while (then == SITE_KEEP && (request = read_request (site, ssl)) != NULL) {
    Line *line = next_line (site, request);
    then = line->then;
    int size = (int)g_bytes_get_size (line->bytes);
    if (size > 0 && SSL_write (ssl, g_bytes_get_data (line->bytes, NULL), size) != size)
      then = SITE_BREAK;
    free_line (line);
  }
  char byte;
  while (then == SITE_STALL && SSL_read (ssl, &byte, 1) > 0)
    ;
  if (then == SITE_CLOSE)
    SSL_shutdown (ssl);
}

static void
note_visitor (Site *site, const SSL *ssl)
{
  char name[200] = "";
  X509 *x509 = SSL_get1_peer_certificate (ssl);
  if (x509 != NULL)
    X509_NAME_get_text_by_NID (X509_get_subject_name (x509), NID_commonName, name, sizeof name);
  X509_free (x509);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&site->lock);
  site->handshakes++;
  g_free (site->visitor);
  site->visitor = g_strdup (name);
}

static gpointer
receive (gpointer data)
{
  Visit *visit = data;
  SSL *ssl = SSL_new (visit->site->context);
  SSL_set_fd (ssl, visit->socket);
  if (SSL_accept (ssl) == 1) {
    note_visitor (visit->site, ssl);
    converse (visit->site, ssl);
  }
  SSL_free (ssl);
  /* What is closed with bytes unread would be reset, and take the last answer along. */
  loopback_hang_up (visit->socket, visit->site->is_hasty);
  g_free (visit);
  OPENSSL_thread_stop ();
  return NULL;
}

static gpointer
listen_on (gpointer data)
{
  Site *site = data;
  int accepted;
  loopback_outlive_visitors ();
  while ((accepted = loopback_accept (site->listener)) >= 0) {
    Visit *visit = g_new0 (Visit, 1);
    visit->site = site;
    visit->socket = accepted;
    g_mutex_lock (&site->lock);
    g_array_append_val (site->sockets, accepted);
    if (site->is_over)
      loopback_hang_up (accepted, TRUE);
    g_ptr_array_add (site->threads, g_thread_new ("visit", receive, visit));
    g_mutex_unlock (&site->lock);
  }
  return NULL;
}

/* Opening and closing
 * ---------------------------------------------------------------------------------------------- */

/* Wine 8 stumbles over an ECDSA signature with a number in it that is a byte shorter than usual, as one in a
 * hundred is: then another one is made. */
static gboolean
is_usual (GBytes *certificate)
{
  const unsigned char *at = g_bytes_get_data (certificate, NULL);
  const ASN1_BIT_STRING *bits = NULL;
  X509 *x509 = d2i_X509 (NULL, &at, (long)g_bytes_get_size (certificate));
  X509_get0_signature (&bits, NULL, x509);
  at = ASN1_STRING_get0_data (bits);
  ECDSA_SIG *signature = d2i_ECDSA_SIG (NULL, &at, ASN1_STRING_length (bits));
  gboolean usual = BN_num_bytes (ECDSA_SIG_get0_r (signature)) == USUAL_SIZE
                   && BN_num_bytes (ECDSA_SIG_get0_s (signature)) == USUAL_SIZE;
  ECDSA_SIG_free (signature);
  X509_free (x509);
  return usual;
}

static GBytes *
mint_usual (const MintOrder *order)
{
  GBytes *der = mint_certificate (order);
  while (!is_usual (der)) {
    g_bytes_unref (der);
    der = mint_certificate (order);
  }
  return der;
}

static void
mint_identity (Site *site, const char *name)
{
  g_autoptr (EVP_PKEY) key = mint_key (MINT_EC);
  g_autofree char *subject = g_strconcat ("CN=", name != NULL ? name : "localhost", NULL);
  g_autoptr (GBytes) der = mint_usual (
      &(MintOrder){ .key = key, .subject = subject, .issuer = site->ca, .issuer_key = site->ca_key });
  mint_write_key (site->folder, "key.pem", key);
  mint_write_certificate (site->folder, "certificate.pem", der);
  mint_write_certificate (site->folder, "ca.pem", site->ca);
  g_autofree char *key_path = workshop_path (site->folder, "key.pem");
  g_autofree char *path = workshop_path (site->folder, "certificate.pem");
  g_assert_cmpint (SSL_CTX_use_certificate_file (site->context, path, SSL_FILETYPE_PEM), ==, 1);
  g_assert_cmpint (SSL_CTX_use_PrivateKey_file (site->context, key_path, SSL_FILETYPE_PEM), ==, 1);
}

static int
accept_anyone (int is_good G_GNUC_UNUSED, X509_STORE_CTX *store G_GNUC_UNUSED)
{
  return 1;
}

static void
set_up_context (Site *site, const SiteOrder *order)
{
  g_autofree char *ca = workshop_path (site->folder, "ca.pem");
  if (order->tls != 0) {
    SSL_CTX_set_min_proto_version (site->context, order->tls);
    SSL_CTX_set_max_proto_version (site->context, order->tls);
  }
  g_assert_cmpint (SSL_CTX_load_verify_file (site->context, ca), ==, 1);
  SSL_CTX_set_session_id_context (site->context, (const unsigned char *)"site", 4);
  if (order->insists)
    SSL_CTX_set_verify (site->context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
  else if (order->asks)
    SSL_CTX_set_verify (site->context, SSL_VERIFY_PEER, accept_anyone);
}

Site *
site_open (const SiteOrder *order)
{
  Site *site = g_new0 (Site, 1);
  site->is_hasty = order->is_hasty;
  g_mutex_init (&site->lock);
  g_cond_init (&site->news);
  g_queue_init (&site->script);
  site->requests = g_ptr_array_new_with_free_func (g_free);
  site->sockets = g_array_new (FALSE, FALSE, sizeof (int));
  site->threads = g_ptr_array_new ();
  site->visitor = g_strdup ("");
  site->folder = workshop_open ();
  site->ca_key = mint_key (MINT_EC);
  static gint authorities = 0;
  g_autofree char *authority = g_strdup_printf ("CN=authority %d", g_atomic_int_add (&authorities, 1));
  site->ca = mint_usual (&(MintOrder){ .key = site->ca_key,
                                       .subject = order->authority != NULL ? order->authority : authority,
                                       .is_ca = TRUE });
  site->context = SSL_CTX_new (TLS_server_method ());
  mint_identity (site, order->name);
  set_up_context (site, order);
  g_autoptr (GBytes) anchors = workshop_read (site->folder, "ca.pem");
  site->anchors = g_strndup (g_bytes_get_data (anchors, NULL), g_bytes_get_size (anchors));
  site->listener = loopback_listen (&site->port);
  site->thread = g_thread_new ("site", listen_on, site);
  return site;
}

static void
end_visits (Site *site)
{
  g_mutex_lock (&site->lock);
  site->is_over = TRUE;
  for (guint i = 0; i < site->sockets->len; i++)
    loopback_hang_up (g_array_index (site->sockets, int, i), TRUE);
  g_mutex_unlock (&site->lock);
  loopback_stop (site->listener);
  g_thread_join (site->thread);
  for (guint i = 0; i < site->threads->len; i++)
    g_thread_join (g_ptr_array_index (site->threads, i));
  for (guint i = 0; i < site->sockets->len; i++)
    loopback_close (g_array_index (site->sockets, int, i));
  loopback_free (site->listener);
}

void
site_close (Site *site)
{
  Line *line;
  end_visits (site);
  while ((line = g_queue_pop_head (&site->script)) != NULL)
    free_line (line);
  g_ptr_array_unref (site->threads);
  g_ptr_array_unref (site->requests);
  g_array_unref (site->sockets);
  SSL_CTX_free (site->context);
  EVP_PKEY_free (site->ca_key);
  g_bytes_unref (site->ca);
  workshop_close (site->folder);
  g_mutex_clear (&site->lock);
  g_cond_clear (&site->news);
  g_free (site->anchors);
  g_free (site->visitor);
  g_free (site);
}

/* What it is told and tells
 * ---------------------------------------------------------------------------------------- */

void
site_say (Site *site, SiteThen then, const char *bytes)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&site->lock);
  g_queue_push_tail (&site->script, make_line (then, bytes, strlen (bytes)));
}

void
site_give (Site *site, GBytes *file)
{
  g_autofree char *head = g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Type: application/x-pkcs12\r\n"
                                           "Content-Length: %zu\r\n\r\n",
                                           g_bytes_get_size (file));
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_byte_array_append (bytes, (const guint8 *)head, (guint)strlen (head));
  g_byte_array_append (bytes, g_bytes_get_data (file, NULL), (guint)g_bytes_get_size (file));
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&site->lock);
  g_queue_push_tail (&site->script, make_line (SITE_KEEP, bytes->data, bytes->len));
}

void
site_answer (Site *site, const char *status, const char *headers, const char *body)
{
  g_autofree char *bytes = g_strdup_printf ("HTTP/1.1 %s\r\n%sContent-Length: %zu\r\n\r\n%s", status, headers,
                                            strlen (body), body);
  site_say (site, SITE_KEEP, bytes);
}

char *
site_url (const Site *site, const char *path)
{
  return g_strdup_printf ("https://localhost:%u%s", site->port, path);
}

const char *
site_anchors (const Site *site)
{
  return site->anchors;
}

guint
site_requests (Site *site)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&site->lock);
  return site->requests->len;
}

guint
site_handshakes (Site *site)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&site->lock);
  return site->handshakes;
}

char *
site_request (Site *site, guint number)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&site->lock);
  g_assert_cmpuint (number, <, site->requests->len);
  return g_strdup (g_ptr_array_index (site->requests, number));
}

gboolean
site_was_asked (Site *site, guint number, const char *part)
{
  g_autofree char *request = site_request (site, number);
  return strstr (request, part) != NULL;
}

char *
site_visitor (Site *site)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&site->lock);
  return g_strdup (site->visitor);
}

void
site_wait (Site *site, guint requests)
{
  gint64 until = g_get_monotonic_time () + ENOUGH_TIME;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&site->lock);
  while (site->requests->len < requests)
    g_assert_true (g_cond_wait_until (&site->news, &site->lock, until));
}

KigenCredential *
site_credential (Site *site, MintKind kind, const char *subject)
{
  g_autoptr (EVP_PKEY) key = mint_key (kind);
  g_autoptr (GBytes) pkcs8 = mint_pkcs8 (key);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) der = mint_certificate (
      &(MintOrder){ .key = key, .subject = subject, .issuer = site->ca, .issuer_key = site->ca_key });
  g_autoptr (KigenCertificate) certificate = kigen_x509_parse (der, &error);
  g_assert_no_error (error);
  g_autoptr (KigenKey) own
      = kigen_key_from_pkcs8 (g_bytes_get_data (pkcs8, NULL), g_bytes_get_size (pkcs8), &error);
  g_assert_no_error (error);
  return kigen_credential_new (certificate, NULL, own, NULL);
}
