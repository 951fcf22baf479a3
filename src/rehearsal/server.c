/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-rehearsal"

/*
 * Listens, does the TLS handshake, and hands the connection to libsoup.  The handshake is done here and not
 * by libsoup so that each one can be counted and a connection can be cut.  Whatever certificate a client has
 * is let in: the pages decide, as on the real site, where a handshake alone proves nothing.
 */
#include "server.h"

#include "visit.h"

#include <errno.h>
#include <gio/gunixsocketaddress.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

/* A connection, from its beginning until libsoup lets go of it. */
typedef struct {
  Server *server; /* NULL once that is closed */
  gint64 number;
  guint16 port; /* the client's: this is how a message finds its connection */
  GSocketConnection *connection;
  X509 *peer; /* NULL without a client certificate */
} Link;

struct Server {
  Site *site;
  SoupServer *soup;
  GSocketService *service;
  GTlsCertificate *certificate;
  GTlsDatabase *database;
  GHashTable *links; /* port → Link */
  gint64 connections;
  int port;
};

typedef struct {
  const char *path;
  void (*visit) (Visit *visit);
} Service;

static const Service *
find_service (const char *path)
{
  static const Service services[] = {
    { "/p/ru", renewal_visit }, { "/p/rcd", obtain_visit }, { "/p/rx", revocation_visit },
    { "/p/cert", root_visit },  { "/", home_visit },
  };
  gsize i = 0;
  for (; i < G_N_ELEMENTS (services) - 1; i++) {
    gsize length = strlen (services[i].path);
    if (strncmp (path, services[i].path, length) == 0 && (path[length] == '\0' || path[length] == '/'))
      break;
  }
  return &services[i];
}

static guint16
port_of (GSocketAddress *address)
{
  return G_IS_INET_SOCKET_ADDRESS (address) ? g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address))
                                            : 0;
}

static Link *
find_link (const Server *server, SoupServerMessage *message)
{
  guint port = port_of (soup_server_message_get_remote_address (message));
  return g_hash_table_lookup (server->links, GUINT_TO_POINTER (port));
}

/* without a word of TLS: the client sees the end of the stream */
static void
cut (const Link *link)
{
  if (link != NULL)
    g_socket_shutdown (g_socket_connection_get_socket (link->connection), TRUE, TRUE, NULL);
}

/* what a firewall does that forgot the connection, or a server that fell over: the client sees a reset */
static void
reset (const Link *link)
{
  const struct sockaddr nowhere = { .sa_family = AF_UNSPEC };
  if (link != NULL
      && connect (g_socket_get_fd (g_socket_connection_get_socket (link->connection)), &nowhere,
                  sizeof nowhere)
             != 0)
    g_warning ("A connection could not be reset: %s", g_strerror (errno));
}

static void
cut_in_the_middle (SoupServerMessage *message, guint size G_GNUC_UNUSED, gpointer data)
{
  cut (find_link (data, message));
}

static gboolean
go_on_slowly (gpointer data)
{
  soup_server_message_unpause (data);
  return G_SOURCE_REMOVE;
}

static void
do_damage (Server *server, Visit *visit)
{
  SoupServerMessage *message = visit->message;
  if (visit->damage == TROUBLE_CUT)
    cut (find_link (server, message));
  if (visit->damage == TROUBLE_RESET)
    reset (find_link (server, message));
  if (visit->damage == TROUBLE_CUT || visit->damage == TROUBLE_RESET)
    soup_server_message_set_status (message, SOUP_STATUS_INTERNAL_SERVER_ERROR, NULL);
  if (visit->damage == TROUBLE_SILENT)
    soup_server_message_pause (message);
  if (visit->damage == TROUBLE_BROKEN)
    g_signal_connect (message, "wrote-body-data", G_CALLBACK (cut_in_the_middle), server);
  if (visit->damage == TROUBLE_SLOW) {
    guint wait = (guint)(server->site->options->slow_seconds * 1000);
    soup_server_message_pause (message);
    g_timeout_add_full (G_PRIORITY_DEFAULT, wait, go_on_slowly, g_object_ref (message), g_object_unref);
  }
}

static void
log_request (const Server *server, const Visit *visit)
{
  Json *event = event_new ("request");
  json_number (event, "connection", visit->connection);
  json_text (event, "method", soup_server_message_get_method (visit->message));
  json_text (event, "path", visit->path);
  json_text (event, "serial", visit->serial);
  events_write (server->site->events, event);
}

static gboolean
is_known_method (SoupServerMessage *message)
{
  static const char *const methods[] = { "GET", "HEAD", "POST", NULL };
  return g_strv_contains (methods, soup_server_message_get_method (message));
}

static void
answer (SoupServer *soup G_GNUC_UNUSED, SoupServerMessage *message, const char *path,
        GHashTable *query G_GNUC_UNUSED, gpointer data)
{
  Server *server = data;
  const Link *link = find_link (server, message);
  const Service *service = find_service (path);
  if (link == NULL || !is_known_method (message)) {
    soup_server_message_set_status (message, SOUP_STATUS_METHOD_NOT_ALLOWED, NULL);
    return;
  }
  g_autoptr (Visit) visit = visit_new (server->site, message, service->path, link->peer, g_get_real_time ());
  visit->connection = link->number;
  log_request (server, visit);
  service->visit (visit);
  visit_answer (visit);
  do_damage (server, visit);
}

static gboolean
accept_any (GTlsConnection *connection G_GNUC_UNUSED, GTlsCertificate *certificate G_GNUC_UNUSED,
            GTlsCertificateFlags errors G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
  return TRUE;
}

static const char *
tls_version (GTlsConnection *connection)
{
  GTlsProtocolVersion version = g_tls_connection_get_protocol_version (connection);
  if (version == G_TLS_PROTOCOL_VERSION_TLS_1_3)
    return "1.3";
  return version == G_TLS_PROTOCOL_VERSION_TLS_1_2 ? "1.2" : "other";
}

static X509 *
peer_of (GTlsConnection *connection)
{
  GTlsCertificate *peer = g_tls_connection_get_peer_certificate (connection);
  if (peer == NULL)
    return NULL;
  g_autoptr (GByteArray) der = NULL;
  g_object_get (peer, "certificate", &der, NULL);
  const unsigned char *data = der->data;
  return d2i_X509 (NULL, &data, (long)der->len);
}

static void
log_handshake (const Link *link, GTlsConnection *connection, const GError *error)
{
  Json *event = event_new (error == NULL ? "handshake" : "handshake-failed");
  json_number (event, "connection", link->number);
  if (error != NULL) {
    json_text (event, "reason", error->message);
  } else {
    g_autofree char *serial = link->peer != NULL ? certificate_serial (link->peer) : NULL;
    json_text (event, "serial", serial);
    json_text (event, "tls", tls_version (connection));
  }
  events_write (link->server->site->events, event);
}

static void
forget_link (gpointer data, GObject *gone G_GNUC_UNUSED)
{
  Link *link = data;
  gpointer key = GUINT_TO_POINTER ((guint)link->port);
  if (link->server != NULL && g_hash_table_lookup (link->server->links, key) == link)
    g_hash_table_remove (link->server->links, key);
  g_object_unref (link->connection);
  g_clear_pointer (&link->peer, X509_free);
  g_free (link);
}

static void
handshake_done (GObject *source, GAsyncResult *result, gpointer data)
{
  GTlsConnection *connection = G_TLS_CONNECTION (source);
  Link *link = data;
  g_autoptr (GError) error = NULL;
  gboolean done = g_tls_connection_handshake_finish (connection, result, &error);
  if (link->server == NULL)
    return;
  link->peer = done ? peer_of (connection) : NULL;
  log_handshake (link, connection, error);
  if (!done)
    return;
  g_autoptr (GSocketAddress) local = g_socket_connection_get_local_address (link->connection, &error);
  g_autoptr (GSocketAddress) remote = g_socket_connection_get_remote_address (link->connection, NULL);
  if (local == NULL || remote == NULL
      || !soup_server_accept_iostream (link->server->soup, G_IO_STREAM (connection), local, remote, &error))
    g_warning ("A connection could not be taken: %s", error != NULL ? error->message : "it is gone");
}

static void
handle_handshake (GObject *source, GAsyncResult *result, gpointer data)
{
  handshake_done (source, result, data);
  g_object_unref (source);
}

static gboolean
take_connection (GSocketService *service G_GNUC_UNUSED, GSocketConnection *connection,
                 GObject *source G_GNUC_UNUSED, gpointer data)
{
  Server *server = data;
  static const char *const protocols[] = { "http/1.1", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketAddress) remote = g_socket_connection_get_remote_address (connection, NULL);
  GIOStream *tls = g_tls_server_connection_new (G_IO_STREAM (connection), server->certificate, &error);
  if (remote == NULL || tls == NULL) {
    g_clear_object (&tls);
    return TRUE;
  }
  g_socket_set_option (g_socket_connection_get_socket (connection), IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);
  Link *link = g_new0 (Link, 1);
  link->server = server;
  link->number = ++server->connections;
  link->port = port_of (remote);
  link->connection = g_object_ref (connection);
  g_hash_table_replace (server->links, GUINT_TO_POINTER ((guint)link->port), link);
  g_object_weak_ref (G_OBJECT (tls), forget_link, link);
  g_object_set (tls, "authentication-mode", G_TLS_AUTHENTICATION_REQUESTED, "database", server->database,
                "require-close-notify", FALSE, NULL);
  g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (tls), protocols);
  g_signal_connect (tls, "accept-certificate", G_CALLBACK (accept_any), NULL);
  g_tls_connection_handshake_async (G_TLS_CONNECTION (tls), G_PRIORITY_DEFAULT, NULL, handle_handshake, link);
  return TRUE;
}

static gboolean
listen_on (Server *server, GError **error)
{
  const Options *options = server->site->options;
  g_autoptr (GSocketAddress) wanted
      = g_inet_socket_address_new_from_string (options->address, (guint)options->port);
  g_autoptr (GSocketAddress) got = NULL;
  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (server->service), wanted, G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_TCP, NULL, &got, error)) {
    g_prefix_error (error, "Port %d of %s cannot be used: ", options->port, options->address);
    return FALSE;
  }
  server->port = port_of (got);
  return TRUE;
}

static gboolean
set_up_tls (Server *server, GError **error)
{
  g_autofree char *pem = identity_to_pem (server->site->ca->server, error);
  g_autofree char *anchors = site_path (server->site, "ca.pem");
  if (pem == NULL)
    return FALSE;
  server->certificate = g_tls_certificate_new_from_pem (pem, -1, error);
  OPENSSL_cleanse (pem, strlen (pem));
  /* only for the names that the client is told: which issuers its certificate may have */
  server->database = g_tls_file_database_new (anchors, error);
  return server->certificate != NULL && server->database != NULL;
}

/* libsoup keeps a connection alive only while it has a listener, and has none here: it is given a socket that
 * is never bound, in a context that never runs */
static gboolean
keep_alive (Server *server, GError **error)
{
  g_autoptr (GSocket) deaf
      = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, error);
  g_autoptr (GSocketAddress) nowhere
      = g_unix_socket_address_new_with_type ("", 0, G_UNIX_SOCKET_ADDRESS_ANONYMOUS);
  g_autoptr (GMainContext) context = g_main_context_new ();
  if (deaf == NULL || !g_socket_bind (deaf, nowhere, FALSE, error) || !g_socket_listen (deaf, error))
    return FALSE;
  g_main_context_push_thread_default (context);
  gboolean done = soup_server_listen_socket (server->soup, deaf, 0, error);
  g_main_context_pop_thread_default (context);
  return done;
}

Server *
server_open (Site *site, GError **error)
{
  g_autoptr (Server) server = g_new0 (Server, 1);
  server->site = site;
  server->links = g_hash_table_new (NULL, NULL);
  server->soup = soup_server_new ("server-header", "kigen-rehearsal", NULL);
  server->service = g_socket_service_new ();
  soup_server_add_handler (server->soup, NULL, answer, server, NULL);
  g_signal_connect (server->service, "incoming", G_CALLBACK (take_connection), server);
  if (!set_up_tls (server, error) || !keep_alive (server, error) || !listen_on (server, error))
    return NULL;
  g_socket_service_start (server->service);
  return g_steal_pointer (&server);
}

static void
let_go (gpointer key G_GNUC_UNUSED, gpointer value, gpointer data G_GNUC_UNUSED)
{
  Link *link = value;
  link->server = NULL;
}

void
server_close (Server *server)
{
  g_socket_service_stop (server->service);
  g_socket_listener_close (G_SOCKET_LISTENER (server->service));
  g_hash_table_foreach (server->links, let_go, NULL);
  g_clear_object (&server->service);
  soup_server_disconnect (server->soup);
  g_clear_object (&server->soup);
  g_clear_object (&server->certificate);
  g_clear_object (&server->database);
  g_hash_table_unref (server->links);
  g_free (server);
}

int
server_port (const Server *server)
{
  return server->port;
}
