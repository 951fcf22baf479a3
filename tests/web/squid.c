/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-tests"

#include "squid.h"

#include "workshop.h"

#include <netinet/in.h>
#include <pwd.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROGRAM "/usr/sbin/squid"
#define HELPERS "/usr/lib/squid/"
#define ENOUGH_TIME (30 * G_TIME_SPAN_SECOND)

struct _Squid {
  char *folder;
  char *url;
  guint16 port;
  GPid pid;
};

const char *
squid_is_missing (void)
{
  if (!g_file_test (PROGRAM, G_FILE_TEST_IS_EXECUTABLE))
    return "squid is not installed";
  if (!g_file_test (HELPERS "basic_ncsa_auth", G_FILE_TEST_IS_EXECUTABLE)
      || !g_file_test (HELPERS "ntlm_fake_auth", G_FILE_TEST_IS_EXECUTABLE))
    return "squid has no helpers";
  return NULL;
}

static struct sockaddr_in
loopback (guint16 port)
{
  return (struct sockaddr_in){ .sin_family = AF_INET,
                               .sin_port = htons (port),
                               .sin_addr = { htonl (INADDR_LOOPBACK) } };
}

static guint16
free_port (void)
{
  struct sockaddr_in address = loopback (0);
  socklen_t size = sizeof address;
  int probe = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint (bind (probe, (struct sockaddr *)&address, size), ==, 0);
  g_assert_cmpint (getsockname (probe, (struct sockaddr *)&address, &size), ==, 0);
  close (probe);
  return ntohs (address.sin_port);
}

static gboolean
answers (guint16 port)
{
  struct sockaddr_in address = loopback (port);
  int probe = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  gboolean is_there = connect (probe, (struct sockaddr *)&address, sizeof address) == 0;
  close (probe);
  return is_there;
}

static char *
authentication (const Squid *squid, const char *scheme)
{
  if (g_str_equal (scheme, "basic"))
    return g_strdup_printf ("auth_param basic program " HELPERS "basic_ncsa_auth %s/passwords\n"
                            "acl authed proxy_auth REQUIRED\n",
                            squid->folder);
  if (g_str_equal (scheme, "ntlm"))
    return g_strdup ("auth_param ntlm program " HELPERS "ntlm_fake_auth\nacl authed proxy_auth REQUIRED\n");
  return g_strdup ("acl authed src all\n");
}

static void
write_configuration (const Squid *squid, const char *scheme)
{
  const char *folder = squid->folder;
  g_autofree char *who = authentication (squid, scheme);
  g_autofree char *configuration = g_strdup_printf ("http_port 127.0.0.1:%u\n"
                                                    "pid_filename none\n"
                                                    "cache_log %s/cache.log\n"
                                                    "access_log stdio:%s/access.log\n"
                                                    "buffered_logs off\n"
                                                    "coredump_dir %s\n"
                                                    "netdb_filename none\n"
                                                    "cache deny all\n"
                                                    "memory_cache_shared off\n"
                                                    "pinger_enable off\n"
                                                    "shutdown_lifetime 0 seconds\n"
                                                    "visible_hostname localhost\n"
                                                    "%s"
                                                    "acl blocked dstdomain blocked.example\n"
                                                    "http_access deny blocked\n"
                                                    "http_access allow authed\n"
                                                    "http_access deny all\n",
                                                    squid->port, folder, folder, folder, who);
  g_autofree char *hash = workshop_run (squid->folder, NULL, "openssl passwd -apr1 '%s'", SQUID_PASSWORD);
  g_autofree char *line = g_strconcat (SQUID_USER ":", hash, NULL);
  workshop_write_text (squid->folder, "squid.conf", configuration);
  workshop_write_text (squid->folder, "passwords", line);
}

/* Squid will not be root; becoming "proxy" before it starts keeps what is said of its parent's death. */
static void
become_proxy (gpointer data)
{
  const struct passwd *user = data;
  if (user != NULL && (setgid (user->pw_gid) != 0 || setuid (user->pw_uid) != 0))
    _exit (1);
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

static void
start (Squid *squid)
{
  const struct passwd *user = geteuid () == 0 ? getpwnam ("proxy") : NULL;
  g_autofree char *configuration = workshop_path (squid->folder, "squid.conf");
  const char *argv[] = { PROGRAM, "-N", "-f", configuration, NULL };
  g_autoptr (GError) error = NULL;
  if (user != NULL) {
    g_autofree char *given = workshop_run (squid->folder, NULL, "chown -R proxy:proxy '%s'", squid->folder);
  }
  g_spawn_async (squid->folder, (char **)(guintptr)argv, NULL,
                 G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                 become_proxy, (gpointer)(guintptr)user, &squid->pid, &error);
  g_assert_no_error (error);
}

Squid *
squid_open (const char *scheme)
{
  Squid *squid = g_new0 (Squid, 1);
  squid->folder = workshop_open ();
  squid->port = free_port ();
  squid->url = g_strdup_printf ("http://localhost:%u", squid->port);
  write_configuration (squid, scheme);
  start (squid);
  for (gint64 until = g_get_monotonic_time () + ENOUGH_TIME; !answers (squid->port); g_usleep (20000)) {
    g_assert_cmpint (g_get_monotonic_time (), <, until);
    g_assert_cmpint (waitpid (squid->pid, NULL, WNOHANG), ==, 0);
  }
  return squid;
}

void
squid_close (Squid *squid)
{
  kill (squid->pid, SIGTERM);
  g_assert_cmpint (waitpid (squid->pid, NULL, 0), ==, squid->pid);
  g_spawn_close_pid (squid->pid);
  workshop_close (squid->folder);
  g_free (squid->url);
  g_free (squid);
}

const char *
squid_url (const Squid *squid)
{
  return squid->url;
}

static guint
count (const Squid *squid, const char *words)
{
  guint found = 0;
  g_autofree char *path = workshop_path (squid->folder, "access.log");
  g_autofree char *log = NULL;
  g_file_get_contents (path, &log, NULL, NULL);
  g_auto (GStrv) lines = g_strsplit (log != NULL ? log : "", "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    found += strstr (lines[i], words) != NULL;
  return found;
}

guint
squid_noted (const Squid *squid, const char *words)
{
  /* A connection is noted when it is over. */
  for (int tries = 0; tries < 100 && count (squid, words) == 0; tries++)
    g_usleep (20000);
  return count (squid, words);
}
