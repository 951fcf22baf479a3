/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

/* Stopping: from another thread, at whatever a request is waiting for, and soon. */

#include <kigen/base/error.h>

#include "client.h"
#include "loopback.h"

/* What is waited for is longer by far; a busy machine takes less. */
#define SOON (5 * G_TIME_SPAN_SECOND)
#define LONG_TIME_OUT 60

typedef struct {
  GCancellable *cancellable;
  Site *site;
  guint requests; /* that have come before it stops */
} Stopper;

static gpointer
stop (gpointer data)
{
  Stopper *stopper = data;
  if (stopper->site != NULL)
    site_wait (stopper->site, stopper->requests);
  /* Whether it is waiting already or not quite yet, it has to stop. */
  g_usleep (50000);
  g_cancellable_cancel (stopper->cancellable);
  return NULL;
}

static void
must_be_stopped (KigenHttp *http, const KigenRequest *request, Stopper *stopper)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  stopper->cancellable = cancellable;
  GThread *thread = g_thread_new ("stopper", stop, stopper);
  gint64 before = g_get_monotonic_time ();
  g_autoptr (KigenAnswer) answer
      = kigen_http_send (http, request, KIGEN_HTTP_REPEATABLE, cancellable, &error);
  gint64 took = g_get_monotonic_time () - before;
  g_thread_join (thread);
  g_assert_null (answer);
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_CANCELLED);
  g_assert_cmpint (took, <, SOON);
}

static KigenHttp *
patient_client (const Site *site)
{
  return client_new_with (site, NULL, (KigenHttpOptions){ .timeout = LONG_TIME_OUT });
}

static void
test_waiting_for_answer (void)
{
  /* given a site that says nothing; when it is enough, then that ends, and the request may have arrived */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = patient_client (site);
  g_autofree char *url = site_url (site, "/");
  g_autoptr (KigenRequest) request = kigen_request_get (url);
  site_say (site, SITE_STALL, "");
  must_be_stopped (http, request, &(Stopper){ .site = site, .requests = 1 });
  g_assert_true (kigen_http_may_have_arrived (http));
  g_assert_cmpuint (site_requests (site), ==, 1);

  /* and the next request goes its own way */
  client_must_get (http, site, "/", "");
  g_assert_cmpuint (site_handshakes (site), ==, 2);
}

static void
test_waiting_for_rest (void)
{
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = patient_client (site);
  g_autofree char *url = site_url (site, "/");
  g_autoptr (KigenRequest) request = kigen_request_get (url);
  site_say (site, SITE_STALL, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
  must_be_stopped (http, request, &(Stopper){ .site = site, .requests = 1 });
}

static void
test_waiting_to_try_again (void)
{
  /* given a site that asks to wait; when it is enough, then nobody waits */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = patient_client (site);
  g_autofree char *url = site_url (site, "/");
  g_autoptr (KigenRequest) request = kigen_request_get (url);
  site_answer (site, "503 Busy", "Retry-After: 50\r\n", "");
  must_be_stopped (http, request, &(Stopper){ .site = site, .requests = 1 });
  g_assert_cmpuint (site_requests (site), ==, 1);
}

static void
test_waiting_for_handshake (void)
{
  /* given somebody who accepts and says nothing; when it is enough, then nothing has left */
  guint16 port = 0;
  int listener = loopback_listen (&port);
  g_autofree char *url = g_strdup_printf ("https://localhost:%u/", port);
  g_autoptr (KigenHttp) http
      = kigen_http_new (url, NULL, &(KigenHttpOptions){ .timeout = LONG_TIME_OUT }, NULL);
  g_autoptr (KigenRequest) request = kigen_request_get (url);
  must_be_stopped (http, request, &(Stopper){ 0 });
  g_assert_false (kigen_http_may_have_arrived (http));
  loopback_stop (listener);
  loopback_free (listener);
}

static void
test_stopped_before (void)
{
  /* given a connection that is ready, and somebody who has stopped already */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = patient_client (site);
  g_autofree char *url = site_url (site, "/");
  g_autoptr (KigenRequest) request = kigen_request_get (url);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  client_must_get (http, site, "/", "");
  g_cancellable_cancel (cancellable);

  /* when a request is to be sent; then it is not */
  g_autoptr (GError) error = NULL;
  g_assert_null (kigen_http_send (http, request, 0, cancellable, &error));
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_CANCELLED);
  g_assert_false (kigen_http_may_have_arrived (http));
  client_must_get (http, site, "/", "");
  g_assert_cmpuint (site_requests (site), ==, 2);
}

static void
test_wait (void)
{
  /* given a wait; then it takes its time, or ends when it is stopped */
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  gint64 before = g_get_monotonic_time ();
  g_assert_true (kigen_http_wait (0.2, cancellable, &error));
  g_assert_true (kigen_http_wait (0.2, NULL, &error));
  g_assert_true (kigen_http_wait (-1, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_get_monotonic_time () - before, >=, 390000);

  GThread *thread = g_thread_new ("stopper", stop, &(Stopper){ .cancellable = cancellable });
  before = g_get_monotonic_time ();
  g_assert_false (kigen_http_wait (60, cancellable, &error));
  g_thread_join (thread);
  g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - before, <, SOON);
}

/* May it have arrived?
 * -------------------------------------------------------------------------------------------- */

static void
test_nobody_there (void)
{
  /* given nobody at that port, and a name that is nobody's; then nothing has left */
  static const char *const places[] = { "https://localhost:1/", "https://none.invalid/" };
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (KigenHttp) http = kigen_http_new (places[i], NULL, &(KigenHttpOptions){ .timeout = 10 }, NULL);
    g_autoptr (KigenRequest) request = kigen_request_get (places[i]);
    g_assert_null (kigen_http_send (http, request, 0, NULL, &error));
    g_assert_error (error, KIGEN_ERROR, KIGEN_ERROR_UNREACHABLE);
    g_assert_false (kigen_http_may_have_arrived (http));
  }
}

static void
test_arrived_is_of_the_last (void)
{
  /* given a request that arrived, and then one that went nowhere; then it is told of the last one */
  g_autoptr (Site) site = site_open (&(SiteOrder){ 0 });
  g_autoptr (KigenHttp) http = client_new (site, NULL);
  g_autoptr (KigenRequest) request = kigen_request_get ("https://other.example/");
  client_must_get (http, site, "/", "");
  g_assert_true (kigen_http_may_have_arrived (http));
  g_assert_null (kigen_http_send (http, request, 0, NULL, NULL));
  g_assert_false (kigen_http_may_have_arrived (http));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/web/cancel/waiting-for-answer", test_waiting_for_answer);
  g_test_add_func ("/web/cancel/waiting-for-rest", test_waiting_for_rest);
  g_test_add_func ("/web/cancel/waiting-to-try-again", test_waiting_to_try_again);
  g_test_add_func ("/web/cancel/waiting-for-handshake", test_waiting_for_handshake);
  g_test_add_func ("/web/cancel/stopped-before", test_stopped_before);
  g_test_add_func ("/web/cancel/wait", test_wait);
  g_test_add_func ("/web/arrived/nobody-there", test_nobody_there);
  g_test_add_func ("/web/arrived/of-the-last", test_arrived_is_of_the_last);
  return g_test_run ();
}
