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
#include "menu.h"

#include <kigen/alarm.h>
#include <kigen/calendar.h>
#include <kigen/error.h>
#include <kigen/folders.h>
#include <kigen/logout.h>
#include <kigen/notifier.h>
#include <kigen/paths.h>
#include <kigen/state.h>
#include <kigen/tray.h>

/* After login the desk is busy, and so is its user. */
#define GRACE_SECONDS 60
/* A notice that the server did not take is tried again, however often one comes and goes. */
#define RETRY_SECONDS 3600
#define SOON_SECONDS 10

struct _Agent {
  const AgentOptions *options;
  AgentQuit quit;
  gpointer data;

  KigenState *state; /* NULL while it cannot be opened */
  KigenTray *tray;
  KigenNotifier *notifier;
  KigenAlarm *alarm;
  KigenLogout *logout;
  KigenFolders *stores;
  KigenFolders *own; /* state and settings */
  Children *children;

  gint64 quiet_until; /* no notice before; instants */
  gint64 retry_at;
  char *problem; /* what went wrong last; NULL for nothing */
};

static void look (Agent *agent);

static gint64
now_is (void)
{
  return kigen_clock_system (NULL);
}

static void
set_problem (Agent *agent, const char *problem)
{
  if (problem != NULL)
    g_warning ("%s", problem);
  g_free (agent->problem);
  agent->problem = g_strdup (problem);
}

/* A newer Kigen has been at work on the state: its agent takes over. */
static void
handle_state_error (Agent *agent, const GError *error)
{
  set_problem (agent, error->message);
  if (g_error_matches (error, KIGEN_ERROR, KIGEN_ERROR_STATE_NEWER))
    agent->quit (TRUE, agent->data);
}

/* Time
 * ------------------------------------------------------------------------------------------------------------
 */

/* A clock that was set back must not make a pause longer than it was meant. */
static void
bound_pauses (Agent *agent, gint64 now)
{
  agent->quiet_until = MIN (agent->quiet_until, now + GRACE_SECONDS);
  agent->retry_at = MIN (agent->retry_at, now + RETRY_SECONDS);
}

static gint64
next_look (const Agent *agent, const Agenda *agenda, gboolean due)
{
  if (!due)
    return agenda->next;
  return MIN (agenda->next, MAX (agent->quiet_until, agent->retry_at));
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
  g_autoptr (KigenNotice) notice = announcement_compose (agenda);
  gboolean due = notice != NULL;
  gboolean now = due && agenda->now >= agent->quiet_until && agenda->now >= agent->retry_at;
  Staleness staleness = { agenda, now ? notice->subject : NULL };
  kigen_notifier_withdraw (agent->notifier, is_stale, &staleness);
  if (now) {
    /* Until it is known what became of it. */
    agent->retry_at = agenda->now + RETRY_SECONDS;
    kigen_notifier_show (agent->notifier, g_steal_pointer (&notice));
  }
  return due;
}

static void
on_shown (const KigenNotice *notice, gboolean taken, gpointer data)
{
  Agent *agent = data;
  g_autoptr (GError) error = NULL;
  if (!taken)
    return;
  agent->retry_at = 0;
  if (!announcement_record (notice->subject, agent->state, now_is (), &error))
    handle_state_error (agent, error);
  look (agent);
}

static void
on_answered (const KigenNotice *notice, KigenAnswer answer, const char *token, gpointer data)
{
  Agent *agent = data;
  g_autoptr (GError) error = NULL;
  const char *target;
  const char *window = announcement_window (notice->subject, &target);
  if (!announcement_answer (notice->subject, agent->state, answer, now_is (), &error))
    handle_state_error (agent, error);
  if (answer == KIGEN_ANSWER_GO)
    agent_open (agent, window, target, token);
  look (agent);
}

static void
on_server (gpointer data)
{
  Agent *agent = data;
  agent->retry_at = MIN (agent->retry_at, now_is () + SOON_SECONDS);
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
  if (agent->state != NULL)
    return TRUE;
  if (!kigen_path_prepare_state (folder, error))
    return FALSE;
  agent->state = kigen_state_open (folder, now_is (), &set_aside, error);
  if (set_aside != NULL)
    g_warning ("the state was damaged and was set aside: %s", set_aside);
  if (agent->state == NULL)
    return FALSE;
  /* What was wrong with it is over, and a new one is empty. */
  set_problem (agent, NULL);
  children_scan (agent->children);
  return TRUE;
}

static void
watch_stores (Agent *agent)
{
  g_auto (GStrv) paths = kigen_state_watched (agent->state, NULL);
  if (paths != NULL)
    kigen_folders_watch (agent->stores, (const char *const *)paths);
}

static void
show (Agent *agent, const Agenda *agenda)
{
  g_autofree char *tooltip = menu_tooltip (agenda, agent->problem);
  g_autoptr (GPtrArray) items = menu_items (agenda, agent->problem);
  kigen_tray_show (agent->tray, menu_icon (agenda, agent->problem), tooltip, items);
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
  bound_pauses (agent, now);
  g_autoptr (Agenda) agenda = open_state (agent, &error)
                                  ? agenda_read (agent->state, agent->options->profile_names, now, &error)
                                  : NULL;
  if (agenda == NULL) {
    handle_state_error (agent, error);
    show_nothing (agent, now);
    return;
  }
  watch_stores (agent);
  show (agent, agenda);
  gboolean due = announce (agent, agenda);
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

/* A window that failed has told the user itself, unless it broke down. */
static void
on_child_ended (gboolean scan, const char *problem, gpointer data)
{
  Agent *agent = data;
  if (scan || problem != NULL)
    set_problem (agent, problem);
  look (agent);
}

/* The database's log is written first; the settings are replaced. */
static void
watch_own (Agent *agent)
{
  g_autofree char *folder = state_folder (agent);
  g_autofree char *log = g_build_filename (folder, "kigen.db-wal", NULL);
  g_autofree char *settings = g_build_filename (g_get_user_config_dir (), "kigen", "kigen.conf", NULL);
  const char *paths[] = { log, settings, NULL };
  kigen_folders_watch (agent->own, paths);
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
  agent->quiet_until = now_is () + GRACE_SECONDS;
  agent->alarm = kigen_alarm_new (on_alarm, agent, &error);
  if (agent->alarm == NULL)
    g_error ("%s", error->message);
  agent->tray = kigen_tray_new (on_chosen, agent);
  agent->notifier = kigen_notifier_new (&handlers, agent);
  agent->logout = kigen_logout_new (on_logout, agent);
  agent->stores = kigen_folders_new (on_stores_changed, agent);
  agent->own = kigen_folders_new (on_own_changed, agent);
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
  kigen_folders_free (agent->stores);
  kigen_folders_free (agent->own);
  kigen_logout_free (agent->logout);
  kigen_notifier_free (agent->notifier);
  kigen_tray_free (agent->tray);
  kigen_alarm_free (agent->alarm);
  kigen_state_close (agent->state);
  g_free (agent->problem);
  g_free (agent);
}
