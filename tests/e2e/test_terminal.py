# SPDX-License-Identifier: Apache-2.0
"""At a terminal: questions with what they are about, passwords that nobody sees, a line that moves, and a terminal that is
left as it was found."""
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
import unittest

import forge
import judge
from story import PASSWORD, Story, share

COLUMNS = 100
QUESTION = r"\[y/N\] $"
FIRST_PASSWORD = r"(?i)new password[^\n]*: $"
SECOND_PASSWORD = r"once more: $"


class Terminal:
    """Kigen with a terminal of its own; what it shows and what is typed."""

    def __init__(self, desk, authority, *words, language="C.UTF-8"):
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, COLUMNS, 0, 0))
        self.before = termios.tcgetattr(slave)
        self.slave = slave
        self.shown = ""
        self.process = subprocess.Popen(desk.arguments(authority, *words), env={**desk.environment(language), "TERM": "xterm"},
                                        stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
                                        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))

    def read(self, seconds):
        ready, _, _ = select.select([self.master], [], [], seconds)
        if ready:
            self.shown += os.read(self.master, 65536).decode("utf-8", "replace").replace("\r\n", "\n")
        return bool(ready)

    def wait_for(self, pattern, seconds=30):
        """What was shown since the last time, up to and with that."""
        until = time.monotonic() + seconds
        begun = getattr(self, "at", 0)
        while not re.search(pattern, self.shown[begun:]):
            if time.monotonic() > until or self.process.poll() is not None and not self.read(0.1):
                raise AssertionError("“%s” is not shown: %s" % (pattern, self.shown[begun:]))
            self.read(0.1)
        # Echo is taken away, and what is typed ahead thrown away, just after the prompt has come.
        time.sleep(0.1)
        told = self.shown[begun:]
        self.at = begun + re.search(pattern, told).end()
        return told

    def type(self, text):
        os.write(self.master, text.encode())

    def echoes(self):
        return bool(termios.tcgetattr(self.slave)[3] & termios.ECHO)

    def end(self, seconds=60):
        until = time.monotonic() + seconds
        while self.process.poll() is None and time.monotonic() < until:
            self.read(0.1)
        while self.read(0):
            pass
        if self.process.poll() is None:
            self.close()
            raise AssertionError("it does not end: " + self.shown)
        return self.process.returncode

    def as_before(self):
        return termios.tcgetattr(self.slave) == self.before

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for file in (self.master, self.slave):
            if file is not None:
                os.close(file)
        self.master = self.slave = None


class AtTheTerminal(unittest.TestCase):
    options = ("--status-seconds", "0.3")

    def setUp(self):
        story = Story("rehearsal", *self.options)
        self.desk, self.authority = story.__enter__()
        self.addCleanup(story.__exit__, None, None, None)
        self.first = self.desk.certificates()[0]
        self.identity = forge.id_of(self.first["pem"])

    def open(self, *words, **options):
        terminal = Terminal(self.desk, self.authority, *words, **options)
        self.addCleanup(lambda: terminal.master is not None and terminal.close())
        return terminal

    def give_password(self, terminal, first, second=None):
        terminal.wait_for(FIRST_PASSWORD)
        self.assertFalse(terminal.echoes(), "nothing that is typed is shown")
        terminal.type(first + "\n")
        terminal.wait_for(SECOND_PASSWORD)
        self.assertFalse(terminal.echoes())
        terminal.type((second or first) + "\n")

    def test_renewal(self):
        terminal = self.open("renew")
        question = terminal.wait_for(QUESTION)
        self.assertIn("0110119153", question)
        self.assertIn("medical", question, "what the authority's page shows")
        self.assertEqual(self.authority.applications(), 0, "nothing is applied for before the answer")
        terminal.type("y\n")
        self.give_password(terminal, PASSWORD, "1111")
        terminal.wait_for("not the same")
        terminal.wait_for(FIRST_PASSWORD)
        terminal.type("12345\n")
        terminal.wait_for("must be")
        self.give_password(terminal, PASSWORD)
        path = terminal.wait_for(r"backup goes \[[^\]]*\]: $").rsplit("[", 1)[1].split("]")[0]
        self.assertTrue(path.startswith(os.path.join(self.desk.home, "Documents", "Kigen", "0110119153_")), path)
        self.assertTrue(terminal.echoes(), "what is no secret is shown")
        terminal.type("\n")
        old = terminal.wait_for(QUESTION)
        self.assertIn(self.first["end"][:7], old, "which one is the old one")
        self.assertEqual(len(self.desk.certificates()), 2, "it is asked before it goes")
        terminal.type("y\n")
        self.assertEqual(terminal.end(), 0, terminal.shown)
        self.assertTrue(terminal.as_before())
        for secret in (PASSWORD, "12345", "1111"):
            self.assertNotRegex(re.sub(r"\S*/\S*|\d{4}-\d\d-\d\d|[0-9a-f]{8,}|\d{8,}", "", terminal.shown), secret)
        self.desk.backup = path
        judge.assert_renewed(self, self.desk, self.authority, self.first)

    def test_the_form_of_the_password_is_told_in_words(self):
        for language, words in (("C.UTF-8", "four digits"), ("ja_JP.UTF-8", "半角数字4桁")):
            terminal = self.open("backup", self.identity, self.desk.backup, language=language)
            self.assertIn(words, terminal.wait_for(": $"))
            terminal.type("\x03")
            terminal.end()

    def test_progress_moves_on_one_line(self):
        terminal = self.open(*(word for word in self.desk.renewal() if word != "--json"))
        self.assertEqual(terminal.end(), 0, terminal.shown)
        self.assertGreater(terminal.shown.count("\r\x1b[K"), 6)
        for line in re.split("\r\x1b\\[K|\n", terminal.shown):
            self.assertLess(len(line), COLUMNS, "a longer one would not be wiped off again")
        self.assertNotIn("…\n", terminal.shown, "what was under way is overwritten by what came of it")

    def test_no_changes_nothing(self):
        terminal = self.open("renew")
        terminal.wait_for(QUESTION)
        terminal.type("n\n")
        self.assertEqual(terminal.end(), 7, terminal.shown)
        judge.assert_untouched(self, self.desk, self.first)
        self.assertEqual(self.authority.applications(), 0)
        self.assertEqual(self.desk.kigen(self.authority, "list").stdout.count("renewing"), 0, "nothing is left open")

    def test_return_is_no(self):
        terminal = self.open("delete", self.identity, "--force")
        self.assertIn("0110119153", terminal.wait_for(QUESTION))
        terminal.type("\n")
        self.assertEqual(terminal.end(), 7)
        judge.assert_untouched(self, self.desk, self.first)

    def test_yes_in_japanese(self):
        terminal = self.open("delete", self.identity, "--force", language="ja_JP.UTF-8")
        terminal.wait_for(r"\] $")
        terminal.type("はい\n")
        self.assertEqual(terminal.end(), 0, terminal.shown)
        self.assertEqual(self.desk.certificates(), [])

    def test_ctrl_c_at_a_question(self):
        terminal = self.open("renew")
        terminal.wait_for(QUESTION)
        terminal.type("\x03")
        self.assertEqual(terminal.end(5), 7, terminal.shown)
        self.assertTrue(terminal.as_before())
        judge.assert_untouched(self, self.desk, self.first)

    def test_ctrl_c_at_the_password(self):
        for words in (["check", os.path.join(self.authority.folder, "client.p12")],
                      ["backup", self.identity, self.desk.backup]):
            terminal = self.open(*words)
            terminal.wait_for(r"(?i)password[^\n]*: $")
            self.assertFalse(terminal.echoes())
            terminal.type("47\x03")
            self.assertEqual(terminal.end(5), 7, terminal.shown)
            self.assertTrue(terminal.as_before(), "echo is there again")
        self.assertFalse(os.path.exists(self.desk.backup))

    def test_terminated_at_the_password(self):
        terminal = self.open("check", os.path.join(self.authority.folder, "client.p12"))
        terminal.wait_for(r"(?i)password[^\n]*: $")
        terminal.process.send_signal(signal.SIGTERM)
        self.assertEqual(terminal.end(5), 7, terminal.shown)
        self.assertTrue(terminal.as_before())

    def test_end_of_input(self):
        terminal = self.open("renew")
        terminal.wait_for(QUESTION)
        terminal.type("\x04")
        self.assertEqual(terminal.end(5), 7, terminal.shown)
        judge.assert_untouched(self, self.desk, self.first)

    def test_another_place_for_the_backup(self):
        terminal = self.open("renew", "--old", "keep")
        terminal.wait_for(QUESTION)
        terminal.type("y\n")
        self.give_password(terminal, PASSWORD)
        terminal.wait_for(r"backup goes [^\n]*: $")
        terminal.type("/nothing/there.p12\n")
        self.assertIn("not there", terminal.wait_for(r"backup goes [^\n]*: $"))
        terminal.type("~/mine.p12\n")
        self.assertEqual(terminal.end(), 0, terminal.shown)
        self.assertTrue(self.desk.backup_serial(os.path.join(self.desk.home, "mine.p12")))

    def test_presets_with_yes(self):
        terminal = self.open("renew", "--yes", "--old", "keep")
        self.give_password(terminal, PASSWORD)
        self.assertEqual(terminal.end(), 0, terminal.shown)
        self.assertNotIn("backup goes", terminal.shown, "--yes takes what is suggested")

    def test_a_known_password(self):
        terminal = self.open("check", os.path.join(self.authority.folder, "client.p12"))
        terminal.wait_for(r"(?i)password[^\n]*: $")
        terminal.type("1234\n")
        self.assertEqual(terminal.end(5), 0, terminal.shown)
        self.assertNotIn("1234\n", terminal.shown)

    def test_output_into_a_file(self):
        """Somebody sits there, and only the result goes elsewhere."""
        with open(os.path.join(self.desk.folder, "result"), "w+") as result:
            master, slave = pty.openpty()
            done = subprocess.run(self.desk.arguments(self.authority, *self.desk.renewal()), env=self.desk.environment(),
                                  stdin=slave, stdout=result, stderr=slave, start_new_session=True, timeout=60)
            os.close(slave)
            os.close(master)
            result.seek(0)
            self.assertEqual(done.returncode, 0)
            self.assertTrue(result.read().startswith("{"))


class Early(AtTheTerminal):
    options = ("--status-seconds", "0.1", "--days-left", "200")

    def test_a_second_question_before_the_first_day(self):
        terminal = self.open("renew")
        self.assertRegex(terminal.wait_for(QUESTION), "200|199")
        terminal.type("n\n")
        self.assertIn(terminal.end(), (3, 7), terminal.shown)
        self.assertEqual(self.authority.applications(), 0)

    def test_no_question_with_yes(self):
        terminal = self.open("renew", "--yes")
        self.assertEqual(terminal.end(), 3, terminal.shown)


for inherited in [name for name in dir(AtTheTerminal) if name.startswith("test_")]:
    setattr(Early, inherited, None)


if __name__ == "__main__":
    share(AtTheTerminal)
    unittest.main(verbosity=2)
