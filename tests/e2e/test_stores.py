# SPDX-License-Identifier: Apache-2.0
"""Several stores, stores that cannot be read, and what Kigen remembers when that is damaged or newer."""
import contextlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import unittest

import forge
from story import command, program, write
from test_commands import JAPANESE
import test_commands


class Several(test_commands.Desk):
    @classmethod
    def prepare(cls):
        cls.identity = forge.id_of(cls.desk.certificates()[0]["pem"])
        cls.other_store = forge.new_store(os.path.join(cls.story.folder, "other"))
        cls.other = forge.install(cls.authority, cls.story.folder, "0110000700", 70, cls.other_store)

    def test_all_that_are_named_are_looked_at(self):
        listed = self.answer("list", "--store", "nss:" + self.other_store)
        self.assertEqual({one["id"]: one["store"] for one in listed},
                         {self.identity: "nss:" + self.desk.nss, self.other: "nss:" + self.other_store})
        self.assertEqual(self.answer("--store", "nss:" + self.other_store, "scan"), {"certificates": 2, "stores": 2})

    def test_the_same_in_two_stores(self):
        twice = os.path.join(self.story.folder, "twice")
        shutil.copytree(self.desk.nss, twice)
        listed = self.answer("list", "--store", "nss:" + twice)
        self.assertEqual([one["id"] for one in listed], [self.identity] * 2)
        told = self.answer("backup", self.identity[:8], os.path.join(self.story.folder, "twice.p12"), "--password-file",
                           self.desk.password, "--store", "nss:" + twice)
        self.assertEqual(told["id"], self.identity)

    def test_restore_goes_to_the_first(self):
        path = os.path.join(self.story.folder, "first.p12")
        self.kigen(0, "backup", self.identity, path, "--password-file", self.desk.password)
        third = forge.new_store(os.path.join(self.story.folder, "third"))
        told = self.answer("--store", "nss:" + third, "--store", "nss:" + self.other_store, "restore", path,
                           "--password-file", self.desk.password, store=False)
        self.assertEqual(told["store"], "nss:" + third)

    def test_one_that_is_named_and_not_there(self):
        self.assert_both_languages("list", "--store", "nss:" + self.story.folder + "/nothing", status=8)

    def test_one_that_is_named_and_damaged(self):
        folder = forge.new_store(os.path.join(self.story.folder, "damaged"))
        write(os.path.join(folder, "cert9.db"), "no database at all\n" * 200)
        for words in (["list"], ["scan"], ["notices"], ["renew", "--yes", "--password-file", self.desk.password]):
            with self.subTest(words=words):
                self.assert_both_languages(*words, "--store", "nss:" + folder, status=8)
                self.assertIn("store", self.answer(*words, "--store", "nss:" + folder, status=8)["error"]["code"])


class Held(test_commands.Desk):
    """Another program has the store at the moment: it is waited for, and then said; nothing is damaged."""

    @contextlib.contextmanager
    def held(self, *statements):
        with contextlib.closing(sqlite3.connect(os.path.join(self.desk.nss, "cert9.db"), isolation_level=None)) as database:
            for statement in statements:
                database.execute(statement).fetchone()
            yield database

    def test_for_good(self):
        with self.held("BEGIN EXCLUSIVE"):
            self.assertEqual(self.answer("list", status=5)["error"]["code"], "store-busy")
            self.assert_both_languages("list", status=5)
        self.assertEqual(len(self.answer("list")), 1)

    def test_for_a_moment(self):
        with self.held("BEGIN EXCLUSIVE") as database:
            listing = self.desk.start(self.authority, "list", "--json")
            with self.assertRaises(subprocess.TimeoutExpired, msg="it waits"):
                listing.wait(1)
            database.execute("COMMIT")
            told, _ = listing.communicate(timeout=60)
        self.assertEqual((listing.returncode, len(json.loads(told))), (0, 1))

    def test_who_prepares_a_change_keeps_no_reader_out(self):
        with self.held("BEGIN IMMEDIATE"):
            self.assertEqual(len(self.answer("list")), 1)

    def test_nothing_is_applied_for_where_nothing_could_be_put_in(self):
        """Somebody reads all the time, so that nobody can write."""
        with self.held("BEGIN", "SELECT count(*) FROM sqlite_master"):
            self.assertEqual(len(self.answer("list")), 1, "others may read")
            told = self.answer(*self.desk.renewal(), status=5)
            self.assertEqual(told["error"]["code"], "store-busy")
        self.assertEqual(self.authority.sent(), 0)


class Unmanaged(test_commands.Desk):
    """What is not renewed here is watched and explained, and never called due."""

    def test_an_authority_of_a_kind_that_is_not_served(self):
        with open(self.authority.profile, encoding="utf-8") as file:
            text = re.sub("(?m)^Provider=.*", "Provider=orca", file.read())
        # The roots that it names lie beside it.
        other = type("Other", (), {"profile": write(os.path.join(self.authority.folder, "other.profile"), text)})
        identity = forge.id_of(self.desk.certificates()[0]["pem"])
        listed = json.loads(self.desk.kigen(other, "list", "--json").stdout)
        self.assertEqual([(one["id"], one["state"]) for one in listed], [(identity, "unmanaged")])
        self.assertIn("with the program that uses it", self.desk.kigen(other, "list").stdout)
        told = json.loads(self.desk.kigen(other, "notices", "--json").stdout)
        self.assertEqual([one["id"] for one in told], [identity])
        self.assertIn("with the program that uses it", told[0]["text"])
        for words, status in ((self.desk.renewal(), 1), (("renew", identity, "--yes"), 1)):
            done = self.desk.kigen(other, *words)
            self.assertEqual(done.returncode, status, done.stderr + done.stdout)
            self.assertIn("with the program that uses it", done.stderr + done.stdout)
        self.assertEqual(json.loads(self.desk.kigen(other, "status", "--json").stdout)["renewals"], [], "nothing was begun")
        self.assertEqual(self.authority.handshakes(), 0)
        findings = json.loads(self.desk.kigen(other, "doctor", "--json").stdout)["findings"]
        cures = [one["cure"] for one in findings if one["id"] == "certificates"]
        self.assertEqual(len(cures), 1)
        self.assertIn("with the program that uses it", cures[0])

    def test_a_certificate_without_its_key(self):
        """Somebody imported a .cer; where another store has the key, it is renewed with that."""
        pem = write(os.path.join(self.story.folder, "client.pem"), self.desk.certificates()[0]["pem"])
        public = forge.new_store(os.path.join(self.story.folder, "public"))
        forge.done("certutil", "-A", "-d", "sql:" + public, "-n", "client", "-t", ",,", "-i", pem)
        listed = self.answer("--store", "nss:" + public, "list", store=False)
        self.assertEqual([(one["state"], one["has_key"]) for one in listed], [("unmanaged", False)])
        self.assertEqual(self.answer("--store", "nss:" + public, "notices", store=False), [])
        both = self.answer("list", "--store", "nss:" + public)
        self.assertEqual({one["state"] for one in both}, {"due"})


class Found(test_commands.Desk):
    """No --store: whatever this user has."""

    def test_one_that_is_found_and_damaged_is_a_warning(self):
        desk = self.desk
        good = os.path.join(desk.home, "data", "pki", "nssdb")
        shutil.copytree(desk.nss, good)
        bad = forge.new_store(os.path.join(desk.home, ".pki", "nssdb"))
        write(os.path.join(bad, "cert9.db"), "no database at all\n" * 200)
        for language, japanese in (("C.UTF-8", False), ("ja_JP.UTF-8", True)):
            done = self.kigen(0, "--json", "list", store=False, language=language)
            self.assertEqual([one["store"] for one in json.loads(done.stdout)], ["nss:" + good])
            self.assertIn(bad, done.stderr)
            self.assertEqual(bool(JAPANESE.search(done.stderr)), japanese)
        self.assertEqual(self.answer("scan", store=False), {"certificates": 1, "stores": 1})

    def test_what_was_known_of_an_unreadable_store_stays_known(self):
        desk = self.desk
        state = os.path.join(self.story.folder, "own-state")
        folder = os.path.join(self.story.folder, "moving", "nssdb")
        shutil.copytree(desk.nss, folder)
        base = [program("kigen"), "--json", "--profile", self.authority.profile, "--state", state]
        environment = {**desk.environment(), "XDG_DATA_HOME": self.story.folder + "/moving-data", "HOME": self.story.folder + "/bare"}
        os.makedirs(environment["XDG_DATA_HOME"] + "/pki")
        os.rename(os.path.dirname(folder) + "/nssdb", environment["XDG_DATA_HOME"] + "/pki/nssdb")
        database = environment["XDG_DATA_HOME"] + "/pki/nssdb/cert9.db"
        self.assertEqual(command(*base, "scan", env=environment).returncode, 0)
        write(database, "no database at all\n" * 200)
        self.assertEqual(json.loads(command(*base, "scan", env=environment).stdout), {"certificates": 0, "stores": 0})
        self.assertEqual(json.loads(command(*base, "status", env=environment).stdout)["certificates"], 1)


class WithPassword(test_commands.Desk):
    """A store with a password of its own."""

    @classmethod
    def prepare(cls):
        cls.identity = forge.id_of(cls.desk.certificates()[0]["pem"])
        cls.word = write(os.path.join(cls.story.folder, "store-word"), "geheim77\n")
        empty = write(os.path.join(cls.story.folder, "none"), "\n")
        forge.done("certutil", "-W", "-d", "sql:" + cls.desk.nss, "-f", empty, "-@", cls.word)


class Locked(WithPassword):
    def test_has_key_is_not_known(self):
        done = self.kigen(0, "--json", "list")
        self.assertEqual(done.stderr, "", "nobody has to be asked for that")
        self.assertEqual([(one["id"], one["has_key"], one["state"]) for one in json.loads(done.stdout)],
                         [(self.identity, None, "due")])

    def test_the_certificates_are_watched_all_the_same(self):
        self.assertEqual(self.answer("scan"), {"certificates": 1, "stores": 1})
        self.assertEqual([one["id"] for one in self.answer("notices")], [self.identity])

    def test_what_needs_the_key_says_what_is_missing(self):
        path = os.path.join(self.story.folder, "never.p12")
        words = ("backup", self.identity, path, "--password-file", self.desk.password)
        self.assertEqual(self.answer(*words, status=8)["error"]["code"], "store-locked")
        self.assert_both_languages(*words, status=8)
        wrong = write(os.path.join(self.story.folder, "wrong"), "falsch\n")
        told = self.answer(*words, "--store-password-file", wrong, status=6)
        self.assertEqual(told["error"]["code"], "password-wrong")
        self.assertFalse(os.path.exists(path))

    def test_the_password_opens_it(self):
        path = os.path.join(self.story.folder, "opened.p12")
        self.kigen(0, "--store-password-file", self.word, "backup", self.identity, path, "--password-file", self.desk.password)
        self.assertEqual(self.desk.backup_serial(path), self.desk.certificates()[0]["serial"])
        done = self.kigen(0, "--verbose", "list", "--store-password-file", self.word)
        self.assertNotIn("geheim77", done.stdout + done.stderr)

    def test_both_passwords_from_standard_input(self):
        """The store's first, whatever is done."""
        path = os.path.join(self.story.folder, "piped.p12")
        words = ("--store-password-file", "-", "backup", self.identity, path, "--password-file", "-")
        for text, status in (("", 6), ("geheim77\n", 6), ("4711\ngeheim77\n", 6), ("geheim77\n4711\n", 0)):
            done = subprocess.run(self.desk.arguments(self.authority, *words), input=text, env=self.desk.environment(),
                                  text=True, capture_output=True)
            self.assertEqual((done.returncode, os.path.exists(path)), (status, status == 0), done.stderr)


class Renewed(WithPassword):
    def test_a_renewal_with_both(self):
        words = [word if word != self.desk.password else "-" for word in self.desk.renewal()]
        done = subprocess.run(self.desk.arguments(self.authority, "--store-password-file", "-", *words),
                              input="geheim77\n4711\n", env=self.desk.environment(), text=True, capture_output=True)
        self.assertEqual(done.returncode, 0, done.stderr + done.stdout)
        self.assertEqual(self.answer("list")[0]["state"], "valid")


class Remembered(test_commands.Desk):
    """kigen.db."""

    def setUp(self):
        self.database = os.path.join(self.desk.state, "kigen.db")
        for name in os.listdir(self.desk.state):
            os.unlink(os.path.join(self.desk.state, name))
        self.kigen(0, "scan")

    def change(self, statement):
        with sqlite3.connect(self.database) as connection:
            connection.execute(statement)
        connection.close()

    def test_damaged(self):
        for name, damage in (("text", lambda: write(self.database, "no database at all\n" * 500)),
                             ("half", lambda: os.truncate(self.database, os.path.getsize(self.database) // 2)),
                             ("empty", lambda: os.truncate(self.database, 0)),
                             ("table", lambda: self.change("DROP TABLE history"))):
            for language, japanese in (("C.UTF-8", False), ("ja_JP.UTF-8", True)):
                with self.subTest(damage=name, language=language):
                    self.change("PRAGMA wal_checkpoint(TRUNCATE)")
                    before = set(os.listdir(self.desk.state))
                    damage()
                    done = self.kigen(0, "--json", "status", language=language)
                    told = json.loads(done.stdout)
                    self.assertEqual(told["certificates"], 1, "made again from the stores")
                    self.assertRegex(told["rebuilt_at"], test_commands.INSTANT)
                    aside = [one for one in set(os.listdir(self.desk.state)) - before if one in done.stderr]
                    self.assertTrue(aside, done.stderr + str(os.listdir(self.desk.state)))
                    self.assertEqual(bool(JAPANESE.search(done.stderr)), japanese)
                    self.assertIn("state-rebuilt", [one["kind"] for one in self.answer("history")])
                    self.assertEqual(self.kigen(0, "status").stderr, "", "it is told once")

    def test_newer(self):
        self.change("PRAGMA user_version = 9999")
        with open(self.database, "rb") as file:
            before = file.read()
        for words in (["list"], ["scan"], ["status"], ["history"], ["renew", "--yes", "--password-file", self.desk.password]):
            with self.subTest(words=words):
                self.assert_both_languages(*words, status=1)
                self.assertEqual(self.answer(*words, status=1)["error"]["code"], "state-newer")
        with open(self.database, "rb") as file:
            self.assertEqual(file.read(), before)


if __name__ == "__main__":
    unittest.main(verbosity=2)
