/* SPDX-License-Identifier: Apache-2.0 */
#define G_LOG_DOMAIN "kigen-agent"

/*
 * Everything begins with a look: what the state says at this instant is put on the icon and on the screen,
 * and the alarm is set to the next instant that matters.  A look follows an alarm, a change of the state or
 * of the settings, an answer, and a notification server that comes.  Nothing else ever runs.
 */

#include "agent.h"

#include "agenda.h"
#include "announcement.h"
#include "children.h"
#include "ledger.h"
#include "menu.h"
#include "pause.h"

#include <kigen/base/calendar.h>
#include <kigen/base/error.h>
#include <kigen/base/paths.h>
#include <kigen/base/settings.h>
#include <kigen/desktop/alarm.h>
#include <kigen/desktop/file-watcher.h>
#include <kigen/desktop/logout.h>
#include <kigen/desktop/notifier.h>
#include <kigen/desktop/tray.h>
#include <kigen/state/state.h>

/* A state that cannot be opened is tried again. */
#define RETRY_SECONDS 3600
/* The menu must not wait for others who write into the state. */
#define BUSY_MILLISECONDS 1000

/* What may go wrong, gravest first; each is over when the next of its kind goes well. */
typedef enum { PROBLEM_STATE, PROBLEM_SCAN, PROBLEM_WINDOW, N_PROBLEMS } Problem;

struct _Agent {
  const AgentOptions *options;
  AgentQuit quit;
  gpointer data;

  KigenState *state; /* NULL while it cannot be opened */
  KigenTray *tray;
  KigenNotifier *notifier;
  KigenAlarm *alarm;
  KigenLogout *logout;
  KigenFileWatcher *stores;
  KigenFileWatcher *own; /* state and settings */
  Children *children;

  Pause pause;
  Ledger ledger;
  char *problems[N_PROBLEMS]; /* what went wrong last; NULL for nothing */
};

static void look (Agent *agent);

static gint64
now_is (void)
{
  return kigen_clock_system (NULL);
}

static void
set_problem (Agent *agent, Problem kind, const char *problem)
{
  if (problem != NULL)
    g_warning ("%s", problem);
  g_free (agent->problems[kind]);
  agent->problems[kind] = g_strdup (problem);
}

static const char *
gravest_problem (const Agent *agent)
{
  for (gsize i = 0; i < N_PROBLEMS; i++)
    if (agent->problems[i] != NULL)
      return agent->problems[i];
  return NULL;
}

/* A newer Kigen has been at work on the state: its agent takes over. */
static void
handle_state_error (Agent *agent, const GError *error)
{
  set_problem (agent, PROBLEM_STATE, error->message);
  if (g_error_matches (error, KIGEN_ERROR, KIGEN_ERROR_STATE_NEWER))
    agent->quit (TRUE, agent->data);
}

/* Time
 * ------------------------------------------------------------------------------------------------------------
 */

static gint64
next_look (const Agent *agent, const Agenda *agenda, gboolean due)
{
  gint64 next = MIN (agenda->next, ledger_next (&agent->ledger));
  return due ? MIN (next, pause_end (&agent->pause)) : next;
}

/* Notices
 * ---------------------------------------------------------------------------------------------------------
 */

typedef struct {
  const Agenda *agenda;
  const Announcement *newer;
} Staleness;

static gboolean
is_stale (const KigenNotice *notice, gpointer data)
{
  const Staleness *staleness = data;
  return announcement_is_stale (notice->subject, staleness->agenda, staleness->newer);
}

/* Whether something is due that is not on the screen yet. */
static gboolean
announce (Agent *agent, const Agenda *agenda)
{
  g_autoptr (KigenNotice) notice = announcement_compose (agenda, agent->ledger.said);
  gboolean due = notice != NULL;
  gboolean now = due && pause_is_over (&agent->pause, agenda->now);
  Staleness staleness = { agenda, now ? notice->subject : NULL };
  kigen_notifier_withdraw (agent->notifier, is_stale, &staleness);
  /* Until it is known what became of it. */
  if (now && kigen_notifier_show (agent->notifier, g_steal_pointer (&notice)))
    pause_until_taken (&agent->pause, agenda->now);
  return due;
}

static void
on_shown (const KigenNotice *notice, gboolean taken, gpointer data)
{
  Agent *agent = data;
  if (!taken)
    return;
  pause_taken (&agent->pause);
  ledger_add (&agent->ledger, notice->subject);
  look (agent);
}

static void
on_answered (const KigenNotice *notice, KigenNoticeAnswer answer, const char *token, gpointer data)
{
  Agent *agent = data;
  g_autoptr (GError) error = NULL;
  const char *target;
  const char *window = announcement_window (notice->subject, &target);
  /* While there is no state the answer still opens its window. */
  if (agent->state != NULL && !announcement_answer (notice->subject, agent->state, answer, now_is (), &error))
    handle_state_error (agent, error);
  if (answer == KIGEN_NOTICE_ANSWER_GO)
    agent_open (agent, window, target, token);
  look (agent);
}

static void
on_server (gpointer data)
{
  Agent *agent = data;
  pause_shorten (&agent->pause, now_is ());
  look (agent);
}

/* Looking
 * ---------------------------------------------------------------------------------------------------------
 */

static char *
state_folder (const Agent *agent)
{
  const char *given = agent->options->state_folder;
  return given != NULL ? g_strdup (given) : kigen_path_default_state ();
}

static gboolean
open_state (Agent *agent, GError **error)
{
  g_autofree char *folder = state_folder (agent);
  g_autofree char *set_aside = NULL;
  if (!kigen_path_prepare_state (folder, error))
    return FALSE;
  agent->state = kigen_state_open (folder, now_is (), &set_aside, error);
  if (set_aside != NULL)
    g_warning ("the state was damaged and was set aside: %s", set_aside);
  if (agent->state == NULL)
    return FALSE;
  kigen_state_set_patience (agent->state, BUSY_MILLISECONDS);
  return TRUE;
}

static Agenda *
read_agenda (Agent *agent, gint64 now, GError **error)
{
  gboolean anew = agent->state == NULL;
  if (anew && !open_state (agent, error))
    return NULL;
  Agenda *agenda = agenda_read (agent->state, agent->options->profile_names, now, error);
  /* A new one is empty.  One that cannot be read is not scanned into: each scan's end would call for the
   * next. */
  if (anew && agenda != NULL)
    children_scan (agent->children);
  return agenda;
}

/* A state that was taken away or damaged while it was open is opened anew, which puts it right. */
static Agenda *
read_agenda_anew (Agent *agent, gint64 now, GError **error)
{
  g_autoptr (GError) problem = NULL;
  Agenda *agenda = read_agenda (agent, now, &problem);
  if (agenda != NULL)
    return agenda;
  if (g_error_matches (problem, KIGEN_ERROR, KIGEN_ERROR_STATE_NEWER)) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return NULL;
  }
  g_info ("the state is opened anew: %s", problem->message);
  g_clear_pointer (&agent->state, kigen_state_close);
  return read_agenda (agent, now, error);
}

static void
watch_stores (Agent *agent)
{
  g_auto (GStrv) paths = kigen_state_watched (agent->state, NULL);
  /* What changed between the last scan and now, nobody has seen. */
  if (paths != NULL && kigen_file_watcher_watch (agent->stores, (const char *const *)paths))
    children_scan (agent->children);
}

static void
show (Agent *agent, const Agenda *agenda)
{
  const char *problem = gravest_problem (agent);
  g_autofree char *tooltip = menu_tooltip (agenda, problem);
  g_autoptr (GPtrArray) items = menu_items (agenda, problem);
  kigen_tray_show (agent->tray, menu_icon (agenda, problem), tooltip, items);
}

/* Without a state there is nothing to tell but that. */
static void
show_nothing (Agent *agent, gint64 now)
{
  Agenda none = { .entries = g_ptr_array_new (), .now = now };
  show (agent, &none);
  g_ptr_array_unref (none.entries);
  kigen_alarm_set (agent->alarm, now + RETRY_SECONDS);
}

static void
look (Agent *agent)
{
  g_autoptr (GError) error = NULL;
  gint64 now = now_is ();
  g_debug ("a look at %" G_GINT64_FORMAT, now);
  pause_bound (&agent->pause, now);
  g_autoptr (Agenda) agenda = read_agenda_anew (agent, now, &error);
  if (agenda == NULL) {
    handle_state_error (agent, error);
    show_nothing (agent, now);
    return;
  }
  if (ledger_next (&agent->ledger) <= now || agent->ledger.said->len == 0)
    set_problem (agent, PROBLEM_STATE, NULL);
  watch_stores (agent);
  gboolean due = announce (agent, agenda);
  if (!ledger_write (&agent->ledger, agent->state, now, &error))
    handle_state_error (agent, error);
  show (agent, agenda);
  kigen_alarm_set (agent->alarm, next_look (agent, agenda, due));
}

static void
on_alarm (gpointer data)
{
  look (data);
}

static void
on_own_changed (gpointer data)
{
  look (data);
}

static void
on_stores_changed (gpointer data)
{
  Agent *agent = data;
  children_scan (agent->children);
}

static void
on_child_ended (gboolean scan, const char *problem, gpointer data)
{
  Agent *agent = data;
  set_problem (agent, scan ? PROBLEM_SCAN : PROBLEM_WINDOW, problem);
  look (agent);
}

/* The database's log is written first, where it has one. */
static void
watch_own (Agent *agent)
{
  g_autofree char *folder = state_folder (agent);
  g_autofree char *database = g_build_filename (folder, "kigen.db", NULL);
  g_autofree char *log = g_build_filename (folder, "kigen.db-wal", NULL);
  g_auto (GStrv) settings = kigen_settings_files ();
  const char *paths[] = { database, log, settings[0], settings[1], NULL };
  kigen_file_watcher_watch (agent->own, paths);
}

/* Choices
 * ---------------------------------------------------------------------------------------------------------
 */

void
agent_open (Agent *agent, const char *window, const char *target, const char *token)
{
  g_debug ("opening %s", window);
  if (g_str_equal (window, "quit"))
    agent->quit (FALSE, agent->data);
  else
    children_open_window (agent->children, window, target, token);
}

static void
on_chosen (const char *action, const char *target, const char *token, gpointer data)
{
  agent_open (data, action, target, token);
}

static void
on_logout (gpointer data)
{
  const Agent *agent = data;
  agent->quit (FALSE, agent->data);
}

Agent *
agent_new (const AgentOptions *options, AgentQuit quit, gpointer data)
{
  static const KigenNotifierHandlers handlers = { on_shown, on_answered, on_server };
  g_autoptr (GError) error = NULL;
  Agent *agent = g_new0 (Agent, 1);
  agent->options = options;
  agent->quit = quit;
  agent->data = data;
  ledger_init (&agent->ledger);
  pause_begin (&agent->pause, now_is ());
  agent->alarm = kigen_alarm_new (on_alarm, agent, &error);
  if (agent->alarm == NULL)
    g_error ("%s", error->message);
  agent->tray = kigen_tray_new (on_chosen, agent);
  agent->notifier = kigen_notifier_new (&handlers, agent);
  agent->logout = kigen_logout_new (on_logout, agent);
  agent->stores = kigen_file_watcher_new (on_stores_changed, agent);
  agent->own = kigen_file_watcher_new (on_own_changed, agent);
  agent->children = children_new (options, on_child_ended, agent);
  look (agent);
  watch_own (agent);
  return agent;
}

void
agent_free (Agent *agent)
{
  if (agent == NULL)
    return;
  children_free (agent->children);
  kigen_file_watcher_free (agent->stores);
  kigen_file_watcher_free (agent->own);
  kigen_logout_free (agent->logout);
  kigen_notifier_free (agent->notifier);
  kigen_tray_free (agent->tray);
  kigen_alarm_free (agent->alarm);
  kigen_state_close (agent->state);
  ledger_clear (&agent->ledger);
  for (gsize i = 0; i < N_PROBLEMS; i++)
    g_free (agent->problems[i]);
  g_free (agent);
}
