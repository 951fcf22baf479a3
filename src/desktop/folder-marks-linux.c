/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-desktop"

/* inotify(7), on the file itself: GFileMonitor watches a file by its folder, and a browser's folder changes
 * all day long.  A file that is replaced is another one: its watch is put anew at each change. */

#include "folder-marks.h"

#include <errno.h>
#include <glib-unix.h>
#include <sys/inotify.h>
#include <unistd.h>

/* Not IN_CLOSE_WRITE: databases are opened for writing by who only reads.  IN_ATTRIB tells of a file that is
 * removed while somebody has it open, and of one that may be read again. */
#define OF_FILE (IN_MODIFY | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF)
#define OF_PARENT (IN_CREATE | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR)

typedef struct {
  char *path;
  char *nearest; /* what is watched for it: itself, or a parent */
  int mark;      /* of inotify; -1 for none */
} Place;

struct _KigenFolderMarks {
  int notify;
  guint source;
  GArray *places;
  KigenFolderMarksTouched touched;
  gpointer data;
};

static void
clear_place (gpointer data)
{
  Place *place = data;
  g_free (place->path);
  g_free (place->nearest);
}

/* Several places may share a parent: the kernel gives them one mark. */
static void
put (KigenFolderMarks *marks, const char *path)
{
  Place place = { .path = g_strdup (path), .nearest = kigen_folder_marks_nearest (path) };
  gboolean itself = g_str_equal (place.nearest, place.path);
  place.mark = inotify_add_watch (marks->notify, place.nearest, itself ? OF_FILE : OF_PARENT | IN_MASK_ADD);
  if (place.mark < 0)
    g_debug ("%s is not watched: %s", place.nearest, g_strerror (errno));
  g_array_append_val (marks->places, place);
}

void
kigen_folder_marks_put (KigenFolderMarks *marks, const char *const *paths)
{
  for (guint i = 0; i < marks->places->len; i++) {
    const Place *place = &g_array_index (marks->places, Place, i);
    if (place->mark >= 0)
      inotify_rm_watch (marks->notify, place->mark);
  }
  g_array_set_size (marks->places, 0);
  for (; *paths != NULL; paths++)
    put (marks, *paths);
}

/* Whether a change in a parent brings a place nearer, or a place itself changed. */
static gboolean
concerns (const KigenFolderMarks *marks, const struct inotify_event *event)
{
  for (guint i = 0; i < marks->places->len; i++) {
    const Place *place = &g_array_index (marks->places, Place, i);
    if (place->mark != event->wd)
      continue;
    if ((event->mask & (IN_CREATE | IN_MOVED_TO)) == 0)
      return TRUE;
    g_autofree char *nearest = kigen_folder_marks_nearest (place->path);
    if (!g_str_equal (nearest, place->nearest))
      return TRUE;
  }
  return FALSE;
}

static gboolean
on_event (gint notify, GIOCondition condition G_GNUC_UNUSED, gpointer data)
{
  KigenFolderMarks *marks = data;
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
        concerned = concerned || (event->mask & IN_Q_OVERFLOW) != 0 || concerns (marks, event);
      at += (gssize)(sizeof *event + event->len);
    }
  if (concerned)
    marks->touched (marks->data);
  return G_SOURCE_CONTINUE;
}

KigenFolderMarks *
kigen_folder_marks_new (KigenFolderMarksTouched touched, gpointer data)
{
  int notify = inotify_init1 (IN_NONBLOCK | IN_CLOEXEC);
  if (notify < 0) {
    g_warning ("changes cannot be noticed: %s", g_strerror (errno));
    return NULL;
  }
  KigenFolderMarks *marks = g_new0 (KigenFolderMarks, 1);
  marks->notify = notify;
  marks->source = g_unix_fd_add (notify, G_IO_IN, on_event, marks);
  marks->places = g_array_new (FALSE, TRUE, sizeof (Place));
  g_array_set_clear_func (marks->places, clear_place);
  marks->touched = touched;
  marks->data = data;
  return marks;
}

void
kigen_folder_marks_free (KigenFolderMarks *marks)
{
  if (marks == NULL)
    return;
  g_source_remove (marks->source);
  g_array_unref (marks->places);
  close (marks->notify);
  g_free (marks);
}
