# SPDX-License-Identifier: Apache-2.0
"""The end of Kigen's process at each line of progress that a renewal tells, which is before and after each step: for
Windows, where nothing can be put between the program and its journal (test_stops.py does that on Linux).

After each: a usable certificate in the store, and the renewal goes on to the same end, with one application.
"""
import unittest

import aftermath
import judge
from story import Story
from test_commands import STEPS

# Whoever is killed in the middle of sending has the list looked at for as long as this.
OPTIONS = ("--rendering", "1", "--status-seconds", "0.1", "--wait", "Issue=20", "--wait", "Settle=1")
# What is told once a step stands in the journal.
TOLD = {
    "The renewal was applied for": "applied",
    "The authority has issued the certificate": "issued",
    "The certificate and its key were received": "received",
    "The certificate was installed": "installed",
    "The new certificate logs in": "proved",
    "The backup was written and read back": "backed-up",
    "The old certificate has been dealt with": "retired",
    "The renewal is done": "done",
}


class Killed(unittest.TestCase):
    def test_killed_at_every_line(self):
        with Story("rehearsal", *OPTIONS) as (desk, authority):
            done = desk.kigen(authority, *desk.renewal())
            self.assertEqual(done.returncode, 0, done.stderr)
        lines = done.stderr.splitlines()
        self.assertLessEqual(set(TOLD), set(lines))
        for number in range(1, len(lines) + 1):
            with self.subTest(line=number, told=lines[number - 1]):
                self.kill_once(number)

    def kill_once(self, number):
        with Story("rehearsal", *OPTIONS) as (desk, authority):
            first = desk.certificates()[0]
            running = desk.start(authority, *desk.renewal())
            lines = [running.stderr.readline().strip() for _ in range(number)]
            running.kill()
            running.communicate()
            desk.recover()
            self.assertTrue(desk.usable(), "after the kill")
            said = aftermath.journal(desk)
            for step in filter(None, map(TOLD.get, lines)):
                self.assertGreaterEqual(STEPS.index(said.step), STEPS.index(step), "it is told when it is so")
            done = aftermath.go_on(self, desk, authority)
            self.assertEqual(done.returncode, 3 if said == aftermath.DONE else 0, done.stderr + done.stdout)
            judge.assert_renewed(self, desk, authority, first)
            self.assertEqual(aftermath.journal(desk), aftermath.DONE)
            self.assertEqual(aftermath.left_behind(desk.state, desk.folder), [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
