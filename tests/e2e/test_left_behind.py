# SPDX-License-Identifier: Apache-2.0
"""Runs that are killed in the middle of a file: the next run of anything removes what they left, wherever that is."""
import os
import signal
import unittest

import forge
from story import command, write
import test_commands

OURS = ".kigen-unfinished-"


class LeftBehind(test_commands.Desk):
    @classmethod
    def prepare(cls):
        cls.identity = forge.id_of(cls.desk.certificates()[0]["pem"])

    def killed_at(self, call, *words, when=1):
        """Kigen's run with these words ends right before its system call of that name."""
        log = os.path.join(self.story.folder, "strace.log")
        environment = self.desk.environment()
        environment["ASAN_OPTIONS"] = environment.get("ASAN_OPTIONS", "") + ":detect_leaks=0"
        done = command("strace", "-f", "-o", log, "-e", "trace=" + call, "-e",
                       "inject=%s:signal=KILL:when=%d" % (call, when),
                       *self.desk.arguments(self.authority, *words), env=environment)
        self.assertEqual(done.returncode, -signal.SIGKILL, done.stderr)

    def left(self, folder):
        return [name for name in os.listdir(folder) if name.startswith(OURS)]

    def folder(self, name):
        path = os.path.join(self.story.folder, name)
        os.makedirs(path, mode=0o700)
        return path

    def test_a_state_that_was_being_made(self):
        state = os.path.join(self.story.folder, "new-state")
        self.killed_at("rename", "--state", state, "history")
        self.assertEqual(len(self.left(state)), 1)
        self.kigen(0, "--state", state, "history")
        self.assertEqual(self.left(state), [])
        self.assertIn("kigen.db", os.listdir(state))

    def test_a_backup_on_a_stick(self):
        """It was never finished, so that no list of backups has it; what stands beside it is left alone."""
        stick = self.folder("stick")
        notes = write(os.path.join(stick, ".kigen-notes"), "somebody's")
        self.killed_at("renameat2", "backup", self.identity, os.path.join(stick, "desk.p12"), "--password-file",
                       self.desk.password)
        self.assertEqual(len(self.left(stick)), 1)
        self.kigen(0, "list")
        self.assertEqual(os.listdir(stick), [os.path.basename(notes)])

    def test_the_settings(self):
        folder = os.path.join(self.desk.home, "config", "kigen")
        self.killed_at("rename", "settings", "Backup.Format", "legacy")
        self.assertEqual(len(self.left(folder)), 1)
        self.kigen(0, "list")
        self.assertEqual(self.left(folder), [])

    def test_a_stick_that_is_gone(self):
        stick = self.folder("lost-stick")
        self.killed_at("renameat2", "backup", self.identity, os.path.join(stick, "desk.p12"), "--password-file",
                       self.desk.password)
        os.rename(stick, stick + "-elsewhere")
        self.assertEqual(self.kigen(0, "list").stderr, "")
        os.rename(stick + "-elsewhere", stick)
        self.kigen(0, "list")
        self.assertEqual(os.listdir(stick), [])


class KilledRenewal(test_commands.Desk):
    def test_its_backup(self):
        """A renewal that ends in the middle of its backup: the next look at the list tidies up, and it goes on."""
        folder = os.path.join(self.story.folder, "stick")
        os.makedirs(folder, mode=0o700)
        path = os.path.join(folder, "desk.p12")
        LeftBehind.killed_at(self, "renameat2", "renew", "--yes", "--password-file", self.desk.password, "--backup", path)
        self.assertEqual(len(LeftBehind.left(self, folder)), 1)
        self.kigen(0, "list")
        self.assertEqual(os.listdir(folder), [])
        self.kigen(0, "resume", "--yes", "--password-file", self.desk.password, "--backup", path)
        self.assertEqual(os.listdir(folder), ["desk.p12"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
