# SPDX-License-Identifier: Apache-2.0
"""Several jobs in one window of kigen-dialog, drawn by GTK."""
import glob
import unittest

import forge
from jobs import DENTAL, FOURTH, THIRD, Jobs
from screen import Screen
from story import Story, share


def setUpModule():
    global screen
    screen = Screen()
    screen.__enter__()
    unittest.addModuleCleanup(screen.__exit__, None, None, None)


class Hand:
    """A screen reader's, which knows the fields by their labels."""

    keys_leave = True
    chooses_files = True

    def __init__(self, desk, dialog):
        self.desk, self.dialog = desk, dialog

    def press(self, label):
        self.dialog.press(label.replace("_", ""))

    def wait(self, text, *seconds):
        """A text, or a button's."""
        self.dialog.wait(text.replace("_", ""), *seconds)

    def fill(self, *fields):
        for label, value in fields:
            self.dialog.type(label, value)

    def choose_file(self, way, path):
        self.dialog.press(way.replace("_", ""), until=self.dialog.chooses)
        self.dialog.choose_file(path, "Open")

    def open_backup(self):
        self.press("_Details")
        self.press("Back _up now…")

    def backups(self):
        return glob.glob(self.desk.home + "/Documents/Kigen/*.p12")


class OneWindow(unittest.TestCase):
    def open(self, installed, *names):
        story = Story("rehearsal", "--status-seconds", "0.2", installed=installed)
        self.desk, authority = story.__enter__()
        self.addCleanup(story.__exit__, None, None, None)
        for days, name in enumerate(names, 4):
            forge.install(authority, self.desk.folder, name, days, self.desk.nss)
        self.dialog = screen.open(self.desk, authority)
        self.addCleanup(self.dialog.stop)
        return Jobs(self, self.desk, authority, Hand(self.desk, self.dialog))

    def leave(self):
        self.assertEqual(self.dialog.leave(), 0, self.dialog.log())
        self.assertEqual(self.dialog.log(), "", "nothing is complained about")

    def test_jobs_after_a_renewal(self):
        self.open(True, DENTAL).after_a_renewal()
        self.leave()

    def test_jobs_before_a_renewal(self):
        jobs = self.open(False, DENTAL, THIRD)
        jobs.before_a_renewal(forge.forge(jobs.authority, self.desk.folder, FOURTH, 6))
        self.leave()


share(OneWindow)

if __name__ == "__main__":
    unittest.main(verbosity=2)
