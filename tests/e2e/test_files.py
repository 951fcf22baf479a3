# SPDX-License-Identifier: Apache-2.0
"""Backups and what they are for: written, proved, put back; and what is deleted."""
import json
import os
import subprocess
import time
import unittest

import forge
import judge
from story import PASSWORD, command, write
from test_commands import JAPANESE, TEXT
import test_commands

COMPUTER = os.uname().nodename.split(".")[0]


class Files(test_commands.Desk):
    """backup, check and restore; nothing here takes anything out of the store."""

    @classmethod
    def prepare(cls):
        cls.identity = forge.id_of(cls.desk.certificates()[0]["pem"])
        cls.serial = cls.desk.certificates()[0]["serial"]
        cls.whole = os.path.join(cls.story.folder, "whole.p12")
        done = cls.desk.kigen(cls.authority, "backup", cls.identity, cls.whole, "--password-file", cls.desk.password)
        if done.returncode != 0:
            raise RuntimeError(done.stderr)

    def path(self, name, content=None):
        path = os.path.join(self.story.folder, name)
        return path if content is None else write(path, content)

    def backup(self, status, path, *more):
        return self.kigen(status, "backup", self.identity, path, "--password-file", self.desk.password, *more)

    def test_backup_opens_elsewhere(self):
        self.assertEqual(self.desk.backup_serial(self.whole), self.serial)
        self.assertEqual(os.stat(self.whole).st_mode & 0o777, 0o600)
        told = self.kigen(0, "history").stdout
        self.assertIn(self.whole, told)
        self.assertEqual({one["kind"] for one in self.answer("history", self.identity)}, {"backup"})

    def test_backup_answers(self):
        path = self.path("answers.p12")
        told = self.answer("backup", self.identity, path, "--password-file", self.desk.password)
        self.assertEqual(told, {"id": self.identity, "backup": path})
        done = self.backup(0, self.path("words.p12"))
        self.assertIn(self.path("words.p12"), done.stdout)
        self.assertEqual(done.stderr, "")

    def test_backup_overwrites_nothing(self):
        letter = self.path("letter", "somebody's letter")
        self.assert_both_languages("backup", self.identity, letter, "--password-file", self.desk.password, status=9)
        with open(letter) as file:
            self.assertEqual(file.read(), "somebody's letter")

    def test_backup_beside_the_present_folder(self):
        done = command(*self.desk.arguments(self.authority, "backup", self.identity, "near.p12", "--password-file",
                                            self.desk.password), env=self.desk.environment(), cwd=self.story.folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(self.path("near.p12"), done.stdout)
        self.assertEqual(self.desk.backup_serial(self.path("near.p12")), self.serial)

    def test_password_form_holds_for_what_is_set(self):
        word = self.path("long-word", "a longer one\n")
        told = self.answer("backup", self.identity, self.path("never.p12"), "--password-file", word, status=6)
        self.assertEqual(told["error"]["code"], "password-form")
        self.assertFalse(os.path.exists(self.path("never.p12")))

    def test_password_form_does_not_hold_for_what_opens(self):
        path = forge.forge(self.authority, self.story.folder, "0110000400", 40)
        word = self.path("forged-word", forge.WORD + "\n")
        told = self.answer("check", path, "--password-file", word)
        self.assertEqual((told["common_name"], told["has_key"]), ("0110000400", True))

    def test_password_from_standard_input(self):
        for words in (("check", self.whole), ("backup", self.identity, self.path("piped.p12"))):
            done = subprocess.run(self.desk.arguments(self.authority, *words, "--password-file", "-"),
                                  input=PASSWORD + "\n", env=self.desk.environment(), text=True, capture_output=True)
            self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.desk.backup_serial(self.path("piped.p12")), self.serial)

    def test_password_file_that_others_can_read(self):
        word = self.path("open-word", PASSWORD + "\n")
        os.chmod(word, 0o644)
        for language, pattern in (("C.UTF-8", "Others"), ("ja_JP.UTF-8", JAPANESE)):
            done = self.kigen(0, "check", self.whole, "--password-file", word, "--json", language=language)
            self.assertRegex(done.stderr, pattern)
            self.assertIn(word, done.stderr)
            json.loads(done.stdout)
        self.assertEqual(self.kigen(0, "check", self.whole, "--password-file", self.desk.password).stderr, "")

    def test_check(self):
        told = self.answer("check", self.whole, "--password-file", self.desk.password)
        self.assert_shape(told, {"id": TEXT, "common_name": TEXT, "subject": TEXT, "issuer": TEXT, "serial": TEXT,
                                 "not_before": TEXT, "not_after": TEXT, "has_key": bool}, "not_before", "not_after")
        self.assertEqual((told["id"], told["has_key"]), (self.identity, True))
        self.assert_both_languages("check", self.whole, "--password-file", self.desk.password)

    def test_check_of_what_is_not_whole(self):
        with open(self.whole, "rb") as file:
            data = file.read()
        half = self.path("half.p12")
        with open(half, "wb") as file:
            file.write(data[:len(data) // 2])
        wrong = self.path("wrong-word", "9999\n")
        changed = self.path("changed.p12")
        with open(changed, "wb") as file:
            file.write(data[:200] + bytes([data[200] ^ 1]) + data[201:])
        for path, word, statuses in ((half, self.desk.password, (8,)), (self.path("empty", ""), self.desk.password, (8,)),
                                     (self.path("nothing"), self.desk.password, (8,)), (self.whole, wrong, (6,)),
                                     (changed, self.desk.password, (6, 8)), (self.desk.home, self.desk.password, (8,)),
                                     (self.path("text", "not this\n"), self.desk.password, (8,)), ("/dev/zero", wrong, (8,))):
            with self.subTest(path=path):
                status = self.desk.kigen(self.authority, "check", path, "--password-file", word).returncode
                self.assertIn(status, statuses)
                self.assert_both_languages("check", path, "--password-file", word, status=status)
                self.assert_both_languages("restore", path, "--password-file", word, status=status)

    def test_check_of_a_certificate_without_its_key(self):
        path = self.path("keyless.p12")
        pem = self.path("own.pem", self.desk.certificates()[0]["pem"])
        forge.done("openssl", "pkcs12", "-export", "-nokeys", "-in", pem, "-passout", "pass:" + PASSWORD, "-out", path)
        self.assert_both_languages("check", path, "--password-file", self.desk.password, status=8)

    def test_restore_into_a_new_store(self):
        folder = os.path.join(self.story.folder, "another", "nssdb")
        words = ("--store", "nss:" + folder, "restore", self.whole, "--password-file", self.desk.password)
        told = self.answer(*words, store=False)
        self.assert_shape(told, {"id": TEXT, "store": TEXT, "not_after": TEXT}, "not_after")
        self.assertEqual((told["id"], told["store"]), (self.identity, "nss:" + folder))
        self.assertIn("0110119153", forge.done("certutil", "-L", "-d", "sql:" + folder))
        self.assertIn(" rsa ", forge.done("certutil", "-K", "-d", "sql:" + folder))
        self.kigen(0, *words, store=False)
        self.assertEqual(len(self.answer("--store", "nss:" + folder, "list", store=False)), 1, "twice is once")

    def test_restore_where_this_desk_has_its_store(self):
        """Without --store: into the platform's first, which is made where there is none."""
        told = self.answer("restore", self.whole, "--password-file", self.desk.password, store=False)
        self.assertEqual(told["store"], "nss:" + self.desk.home + "/data/pki/nssdb")
        self.assertEqual([one["id"] for one in self.answer("list", store=False)], [self.identity])

    def test_a_stranger_is_restored_and_said_to_be_one(self):
        base = self.path("stranger")
        forge.done("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", base + ".key", "-out", base + ".pem",
                   "-subj", "/CN=stranger", "-days", "9")
        forge.done("openssl", "pkcs12", "-export", "-in", base + ".pem", "-inkey", base + ".key", "-passout",
                   "pass:" + PASSWORD, "-out", base + ".p12")
        folder = os.path.join(self.story.folder, "strangers")
        done = self.kigen(0, "--store", "nss:" + folder, "restore", base + ".p12", "--password-file", self.desk.password,
                          store=False, language="ja_JP.UTF-8")
        self.assertRegex(done.stderr, JAPANESE)
        self.assertEqual(self.answer("--store", "nss:" + folder, "list", store=False), [])


class Formats(test_commands.Desk):
    def test_legacy_backup_by_setting(self):
        identity = forge.id_of(self.desk.certificates()[0]["pem"])
        told = {}
        for form in ("modern", "legacy"):
            self.kigen(0, "settings", "Backup.Format", form)
            path = os.path.join(self.story.folder, form + ".p12")
            self.kigen(0, "backup", identity, path, "--password-file", self.desk.password)
            told[form] = command("openssl", "pkcs12", "-in", path, "-passin", "pass:" + PASSWORD, "-info", "-noout").stderr
            self.kigen(0, "check", path, "--password-file", self.desk.password)
        self.assertRegex(told["modern"], "AES-256")
        self.assertNotRegex(told["modern"], "3-?Key|3DES|SHA1And3")
        self.assertRegex(told["legacy"], "3-?Key|3DES|TripleDES")
        self.assertNotRegex(told["legacy"], "AES")


class WrongFromStandardInput(test_commands.Desk):
    def test_it_is_looked_at_before_the_authority_hears_of_anything(self):
        first = self.desk.certificates()[0]
        for text in ("", "12345\n", "\n4711\n"):
            done = subprocess.run(self.desk.arguments(self.authority, "renew", "--yes", "--json", "--password-file", "-"),
                                  input=text, env=self.desk.environment(), text=True, capture_output=True)
            self.assertEqual(done.returncode, 6, done.stderr)
        judge.assert_untouched(self, self.desk, first)
        self.assertEqual(self.authority.applications(), 0)
        self.assertEqual(self.answer("status")["renewals"], [])


class Unattended(test_commands.Desk):
    """A renewal with nobody at a terminal: what was not given has its preset."""

    def test_presets(self):
        first = self.desk.certificates()[0]
        done = subprocess.run(self.desk.arguments(self.authority, "renew", "--yes", "--json", "--password-file", "-"),
                              input=PASSWORD + "\n", env=self.desk.environment(), text=True, capture_output=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        folder = os.path.join(self.desk.home, "Documents", "Kigen")
        path = os.path.join(folder, "0110119153_%s_%s.p12" % (COMPUTER, time.strftime("%Y%m%d", time.gmtime(time.time() + 32400))))
        told = json.loads(done.stdout)
        self.assertEqual((told["backup"], told["old"]), (path, "keep"))
        self.desk.backup = path
        judge.assert_renewed(self, self.desk, self.authority, first, old="keep")

        # What has a successor may go.
        old, new = (forge.id_of(one["pem"]) for one in self.desk.certificates())
        self.assert_both_languages("delete", old, status=2)
        told = self.answer("delete", old[:8], "--yes")
        self.assertEqual(told, {"id": old, "store": "nss:" + self.desk.nss})
        self.assertEqual([forge.id_of(one["pem"]) for one in self.desk.certificates()], [new])
        self.assertEqual(len(self.desk.keys()), 1)
        self.assertEqual([one["id"] for one in self.answer("list")], [new])
        self.assertEqual(self.answer("history", old)[-1]["kind"], "deleted")


class Deleted(test_commands.Desk):
    def test_the_only_one_stays(self):
        first = self.desk.certificates()[0]
        identity = forge.id_of(first["pem"])
        self.assert_both_languages("delete", identity, "--yes", status=8)
        self.assertEqual(self.answer("delete", identity, "--yes", status=8)["error"]["code"], "last-one")
        forge.install(self.authority, self.story.folder, "0110000500", 50, self.desk.nss)
        self.assertEqual(self.answer("delete", identity, "--yes", status=8)["error"]["code"], "last-one", "another's is no help")
        forge.install(self.authority, self.story.folder, "0110119153", -1, self.desk.nss)
        self.assertEqual(self.answer("delete", identity, "--yes", status=8)["error"]["code"], "last-one", "an ended one neither")
        self.assertIn(first["serial"], [one["serial"] for one in self.desk.certificates()])
        self.assertEqual(len(self.desk.keys()), 3)
        self.answer("delete", identity, "--yes", "--force")
        self.assertNotIn(first["serial"], [one["serial"] for one in self.desk.certificates()])
        self.assertEqual(len(self.desk.keys()), 2)

    def test_on_a_full_disk_it_is_said_what_stays(self):
        """NSS says that it has destroyed what it could not write away.  The disk is full for its two databases alone, from
        the first page or from a later one on."""
        own = forge.install(self.authority, self.story.folder, "0110000700", -1, self.desk.nss)
        environment = self.desk.environment()
        environment["ASAN_OPTIONS"] = environment.get("ASAN_OPTIONS", "") + ":detect_leaks=0"
        names = [os.path.join(self.desk.nss, name + ending) for name in ("cert9.db", "key4.db") for ending in ("", "-journal")]
        failed = 0
        for first in (1, 2, 4, 8, 16):
            done = command("strace", "-f", "-o", os.path.join(self.story.folder, "strace.log"),
                           *[word for name in names for word in ("-P", name)],
                           "-e", "inject=pwrite64:error=ENOSPC:when=%d+" % first,
                           *self.desk.arguments(self.authority, "delete", own, "--yes"), env=environment)
            there = own in [forge.id_of(one["pem"]) for one in self.desk.certificates()]
            self.assertEqual(there, done.returncode != 0, done.stderr + done.stdout)
            if not there:
                break
            failed += 1
            self.assertIn("nss:" + self.desk.nss, done.stderr)
            self.assertEqual(done.stdout, "")
        self.assertGreater(failed, 0)
        if there:
            self.kigen(0, "delete", own, "--yes")
        self.assertNotIn(own, [forge.id_of(one["pem"]) for one in self.desk.certificates()])

    def test_one_that_has_run_out_may_go(self):
        own = forge.install(self.authority, self.story.folder, "0110000600", -1, self.desk.nss)
        told = self.kigen(0, "delete", own, "--yes", language="ja_JP.UTF-8")
        self.assertRegex(told.stdout, JAPANESE)


if __name__ == "__main__":
    unittest.main(verbosity=2)
