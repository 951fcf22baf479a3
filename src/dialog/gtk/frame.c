/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-dialog"

/* GTK's window, and GLib's main loop as the way into the main thread. */

#include "frame-gtk.h"
#include "page-gtk.h"

#include <kigen/base/text.h>

#include <glib/gi18n-lib.h>

#define WIDTH 760
#define HEIGHT 620
/* What a screen of 1024×768 has room for. */
#define MOST_WIDTH 1000
#define MOST_HEIGHT 680
#define USUAL_RESOLUTION (96 * PANGO_SCALE)

struct _Frame {
  GtkWindow *window;
  Controller *controller;
  GtkNativeDialog *chooser; /* NULL for none */
};

static void
on_destroy (GtkWidget *window G_GNUC_UNUSED, gpointer data)
{
  Frame *frame = data;
  controller_closed (frame->controller);
  g_free (frame);
}

static void
on_drawn (GdkFrameClock *clock, gpointer data)
{
  const Frame *frame = data;
  g_signal_handlers_disconnect_by_data (clock, data);
  controller_drawn (frame->controller);
}

static void
on_realize (GtkWidget *window, gpointer frame)
{
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (on_drawn), frame);
}

/* Larger text takes a larger window, as far as the screen goes. */
static void
set_size (GtkWindow *window)
{
  int resolution = USUAL_RESOLUTION;
  g_object_get (gtk_settings_get_default (), "gtk-xft-dpi", &resolution, NULL);
  double scale = MAX ((double)resolution / USUAL_RESOLUTION, 1);
  gtk_window_set_default_size (window, (int)MIN (WIDTH * scale, MOST_WIDTH),
                               (int)MIN (HEIGHT * scale, MOST_HEIGHT));
}

Controller *
frame_open (GtkApplication *application, const ControllerOptions *options)
{
  Frame *frame = g_new0 (Frame, 1);
  frame->controller = controller_new (frame, options);
  frame->window = GTK_WINDOW (gtk_application_window_new (application));
  set_size (frame->window);
  gtk_window_set_title (frame->window, _ ("Kigen: client certificates"));
  g_signal_connect (frame->window, "destroy", G_CALLBACK (on_destroy), frame);
  g_signal_connect (frame->window, "realize", G_CALLBACK (on_realize), frame);
  return frame->controller;
}

GtkWindow *
frame_window (Frame *frame)
{
  return frame->window;
}

void
frame_set_chooser (Frame *frame, GtkNativeDialog *chooser)
{
  frame->chooser = chooser;
}

void
frame_show (Frame *frame, Page *page)
{
  /* GTK 4.8 would keep pointing at the old page's. */
  gtk_window_set_default_widget (frame->window, NULL);
  gtk_window_set_child (frame->window, page->root);
  page_set_focus (page);
}

void
frame_close (Frame *frame)
{
  gtk_window_destroy (frame->window);
}

gboolean
frame_is_choosing (const Frame *frame)
{
  return frame->chooser != NULL;
}

void
frame_copy (Frame *frame, const char *text)
{
  g_autofree char *printable = kigen_text_printable (text, "\n\t");
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (frame->window)), printable);
}

typedef struct {
  void (*call) (gpointer data);
  gpointer data;
} Call;

static gboolean
run_call (gpointer data)
{
  const Call *call = data;
  call->call (call->data);
  return G_SOURCE_REMOVE;
}

void
frame_call (void (*call) (gpointer data), gpointer data)
{
  Call *one = g_new0 (Call, 1);
  one->call = call;
  one->data = data;
  /* Before drawing: a slow computer that turns a spinner would never come to what is merely idle. */
  g_idle_add_full (G_PRIORITY_DEFAULT, run_call, one, g_free);
}

void
frame_hold_program (void)
{
  g_application_hold (g_application_get_default ());
}

void
frame_release_program (void)
{
  g_application_release (g_application_get_default ());
}
