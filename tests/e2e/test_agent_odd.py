# SPDX-License-Identifier: Apache-2.0
"""The resident agent where its surroundings misbehave: notification servers that hang, come and go, answer too soon; a state
that is taken away or cannot be written; no session at all.  The servers are the test's own, on a bus of its own.
"""
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import time
import unittest

from gi.repository import Gio, GLib

import forge
from desktop import Desktop
from screen import wait_until
from session import DAY, Agent, Clock
from story import Story, program, share, write

GRACE = 61
INTERFACE = """<node><interface name='org.freedesktop.Notifications'>
<method name='GetServerInformation'><arg type='s' direction='out'/><arg type='s' direction='out'/>
<arg type='s' direction='out'/><arg type='s' direction='out'/></method>
<method name='GetCapabilities'><arg type='as' direction='out'/></method>
<method name='Notify'><arg type='s' direction='in'/><arg type='u' direction='in'/><arg type='s' direction='in'/>
<arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='as' direction='in'/><arg type='a{sv}' direction='in'/>
<arg type='i' direction='in'/><arg type='u' direction='out'/></method>
<method name='CloseNotification'><arg type='u' direction='in'/></method>
<signal name='NotificationClosed'><arg type='u'/><arg type='u'/></signal>
<signal name='ActionInvoked'><arg type='u'/><arg type='s'/></signal></interface></node>"""
PATH = "/org/freedesktop/Notifications"
BY_USER = 2


class Server:
    """A notification server of one mood: "well", "hangs", "refuses", "acts" and "closes" (right behind its answer)."""

    def __init__(self, address, mood="well"):
        self.mood, self.seen, self.closed, self.waiting = mood, [], [], None
        self.bus = Gio.DBusConnection.new_for_address_sync(
            address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        self.bus.register_object(PATH, Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0], self.answer, None, None)
        # A newer one takes the name from an older one.
        self.bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
                           GLib.Variant("(su)", ("org.freedesktop.Notifications", 3)), None, 0, -1, None)

    def answer(self, _bus, _sender, _path, _interface, method, arguments, call):
        if method == "GetServerInformation":
            call.return_value(GLib.Variant("(ssss)", ("Test", "Kigen", "1", "1.2")))
        elif method == "GetCapabilities":
            call.return_value(GLib.Variant("(as)", (["actions", "body"],)))
        elif method == "CloseNotification":
            self.closed.append(arguments.unpack()[0])
            if self.mood != "hangs":
                call.return_value(None)
        else:
            self.notify(arguments.unpack(), call)

    def notify(self, arguments, call):
        self.seen.append(arguments[4])
        number = len(self.seen)
        if self.mood == "hangs":
            self.waiting = call
        elif self.mood == "refuses":
            call.return_dbus_error("org.example.No", "no")
        else:
            call.return_value(GLib.Variant("(u)", (number,)))
        if self.mood == "acts":
            self.act(number, "later")
        elif self.mood == "closes":
            self.close(number)

    def tell(self, name, signature, *values):
        self.bus.emit_signal(None, PATH, "org.freedesktop.Notifications", name, GLib.Variant(signature, values))

    def act(self, number, action):
        self.tell("ActionInvoked", "(us)", number, action)

    def close(self, number):
        self.tell("NotificationClosed", "(uu)", number, BY_USER)

    def stop(self):
        if not self.bus.is_closed():
            self.bus.close_sync(None)


class Odd(unittest.TestCase):
    dialog = 'echo "$@" >> "$0.log"\n'

    def setUp(self):
        story = Story("rehearsal", "--key-type", "ec", installed=False)
        self.desk, self.authority = story.__enter__()
        self.addCleanup(story.__exit__, None, None, None)
        self.desktop = Desktop(self.desk.folder)
        self.desktop.__enter__()
        self.addCleanup(self.desktop.__exit__)
        self.clock = Clock(self.desk.folder)
        self.identity = forge.install(self.authority, self.desk.folder, "desk", 5, self.desk.nss)
        self.programs = os.path.join(self.desk.folder, "programs")
        os.makedirs(self.programs)
        shutil.copy(program("kigen-agent"), self.programs)
        os.symlink(program("kigen"), os.path.join(self.programs, "kigen"))
        os.chmod(write(os.path.join(self.programs, "kigen-dialog"), "#!/bin/sh\n" + self.dialog), 0o700)

    def environment(self, desk, language):
        return {**desk.environment(language), **self.desktop.environment}

    def server(self, mood="well"):
        server = Server(self.desktop.environment["DBUS_SESSION_BUS_ADDRESS"], mood)
        self.addCleanup(server.stop)
        return server

    def start(self, past_the_grace=True, **options):
        agent = Agent(self, self.desk, self.authority, programs=self.programs, **{**self.clock.environment, **options})
        self.addCleanup(agent.stop)
        wait_until(lambda: "no scan: " + agent.log(), lambda: "is watched" in agent.log())
        if past_the_grace:
            self.clock.move(GRACE, agent.process)
        return agent

    def end(self, agent):
        self.assertEqual(agent.end(), 0, agent.log())
        self.assertNotIn("CRITICAL", agent.log())

    def rows(self, sql):
        path = os.path.join(self.desk.state, "kigen.db")
        try:
            with sqlite3.connect("file:%s?mode=ro" % path, uri=True, timeout=10) as database:
                return database.execute(sql).fetchall()
        except sqlite3.DatabaseError:
            return []

    def answers(self):
        return [answer for answer, in self.rows("SELECT answer FROM notice")]

    def opened(self):
        """The windows that were asked for."""
        path = os.path.join(self.programs, "kigen-dialog.log")
        if not os.path.exists(path):
            return []
        with open(path) as file:
            return file.read().splitlines()

    def looks(self, agent, seconds):
        """How many in so many seconds."""
        before = agent.log().count("a look")
        time.sleep(seconds)  # what must not happen takes its time
        return agent.log().count("a look") - before


class Targets(Odd):
    def ask(self, action, target):
        name = next(name for name in self.call("org.freedesktop.DBus", "/org/freedesktop/DBus",
                                               "org.freedesktop.DBus", "ListNames", None)[0]
                    if name.startswith("org.kigen.Agent"))
        self.call(name, "/" + name.replace(".", "/"), "org.gtk.Actions", "Activate",
                  GLib.Variant("(sava{sv})", (action, [GLib.Variant("s", target)], {})))

    def call(self, name, path, interface, method, arguments):
        bus = Gio.DBusConnection.new_for_address_sync(
            self.desktop.environment["DBUS_SESSION_BUS_ADDRESS"],
            Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        self.addCleanup(bus.close_sync, None)
        return bus.call_sync(name, path, interface, method, arguments, None, Gio.DBusCallFlags.NONE, 10000, None).unpack()

    def test_what_other_programs_name_is_no_option(self):
        agent = self.start(past_the_grace=False)
        for target in ("--state=/tmp", "-v", "--gapplication-service", self.identity + "0", "a b"):
            self.ask("renew", target)
        self.ask("renew", self.identity)
        wait_until("no window", self.opened)
        self.assertEqual([line.split(" -- ")[1] for line in self.opened()], ["renew " + self.identity])
        self.assertNotIn("/tmp --", self.opened()[0])
        self.end(agent)


class Servers(Odd):
    def test_one_that_closes_at_once_and_a_dismissal(self):
        self.server("closes")
        agent = self.start()
        wait_until("no answer", lambda: self.answers() == ["dismissed"])
        self.end(agent)

    def test_an_answer_right_behind_the_reply_is_not_lost(self):
        self.server("acts")
        agent = self.start()
        wait_until("no answer", lambda: self.answers() == ["later"])
        self.end(agent)

    def test_an_answer_twice_and_one_to_what_is_not_ours(self):
        server = self.server()
        agent = self.start()
        wait_until("not shown", self.answers)
        server.act(99, "go")
        server.act(1, "go")
        server.act(1, "later")
        server.close(1)
        wait_until("no answer", lambda: self.answers() == ["renew"])
        wait_until("no window", self.opened)
        self.end(agent)
        self.assertEqual(len(self.opened()), 1)
        self.assertIn("renew " + self.identity, self.opened()[0])

    def test_the_next_server_s_numbers_are_its_own(self):
        first = self.server()
        agent = self.start()
        wait_until("not shown", self.answers)
        first.stop()
        second = self.server()
        second.act(1, "default")
        wait_until("it does not come to rest", lambda: self.looks(agent, 2) == 0)
        self.assertEqual(self.answers(), [None])
        self.assertEqual(self.opened(), [])
        self.end(agent)

    def test_hung_server_does_not_block_next_notice_or_exit(self):
        hanging = self.server("hangs")
        agent = self.start()
        wait_until("not asked", lambda: hanging.seen)
        successor = self.server()
        wait_until("the agent does not notice it", lambda: "was not taken" in agent.log())
        self.clock.move(11, agent.process)
        wait_until("the successor is not asked", lambda: successor.seen)
        wait_until("not shown", lambda: self.answers() == [None])
        self.end(agent)

    def test_it_ends_while_one_hangs(self):
        hanging = self.server("hangs")
        agent = self.start()
        wait_until("not asked", lambda: hanging.seen)
        agent.process.send_signal(signal.SIGTERM)
        self.assertEqual(agent.process.wait(15), 0, "a logout does not wait so long")

    def test_one_that_refuses_is_asked_again_and_not_at_once(self):
        server = self.server("refuses")
        agent = self.start()
        wait_until("not asked", lambda: server.seen)
        wait_until("it does not come to rest", lambda: self.looks(agent, 2) == 0)
        self.assertEqual(len(server.seen), 1)
        server.mood = "well"
        self.clock.move(3601, agent.process)
        wait_until("not asked again", lambda: len(server.seen) == 2)
        wait_until("not written down", lambda: self.answers() == [None])
        self.end(agent)


class States(Odd):
    def test_one_that_is_taken_away_begins_anew(self):
        server = self.server()
        agent = self.start()
        wait_until("not shown", self.answers)
        shutil.rmtree(self.desk.state)
        wait_until("not scanned again", lambda: self.rows("SELECT id FROM certificate"))
        self.clock.move(DAY, agent.process)
        wait_until(lambda: "the next day's is not shown: " + agent.log(), lambda: (4,) in self.rows("SELECT stage FROM notice"))
        self.assertGreaterEqual(len(server.seen), 2)
        self.end(agent)

    def test_one_that_another_program_sets_aside_is_followed(self):
        self.server()
        agent = self.start()
        wait_until("not shown", self.answers)
        with open(os.path.join(self.desk.state, "kigen.db"), "r+b") as file:
            file.write(b"not a database any more" * 400)
        self.desk.kigen(self.authority, "list")
        self.assertTrue([name for name in os.listdir(self.desk.state) if ".damaged-" in name])
        self.clock.move(DAY, agent.process)
        wait_until(lambda: "the next day's is not shown: " + agent.log(), lambda: (4,) in self.rows("SELECT stage FROM notice"))
        self.end(agent)

    def test_an_answer_while_there_is_none(self):
        server = self.server()
        agent = self.start()
        wait_until("not shown", self.answers)
        shutil.rmtree(self.desk.state)
        write(self.desk.state, "a file where the folder should be")
        wait_until("it is not noticed", lambda: "WARNING" in agent.log())
        server.act(1, "default")
        wait_until("no window", self.opened)
        wait_until("it does not come to rest", lambda: self.looks(agent, 2) == 0)
        os.unlink(self.desk.state)
        self.clock.move(3601, agent.process)
        wait_until("not scanned again", lambda: self.rows("SELECT id FROM certificate"))
        self.end(agent)

    def test_what_cannot_be_written_down_is_shown_once(self):
        server = self.server()
        agent = self.start(past_the_grace=False)
        with sqlite3.connect(os.path.join(self.desk.state, "kigen.db"), isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            self.clock.move(GRACE, agent.process)
            wait_until("not shown", lambda: server.seen)
            self.assertLess(self.looks(agent, 4), 8)
            self.clock.move(301, agent.process)
            self.looks(agent, 3)
            self.assertEqual(len(server.seen), 1)
            other.execute("ROLLBACK")
        self.clock.move(301, agent.process)
        wait_until("not written down", lambda: self.rows("SELECT stage FROM notice") == [(5,)])
        self.assertEqual(len(server.seen), 1)
        self.end(agent)


class Ends(Odd):
    """The instant of the end itself, which is no day's hour."""

    def test_what_has_run_out_is_shown_so_at_once(self):
        server = self.server()
        agent = self.start()
        wait_until("not shown", lambda: server.seen)
        end = self.rows("SELECT not_after FROM certificate")[0][0]
        self.clock.move(int(end - self.clock.now()) - 2, agent.process)
        # Nobody tells it of a change: its own alarm has to come.
        wait_until("the end was slept through",
                   lambda: any(int(at) > end for at in re.findall(r"a look at (\d+)", agent.log())))
        self.end(agent)


class Windows(Odd):
    dialog = "head -c 300000 /dev/zero | tr '\\0' '\\n'\necho done >> \"$0.log\"\n"

    def test_one_that_talks_much_is_not_ended(self):
        server = self.server()
        agent = self.start()
        wait_until("not shown", self.answers)
        server.act(1, "default")
        wait_until("the window was ended", self.opened)
        self.end(agent)


class Sessions(Odd):
    def test_without_one_it_says_so_and_ends(self):
        for address in ({}, {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"}):
            with self.subTest(address):
                environment = {**self.desk.environment("ja_JP.UTF-8"), **address, "XDG_RUNTIME_DIR": self.desk.folder}
                done = subprocess.run([program("kigen-agent"), "--state", self.desk.state], env=environment,
                                      stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                      timeout=60, check=False)
                self.assertEqual(done.returncode, 1, done.stderr)
                self.assertIn("セッション", done.stderr)

    def test_the_usual_state_by_its_path_is_the_same_agent(self):
        self.start()
        environment = {**self.environment(self.desk, "C.UTF-8"), **self.clock.environment,
                       "XDG_STATE_HOME": os.path.dirname(self.desk.state)}
        usual = os.path.join(os.path.dirname(self.desk.state), "kigen")
        os.rename(self.desk.state, usual)
        words = [os.path.join(self.programs, "kigen-agent"), "--profile", self.authority.profile]
        first = subprocess.Popen(words, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL, start_new_session=True)
        self.addCleanup(lambda: (first.kill(), first.wait()))
        wait_until("no agent", lambda: self.desktop.is_owned("org.kigen.Agent"))
        again = subprocess.run(words + ["--state", usual], env=environment, stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60, check=False)
        self.assertEqual(again.returncode, 0)
        wait_until("no list", self.opened)

    def test_words_are_refused(self):
        done = subprocess.run([program("kigen-agent"), "list"], env=self.environment(self.desk, "C.UTF-8"),
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              timeout=60, check=False)
        self.assertEqual(done.returncode, 2, done.stderr)


def divide(*cases):
    for case in cases:
        share(case)


divide(Servers, States, Ends, Windows, Sessions)

if __name__ == "__main__":
    unittest.main(verbosity=2)
