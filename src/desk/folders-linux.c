/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-desk"

/* inotify(7), on the file itself: GFileMonitor watches a file by its folder, and a browser's folder changes
 * all day long.  A file that is replaced is another one: its watch is put anew at each change. */

#include <kigen/folders.h>

#include <errno.h>
#include <glib-unix.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#define QUIET_SECONDS 1
#define LONGEST_SECONDS 10
/* Not IN_CLOSE_WRITE: databases are opened for writing by who only reads.  IN_ATTRIB tells of a file that is
 * removed while somebody has it open, and of one that may be read again. */
#define OF_FILE (IN_MODIFY | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF)
#define OF_PARENT (IN_CREATE | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR)

typedef struct {
  char *path;
  char *nearest; /* what is watched for it: itself, or a parent */
  int mark;      /* of inotify; -1 for none */
} Place;

struct _KigenFolders {
  int notify;
  guint source;
  guint quiet;
  gint64 first_at; /* monotonic, of the first change not told yet */
  GArray *places;
  KigenFoldersChanged changed;
  gpointer data;
};

static void
clear_place (gpointer data)
{
  Place *place = data;
  g_free (place->path);
  g_free (place->nearest);
}

static char *
find_nearest (const char *path)
{
  g_autofree char *nearest = g_strdup (path);
  while (!g_file_test (nearest, G_FILE_TEST_EXISTS) && strlen (nearest) > 1) {
    char *parent = g_path_get_dirname (nearest);
    g_free (nearest);
    nearest = parent;
  }
  return g_steal_pointer (&nearest);
}

/* Several places may share a parent: the kernel gives them one mark. */
static void
put_marks (KigenFolders *folders)
{
  for (guint i = 0; i < folders->places->len; i++) {
    Place *place = &g_array_index (folders->places, Place, i);
    g_free (place->nearest);
    place->nearest = find_nearest (place->path);
    gboolean itself = g_str_equal (place->nearest, place->path);
    place->mark
        = inotify_add_watch (folders->notify, place->nearest, itself ? OF_FILE : OF_PARENT | IN_MASK_ADD);
    if (place->mark < 0)
      g_debug ("%s is not watched: %s", place->nearest, g_strerror (errno));
  }
}

static void
take_marks (KigenFolders *folders)
{
  for (guint i = 0; i < folders->places->len; i++) {
    const Place *place = &g_array_index (folders->places, Place, i);
    if (place->mark >= 0)
      inotify_rm_watch (folders->notify, place->mark);
  }
}

static gboolean
tell (gpointer data)
{
  KigenFolders *folders = data;
  folders->quiet = 0;
  take_marks (folders);
  put_marks (folders);
  folders->changed (folders->data);
  return G_SOURCE_REMOVE;
}

static void
put_off (KigenFolders *folders)
{
  gint64 now = g_get_monotonic_time ();
  if (folders->quiet == 0)
    folders->first_at = now;
  else if (now - folders->first_at > LONGEST_SECONDS * G_USEC_PER_SEC)
    return;
  else
    g_source_remove (folders->quiet);
  folders->quiet = g_timeout_add_seconds (QUIET_SECONDS, tell, folders);
}

/* Whether a change in a parent brings a place nearer, or a place itself changed. */
static gboolean
concerns (const KigenFolders *folders, const struct inotify_event *event)
{
  for (guint i = 0; i < folders->places->len; i++) {
    const Place *place = &g_array_index (folders->places, Place, i);
    if (place->mark != event->wd)
      continue;
    if ((event->mask & (IN_CREATE | IN_MOVED_TO)) == 0)
      return TRUE;
    g_autofree char *nearest = find_nearest (place->path);
    if (!g_str_equal (nearest, place->nearest))
      return TRUE;
  }
  return FALSE;
}

static gboolean
on_event (gint notify, GIOCondition condition G_GNUC_UNUSED, gpointer data)
{
  KigenFolders *folders = data;
  union {
    struct inotify_event event;
    char bytes[4096];
  } buffer;
  gboolean concerned = FALSE;
  gssize n;
  while ((n = read (notify, buffer.bytes, sizeof buffer.bytes)) > 0)
    for (gssize at = 0; at < n;) {
      const struct inotify_event *event = (const struct inotify_event *)(gconstpointer)(buffer.bytes + at);
      /* IN_IGNORED follows our own taking away. */
      if ((event->mask & IN_IGNORED) == 0)
        concerned = concerned || (event->mask & IN_Q_OVERFLOW) != 0 || concerns (folders, event);
      at += (gssize)(sizeof *event + event->len);
    }
  if (concerned)
    put_off (folders);
  return G_SOURCE_CONTINUE;
}

KigenFolders *
kigen_folders_new (KigenFoldersChanged changed, gpointer data)
{
  KigenFolders *folders = g_new0 (KigenFolders, 1);
  folders->places = g_array_new (FALSE, TRUE, sizeof (Place));
  g_array_set_clear_func (folders->places, clear_place);
  folders->changed = changed;
  folders->data = data;
  folders->notify = inotify_init1 (IN_NONBLOCK | IN_CLOEXEC);
  if (folders->notify < 0)
    g_warning ("changes cannot be noticed: %s", g_strerror (errno));
  else
    folders->source = g_unix_fd_add (folders->notify, G_IO_IN, on_event, folders);
  return folders;
}

void
kigen_folders_free (KigenFolders *folders)
{
  if (folders == NULL)
    return;
  g_clear_handle_id (&folders->quiet, g_source_remove);
  g_clear_handle_id (&folders->source, g_source_remove);
  g_array_unref (folders->places);
  if (folders->notify >= 0)
    close (folders->notify);
  g_free (folders);
}

static gboolean
is_same (const KigenFolders *folders, const char *const *paths)
{
  guint n = 0;
  for (; paths[n] != NULL; n++)
    if (n >= folders->places->len || !g_str_equal (paths[n], g_array_index (folders->places, Place, n).path))
      return FALSE;
  return n == folders->places->len;
}

gboolean
kigen_folders_watch (KigenFolders *folders, const char *const *paths)
{
  if (folders->notify < 0 || is_same (folders, paths))
    return FALSE;
  take_marks (folders);
  g_array_set_size (folders->places, 0);
  for (; *paths != NULL; paths++) {
    Place place = { .path = g_strdup (*paths), .mark = -1 };
    g_array_append_val (folders->places, place);
  }
  put_marks (folders);
  return TRUE;
}
