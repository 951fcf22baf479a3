# SPDX-License-Identifier: Apache-2.0
"""Whatever is wrong is said clearly, in both languages, with its exit status, before anything has changed."""
import json
import os
import re
import socket
import unittest

import judge
from story import Story, command, program, write

JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")


class BadInput(unittest.TestCase):
    def setUp(self):
        self.story = Story("rehearsal", "--status-seconds", "0.1")
        self.desk, self.authority = self.story.__enter__()
        self.addCleanup(self.story.__exit__, None, None, None)
        self.first = self.desk.certificates()[0]

    def refused(self, status, *arguments, authority=None, store=True):
        """Runs it in both languages: the status, a message and an advice in each, the store untouched, nothing sent."""
        told = {}
        for language in ("C.UTF-8", "ja_JP.UTF-8"):
            done = self.desk.kigen(authority or self.authority, *arguments, language=language, store=store)
            self.assertEqual(done.returncode, status, done.stderr + done.stdout)
            error = judge.error_of(done)
            self.assertTrue(error["message"] and error["advice"], error)
            judge.assert_no_secret(self, self.authority, done.stdout, done.stderr)
            told[language] = error["message"] + error["advice"]
        self.assertIsNone(JAPANESE.search(told["C.UTF-8"]), told)
        self.assertIsNotNone(JAPANESE.search(told["ja_JP.UTF-8"]), told)
        judge.assert_untouched(self, self.desk, self.first)
        self.assertEqual(self.authority.applications(), 0)
        return told["C.UTF-8"]

    def renewal_with(self, **changes):
        words = {"--password-file": self.desk.password, "--backup": self.desk.backup, "--old": "delete", **changes}
        return ["renew", "--yes", "--json"] + [part for pair in words.items() if pair[1] for part in pair]

    def test_password_not_of_the_form(self):
        for word in ("12345", "abcd", "", "１２３４"):
            with self.subTest(word=word):
                path = write(os.path.join(self.desk.folder, "other"), word + "\n")
                self.refused(6, *self.renewal_with(**{"--password-file": path}))

    def test_no_password_and_nobody_to_ask(self):
        self.refused(6, *self.renewal_with(**{"--password-file": None}))

    def test_password_file_that_is_not_there(self):
        self.refused(6, *self.renewal_with(**{"--password-file": os.path.join(self.desk.folder, "nothing")}))

    def test_a_secret_in_the_place_of_its_file(self):
        """Who gives the secret itself where a file is wanted is told which option wants one, and not what it was."""
        obtain = ["obtain", "--yes", "--json", "--password-file", self.desk.password, "--backup", self.desk.backup]
        for option, status, words in (("--password-file", 6, self.renewal_with(**{"--password-file": None})),
                                      ("--reference-id", 2, obtain + ["--request-id", "1234567890"]),
                                      ("--ids-file", 2, obtain)):
            for secret in ("Tanuki-2468", "A/B+C==", "秘密の言葉"):
                with self.subTest(option=option, secret=secret):
                    self.assertIn(option, self.refused(status, *words, option, secret))
                    self.assert_not_repeated(secret, *words, option, secret)
        self.set_store_password("geheim77")
        self.assert_not_repeated("Tanuki-2468", *self.renewal_with(), "--store-password-file", "Tanuki-2468")

    def assert_not_repeated(self, secret, *arguments):
        for language in ("C.UTF-8", "ja_JP.UTF-8"):
            done = self.desk.kigen(self.authority, "--verbose", *arguments, language=language)
            self.assertIn(arguments[-2], judge.error_of(done)["message"])
            self.assertNotIn(secret, done.stdout + done.stderr)

    def test_files_with_secrets_that_others_can_read(self):
        """Each is warned of, on standard error: what a program reads stays JSON alone."""
        reference = os.path.join(self.desk.folder, "reference")
        os.chmod(self.desk.password, 0o644)
        for option, text in (("--reference-id", "xxxxxxxxxx\n"), ("--ids-file", "1234567890\nxxxxxxxxxx\n")):
            with self.subTest(option=option):
                os.chmod(write(reference, text), 0o644)
                done = self.desk.kigen(self.authority, "obtain", "--yes", "--json", "--request-id", "1234567890", option,
                                       reference, "--password-file", self.desk.password, "--backup", self.desk.backup)
                self.assertEqual(done.returncode, 4, done.stderr + done.stdout)
                self.assertEqual(list(json.loads(done.stdout)), ["error"])
                for path in (reference, self.desk.password):
                    self.assertEqual(done.stderr.count("Others on this computer can read %s." % path), 1, done.stderr)
                self.assertNotIn("xxxxxxxxxx", done.stdout + done.stderr)

    def test_backup_that_exists(self):
        letter = write(self.desk.backup, "somebody's letter")
        self.refused(9, *self.renewal_with())
        self.assertEqual(open(letter).read(), "somebody's letter")

    def test_backup_in_a_place_that_cannot_be_written(self):
        self.refused(9, *self.renewal_with(**{"--backup": "/proc/backup.p12"}))
        self.refused(9, *self.renewal_with(**{"--backup": os.path.join(self.desk.folder, "nowhere", "backup.p12")}))

    def test_backup_that_is_a_link_elsewhere(self):
        target = os.path.join(self.desk.folder, "elsewhere")
        os.symlink(target, self.desk.backup)
        self.refused(9, *self.renewal_with())
        self.assertFalse(os.path.exists(target))

    def test_certificate_that_is_not_there(self):
        self.refused(8, "renew", "0123456789abcdef", *self.renewal_with()[1:])

    def test_store_that_is_not_there(self):
        self.refused(8, "--store", "nss:" + os.path.join(self.desk.folder, "nothing"), *self.renewal_with(), store=False)

    def test_no_network(self):
        self.authority.stop()
        self.refused(5, *self.renewal_with())
        self.authority.start("--port", str(self.authority.port))

    def test_a_port_where_nobody_speaks_tls(self):
        with socket.socket() as silent:
            silent.bind(("127.0.0.1", 0))
            profile = self.changed_profile(r"(?m)^Base=.*", "Base=https://localhost:%d" % silent.getsockname()[1])
            self.refused(5, *self.renewal_with(), authority=profile)

    def test_wrong_trust(self):
        profile = self.changed_profile(r"(?m)^CaFile=.*", "CaFile=ca.pem")
        self.refused(10, *self.renewal_with(), authority=profile)

    def test_state_folder_open_to_others(self):
        os.chmod(self.desk.state, 0o777)
        self.refused(1, *self.renewal_with())

    def test_too_early(self):
        with Story("rehearsal", "--days-left", "200") as (desk, authority):
            first = desk.certificates()[0]
            done = desk.kigen(authority, *desk.renewal())
            self.assertEqual(done.returncode, 3, done.stderr)
            judge.assert_untouched(self, desk, first)

    def test_one_that_has_run_out(self):
        with Story("rehearsal", "--days-left", "-3") as (desk, authority):
            certificates = desk.certificates()
            done = desk.kigen(authority, *desk.renewal())
            self.assertEqual(done.returncode, 8, done.stderr)
            self.assertIn("obtain", judge.error_of(done)["advice"])
            self.assertEqual(desk.certificates(), certificates)
            self.assertEqual(authority.applications(), 0)

    def test_words_that_are_no_options(self):
        for words in (["renew", "--nonsense"], ["sing"], []):
            with self.subTest(words=words):
                done = self.desk.kigen(self.authority, *words)
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertTrue(done.stderr.strip())

    def test_no_question_is_answered_without_yes(self):
        done = self.desk.kigen(self.authority, "renew", "--password-file", self.desk.password)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn("--yes", done.stderr)
        judge.assert_untouched(self, self.desk, self.first)

    def set_store_password(self, word):
        """The password's file."""
        path = write(os.path.join(self.desk.folder, "store-word"), word)
        empty = write(os.path.join(self.desk.folder, "empty"), "\n")
        changed = command("certutil", "-W", "-d", "sql:" + self.desk.nss, "-f", empty, "-@", path)
        self.assertEqual(changed.returncode, 0, changed.stderr)
        return path

    def test_a_store_with_a_password(self):
        word = self.set_store_password("geheim77")
        wrong = write(os.path.join(self.desk.folder, "wrong-word"), "falsch")
        for words, status in (([], (6, 8)), (["--store-password-file", wrong], (6,))):
            done = self.desk.kigen(self.authority, *words, *self.renewal_with())
            self.assertIn(done.returncode, status, done.stderr)
        self.assertEqual(self.authority.applications(), 0)
        done = self.desk.kigen(self.authority, "--store-password-file", word, *self.renewal_with())
        self.assertEqual(done.returncode, 0, done.stderr)

    def changed_profile(self, pattern, replacement):
        """The authority with a profile that says something else."""
        text = open(self.authority.profile).read()
        path = write(os.path.join(self.authority.folder, "changed.profile"), re.sub(pattern, replacement, text))
        return type("Changed", (), {"profile": path})


class Secrets(unittest.TestCase):
    def test_no_secret_is_left_behind(self):
        """Password, key and reference ID: not in the output, not in the state, but for the reference ID's own place."""
        with Story("rehearsal", "--status-seconds", "0.1") as (desk, authority):
            done = desk.kigen(authority, "--verbose", *desk.renewal())
            self.assertEqual(done.returncode, 0, done.stderr)
            reference = [event for event in authority.events("application")]
            self.assertTrue(reference)
            told = done.stdout + done.stderr
            self.assertNotIn("4711", told)
            self.assertNotIn("PRIVATE KEY", told)
            for name in os.listdir(desk.state):
                data = open(os.path.join(desk.state, name), "rb").read()
                self.assertNotIn(b"PRIVATE KEY", data)
                self.assertNotRegex(data, rb"(?<![0-9a-fA-F])4711(?![0-9a-fA-F])", name)
                self.assertEqual(os.stat(os.path.join(desk.state, name)).st_mode & 0o077, 0, name)


if __name__ == "__main__":
    unittest.main(verbosity=2)
