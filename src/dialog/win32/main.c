/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* kigen-dialog: started on demand, and gone when its window closes.  A second start hands its wish to the
 * first, so that there are never two dialogues about one certificate. */

#include "frame-win32.h"
#include "pages.h"
#include "program.h"
#include "start.h"

#include <kigen/desktop/instance.h>

#include <glib/gi18n-lib.h>

#include <commctrl.h>
#include <objbase.h>
#include <stdlib.h>

typedef struct {
  Start start;
  Controller *controller; /* the last one's; NULL before the first */
} Program;

static Controller *
open_controller (Program *program)
{
  if (program->controller != NULL && controller_frame (program->controller) != NULL)
    return program->controller;
  g_clear_pointer (&program->controller, controller_unref);
  program->controller = controller_ref (frame_open (&program->start.given));
  return program->controller;
}

static gboolean
take_wish (const char *const *words, gpointer data)
{
  Controller *controller = open_controller (data);
  Frame *frame = controller_frame (controller);
  if (wish_show (controller, words)) {
    frame_present (frame);
    return TRUE;
  }
  if (!frame_has_page (frame))
    controller_close (controller);
  return FALSE;
}

static int
run (Program *program)
{
  gboolean known = TRUE;
  const char *const nothing[] = { NULL };
  const char *const *words
      = program->start.words != NULL ? (const char *const *)program->start.words : nothing;
  g_autofree char *name = kigen_instance_name (KIGEN_DIALOG_APPLICATION, program->start.given.state_folder);
  if (program_begin (name, words, &known, take_wish, program)) {
    known = take_wish (words, program);
    program_run ();
  }
  g_clear_pointer (&program->controller, controller_unref);
  if (!known)
    g_printerr (_ ("kigen-dialog: there is no window “%s”.\n"), words[0]);
  return known ? EXIT_SUCCESS : START_EXIT_USAGE;
}

int
main (void)
{
  Program program = { 0 };
  const INITCOMMONCONTROLSEX controls
      = { sizeof controls, ICC_STANDARD_CLASSES | ICC_LISTVIEW_CLASSES | ICC_PROGRESS_CLASS };
  g_auto (GStrv) arguments = g_win32_get_command_line ();
  InitCommonControlsEx (&controls);
  CoInitializeEx (NULL, COINIT_APARTMENTTHREADED | COINIT_DISABLE_OLE1DDE);
  int status = start_begin (&program.start, arguments) ? run (&program) : START_EXIT_USAGE;
  start_clear (&program.start);
  CoUninitialize ();
  return status;
}
