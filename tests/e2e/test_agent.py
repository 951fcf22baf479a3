# SPDX-License-Identifier: Apache-2.0
"""The resident agent in a session with a real panel and real notification servers."""
import glob
import os
import shutil
import signal
import sqlite3
import subprocess
import unittest

import forge
from desktop import agent_name
from screen import wait_until
from session import DAY, Agent, Clock, ICON_AT, Monitor, Session
from story import Story, command, program, share, write

GRACE = 61
AGAIN = 10
# In the menu below the icon.
FIRST_LINE_AT = (60, 52)


def setUpModule():
    global session
    session = Session()
    session.__enter__()
    unittest.addModuleCleanup(session.__exit__, None, None, None)


class Desk(unittest.TestCase):
    """A desk in a session whose clock is the test's own."""
    days = (60,)

    def setUp(self):
        story = Story("rehearsal", "--key-type", "ec", installed=False)
        self.desk, self.authority = story.__enter__()
        self.addCleanup(story.__exit__, None, None, None)
        self.ids = [forge.install(self.authority, self.desk.folder, "医院%d" % n, days, self.desk.nss)
                    for n, days in enumerate(self.days)]
        self.clock = Clock(self.desk.folder)

    def start(self, *words, **options):
        agent = Agent(session, self.desk, self.authority, *words, **{**self.clock.environment, **options})
        self.addCleanup(agent.stop)
        wait_until(lambda: "the agent does not start: " + agent.log(), lambda: "a look" in agent.log())
        return agent

    def panel(self):
        panel = session.panel()
        self.addCleanup(lambda: panel in session.processes and session.end(panel))
        return panel

    def notifier(self, kind):
        server = session.notifier(kind)
        self.addCleanup(lambda: server in session.processes and session.end(server))
        return server

    def monitor(self):
        monitor = Monitor(session)
        self.addCleanup(monitor.stop)
        return monitor

    def state(self, sql):
        path = os.path.join(self.desk.state, "kigen.db")
        if not os.path.exists(path):
            return []
        with sqlite3.connect("file:%s?mode=ro" % path, uri=True, timeout=10) as database:
            try:
                return database.execute(sql).fetchall()
            except sqlite3.OperationalError:
                return []

    def shown(self):
        return [stage for stage, in self.state("SELECT stage FROM notice ORDER BY shown_at, stage DESC")]

    def scanned(self, n=None):
        wait_until(lambda: "the stores were not looked at: " + self.logs(),
                   lambda: len(self.state("SELECT id FROM certificate WHERE gone_at IS NULL")) == (n or len(self.days)))

    def logs(self):
        found = ""
        for path in sorted(glob.glob(os.path.join(self.desk.folder, "agent-*.log"))):
            with open(path, errors="replace") as file:
                found += file.read()
        return found

    def end(self, agent):
        self.assertEqual(agent.end(), 0, agent.log())
        self.assertNotIn("CRITICAL", agent.log())

    def picture(self, name):
        folder = os.environ.get("KIGEN_PICTURES")
        if folder:
            session.picture(os.path.join(folder, name + ".png"))


class Tray(Desk):
    days = (5,)

    def test_the_icon_comes_tells_the_nearest_end_and_its_menu_speaks_japanese(self):
        self.panel()
        agent = self.start(language="ja_JP.UTF-8")
        self.scanned()
        wait_until("no tooltip", lambda: "医院0" in session.property("ToolTip"))
        self.assertIn("あと5日", session.property("ToolTip"))
        self.assertIn("kigen-urgent", session.property("IconName"))
        self.assertIn("NeedsAttention", session.property("Status"))
        labels = [label for _, label in session.labels()]
        self.assertEqual(labels, ["証明書の更新", "証明書の一覧", "バックアップ", "履歴", "設定", "診断", "終了"])
        self.assertEqual(session.windows("^Kigen"), [])
        session.click(*ICON_AT, button=3)
        wait_until("the menu opens nothing", self.choose_first_line)
        self.end(agent)

    def choose_first_line(self):
        session.click(*FIRST_LINE_AT)
        try:
            wait_until("no window", lambda: session.windows("^Kigen"), AGAIN)
        except AssertionError:
            self.picture("tray-menu-ja")
            session.key("Escape")
            session.click(*ICON_AT, button=3)
            return False
        return True

    def test_a_click_on_the_icon_opens_the_list(self):
        self.panel()
        self.start()
        session.item()
        wait_until("the click opens nothing", self.click_icon)

    def click_icon(self):
        """A click before the panel has drawn the icon is lost."""
        session.click(*ICON_AT)
        try:
            return wait_until("no window", lambda: session.windows("^Kigen"), AGAIN)
        except AssertionError:
            return None

    def test_each_line_of_the_menu_opens_its_window(self):
        """One window, which shows what was asked for last."""
        self.panel()
        agent = self.start()
        self.scanned()
        for label, heading in (("History", "History"), ("Settings", "Settings"), ("Diagnosis", "Diagnosis"),
                               ("Backup", "A backup of this certificate"), ("List of certificates", "Your certificates"),
                               ("Renew the certificate", "Apply for the renewal")):
            with self.subTest(label):
                session.click_menu(label)
                wait_until(lambda: "“%s” shows: %s" % (label, session.texts()),
                           lambda: any(text.startswith(heading) for text in session.texts()))
        self.end(agent)

    def test_a_panel_that_comes_late_and_one_that_is_restarted_show_the_icon(self):
        agent = self.start()
        self.scanned()
        panel = self.panel()
        first = session.item()
        session.end(panel)
        wait_until("the panel stays", lambda: not session.owner("org.kde.StatusNotifierWatcher"))
        self.panel()
        self.assertEqual(session.item(), first)
        self.end(agent)

    def test_quit_in_the_menu_ends_it(self):
        self.panel()
        agent = self.start()
        session.item()
        session.click_menu("Quit")
        self.assertEqual(agent.process.wait(60), 0)


class Several(Desk):
    days = (20, 100)

    def test_several_certificates_have_a_line_each(self):
        self.panel()
        self.start(language="ja_JP.UTF-8")
        self.scanned()
        wait_until(lambda: "the menu says: %s" % session.labels(), lambda: len(session.labels()) == 8)
        labels = [label for _, label in session.labels()]
        self.assertIn("医院0", labels[0])
        self.assertIn("あと20日", labels[0])
        self.assertIn("医院1", labels[1])
        self.assertIn("kigen-due", session.property("IconName"))


class Notices(Desk):
    days = (7,)

    def begin(self, kind, **options):
        self.notifier(kind)
        self.bus = self.monitor()
        agent = self.start(**options)
        self.scanned()
        self.clock.move(GRACE, agent.process)
        self.bus.wait(1)
        wait_until("it is not written down", self.shown)
        return agent

    def test_the_notice_in_japanese_its_button_opens_the_renewal(self):
        agent = self.begin("xfce4-notifyd", language="ja_JP.UTF-8")
        title, text = self.bus.notices()[0]
        self.assertEqual(title, "証明書に関するお知らせ")
        self.assertIn("医院0", text)
        self.assertIn("7日", text)
        self.picture("notice-ja")
        self.press_button(0)
        wait_until("no window", lambda: session.windows("^Kigen"))
        wait_until("no answer", lambda: self.state("SELECT answer FROM notice") == [("renew",)])
        self.end(agent)

    def test_later_brings_it_once_more_on_the_next_day(self):
        agent = self.begin("xfce4-notifyd")
        self.press_button(1)
        wait_until("no answer", lambda: self.state("SELECT answer FROM notice") == [("later",)])
        self.assertEqual(session.windows("^Kigen"), [])
        self.end(agent)

    def press_button(self, number):
        """The buttons of xfce4-notifyd lie in a row at the bubble's lower edge."""
        bubble = wait_until("no bubble", lambda: session.windows("^xfce4-notifyd$"))[-1]
        told = subprocess.run(["xdotool", "getwindowgeometry", "--shell", bubble], stdout=subprocess.PIPE, text=True,
                              check=True).stdout
        at = dict(line.split("=") for line in told.splitlines() if "=" in line)
        x, y = int(at["X"]), int(at["Y"])
        width, height = int(at["WIDTH"]), int(at["HEIGHT"])
        self.geometry = (x, y, width, height)
        session.click(x + width - (160, 50)[number], y + height - 24)

    def test_a_server_without_buttons_tells_how_to_go_on_and_its_click_is_the_renewal(self):
        agent = self.begin("dunst")
        wait_until("no bubble", lambda: session.windows("^Dunst$"))
        self.picture("notice-dunst")
        subprocess.run(["dunstctl", "action", "0"], check=True, timeout=60)
        wait_until("no window", lambda: session.windows("^Kigen"))
        self.end(agent)

    def test_what_no_server_took_is_still_due_when_one_comes(self):
        agent = self.start()
        self.scanned()
        self.clock.move(GRACE, agent.process)
        wait_until("nothing was tried", lambda: "was not taken" in agent.log())
        self.assertEqual(self.shown(), [])
        self.notifier("dunst")
        wait_until("it is not noticed", lambda: agent.log().count("a look") > 2)
        self.clock.move(11, agent.process)
        wait_until("not shown at all", self.shown)
        self.assertEqual(self.shown(), [7])
        self.end(agent)

    def test_a_server_that_is_restarted_shows_the_next_one(self):
        agent = self.begin("xfce4-notifyd")
        session.end(session.processes[-2])
        self.notifier("dunst")
        self.clock.move(DAY, agent.process)
        wait_until("only shown: %s" % self.shown(), lambda: self.shown() == [7, 6])
        self.end(agent)


class Two(Desk):
    days = (30, 30)

    def test_one_notice_for_two_of_one_day(self):
        self.notifier("dunst")
        bus = self.monitor()
        agent = self.start()
        self.scanned()
        self.clock.move(GRACE, agent.process)
        text = bus.wait(1)[0][1]
        self.assertIn("医院0", text)
        self.assertIn("医院1", text)
        wait_until("they are not written down", lambda: self.shown() == [30, 30])
        self.assertEqual(len(bus.notices()), 1)
        self.end(agent)


class Time(Desk):
    days = (100,)

    def test_nothing_is_said_in_the_first_minute(self):
        self.clock.move(90 * DAY)
        self.notifier("dunst")
        agent = self.start()
        self.scanned()
        self.clock.move(30, agent.process)
        wait_until("the clock was not noticed", lambda: agent.log().count("a look") >= 2)
        self.assertEqual(self.shown(), [])
        self.clock.move(31, agent.process)
        wait_until("not shown", self.shown)
        self.end(agent)

    def test_a_clock_moved_by_a_day_and_back_loses_and_repeats_nothing(self):
        self.clock.move(93 * DAY)
        self.notifier("dunst")
        bus = self.monitor()
        agent = self.start()
        self.scanned()
        self.clock.move(GRACE, agent.process)
        wait_until("not shown", lambda: self.shown() == [7])
        self.clock.move(DAY, agent.process)
        wait_until("not shown", lambda: self.shown() == [7, 6])
        self.clock.move(-DAY, agent.process)
        self.clock.move(60, agent.process)
        self.clock.move(DAY - 60, agent.process)
        self.clock.move(DAY, agent.process)
        wait_until("not shown", lambda: self.shown() == [7, 6, 5])
        self.assertEqual(len(bus.notices()), 3)
        self.end(agent)

    def test_of_three_that_were_missed_only_the_newest_is_shown(self):
        self.notifier("dunst")
        bus = self.monitor()
        agent = self.start()
        self.scanned()
        self.end(agent)
        self.clock.move(97 * DAY)
        agent = self.start()
        self.clock.move(GRACE, agent.process)
        wait_until("not shown", lambda: self.shown() == [3])
        self.assertEqual(len(bus.notices()), 1)
        self.end(agent)

    def test_a_hundred_days_show_every_notice_once_on_its_day(self):
        self.notifier("dunst")
        bus = self.monitor()
        agent = self.start()
        self.scanned()
        self.clock.move(GRACE, agent.process)
        wanted = [90, 60, 30, 15, 7, 6, 5, 4, 3, 2, 1, 0]
        for left in range(99, -1, -1):
            looks = agent.log().count("a look")
            self.clock.move(DAY, agent.process)
            wait_until("the day was not noticed", lambda: agent.log().count("a look") > looks)
            if left in wanted:
                wait_until(lambda: "day %d: %s" % (left, self.shown()), lambda: self.shown() and self.shown()[-1] == left)
        self.assertEqual(self.shown(), wanted)
        self.assertEqual(len(bus.notices()), len(wanted))
        self.end(agent)


class Watching(Desk):
    days = (60,)

    def test_a_store_that_changes_is_looked_at(self):
        agent = self.start()
        self.scanned()
        forge.install(self.authority, self.desk.folder, "分院", 200, self.desk.nss)
        self.scanned(2)
        name = [line for line in command("certutil", "-L", "-d", "sql:" + self.desk.nss).stdout.splitlines() if "分院" in line]
        command("certutil", "-F", "-d", "sql:" + self.desk.nss, "-n", name[0].rsplit(None, 1)[0])
        command("certutil", "-D", "-d", "sql:" + self.desk.nss, "-n", name[0].rsplit(None, 1)[0])
        self.scanned(1)
        self.end(agent)

    def test_a_store_that_comes_to_be_is_looked_at(self):
        gone = self.desk.nss + ".away"
        os.rename(self.desk.nss, gone)
        agent = self.start()
        wait_until("no scan", lambda: "did not succeed" in agent.log())
        os.rename(gone, self.desk.nss)
        self.scanned()
        self.end(agent)


class Children(Desk):
    """A `kigen` that misbehaves, beside the agent."""

    def programs(self, script):
        folder = os.path.join(self.desk.folder, "programs")
        os.makedirs(folder)
        shutil.copy(program("kigen-agent"), folder)
        os.chmod(write(os.path.join(folder, "kigen"), "#!/bin/sh\n" + script), 0o700)
        return folder

    def tell(self, script, word):
        self.panel()
        agent = self.start(programs=self.programs(script))
        wait_until(lambda: "the menu says: %s" % session.labels(), lambda: word in session.labels()[0][1], 100)
        self.assertIn("kigen-trouble", session.property("IconName"))
        self.end(agent)

    def test_one_that_crashes_is_told_in_the_menu(self):
        self.tell("kill -SEGV $$\n", "broke down")

    def test_one_that_floods_is_ended(self):
        self.tell("exec yes\n", "said too much")

    def test_one_that_hangs_is_ended(self):
        self.tell("exec tail -f /dev/null\n", "did not come to an end")


class Life(Desk):
    def test_a_second_start_opens_the_list_and_ends(self):
        agent = self.start()
        self.scanned()
        self.assertEqual(session.windows("^Kigen"), [])
        self.assertEqual(agent.again(), 0)
        wait_until("no window", lambda: session.windows("^Kigen"))
        self.assertIsNone(agent.process.poll())

    def test_other_programs_ask_by_its_actions(self):
        agent = self.start()
        self.scanned()
        name = next(name for name in session.names() if name.startswith("org.kigen.Agent"))
        path = "/" + name.replace(".", "/")
        session.call(name, path, "org.gtk.Actions.Activate", "(sava{sv})", "history", [], {})
        wait_until("no window", lambda: session.windows("^Kigen"))
        session.call(name, path, "org.gtk.Actions.Activate", "(sava{sv})", "quit", [], {})
        self.assertEqual(agent.process.wait(60), 0)

    def test_the_bus_starts_it(self):
        name = agent_name(self.desk.state)
        words = [program("kigen-agent"), "--gapplication-service", "--profile", self.authority.profile, "--state",
                 self.desk.state, "--store", "nss:" + self.desk.nss]
        write(os.path.join(session.folder, "services", name + ".service"),
              "[D-BUS Service]\nName=%s\nExec=%s\n" % (name, " ".join(words)))
        session.call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus.ReloadConfig")
        session.call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus.StartServiceByName", "(su)",
                     name, 0)
        self.scanned()
        self.assertEqual(session.windows("^Kigen"), [], "it was not asked for a window")
        path = "/" + name.replace(".", "/")
        session.call(name, path, "org.freedesktop.Application.Activate", "(a{sv})", {})
        window = wait_until("no window", lambda: session.windows("^Kigen"))[0]
        subprocess.run(["xdotool", "windowclose", window], check=True, timeout=60)
        wait_until("the window stays", lambda: not session.windows("^Kigen"))
        session.call(name, path, "org.gtk.Actions.Activate", "(sava{sv})", "quit", [], {})
        wait_until("it stays", lambda: not session.owner(name))

    def test_it_ends_with_the_session(self):
        manager = session.spawn("/usr/bin/python3", "-c",
                                "from gi.repository import Gio, GLib; "
                                "Gio.bus_own_name(Gio.BusType.SESSION, 'org.gnome.SessionManager', 0, None, None, None); "
                                "GLib.MainLoop().run()", stdout=subprocess.DEVNULL)
        self.addCleanup(lambda: manager in session.processes and session.end(manager))
        wait_until("no session manager", lambda: session.owner("org.gnome.SessionManager"))
        agent = self.start()
        self.scanned()
        session.end(manager)
        self.assertEqual(agent.process.wait(60), 0, agent.log())

    def test_it_ends_at_each_signal_that_asks_for_it(self):
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            with self.subTest(number):
                agent = self.start()
                self.scanned()
                self.assertEqual(agent.end(number), 0, agent.log())

    def test_a_newer_state_is_left_to_a_newer_agent(self):
        self.end(self.scan_once())
        with sqlite3.connect(os.path.join(self.desk.state, "kigen.db")) as database:
            database.execute("PRAGMA user_version = 900")
        agent = Agent(session, self.desk, self.authority, **self.clock.environment)
        self.addCleanup(agent.stop)
        self.assertEqual(agent.process.wait(60), 0, agent.log())
        self.assertIn("newer", agent.log())

    def scan_once(self):
        agent = self.start()
        self.scanned()
        return agent


def divide(*cases):
    for case in cases:
        share(case)


divide(Tray, Several, Notices, Two, Time, Watching, Children, Life)

if __name__ == "__main__":
    unittest.main(verbosity=2)
