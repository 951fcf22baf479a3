# SPDX-License-Identifier: Apache-2.0
"""What each command answers: in words, in both languages, and in JSON exactly as it is promised."""
import json
import os
import re
import subprocess
import unittest

import forge
import judge
from story import Story, command, program

JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")
TEXT, NUMBER, MAYBE = str, int, (str, type(None))
LISTED = {"id": TEXT, "profile": TEXT, "store": TEXT, "common_name": TEXT, "label": TEXT, "subject": TEXT, "issuer": TEXT,
          "serial": TEXT, "not_before": TEXT, "not_after": TEXT, "days_left": NUMBER, "state": TEXT, "has_key": bool}
RENEWED = {"id": TEXT, "new_id": TEXT, "not_after": TEXT, "backup": TEXT, "old": TEXT, "steps": list}
STEPS = ["begun", "applied", "issued", "received", "installed", "proved", "backed-up", "retired", "done"]


class Desk(unittest.TestCase):
    """One desk for all tests of a class: they change nothing that another one looks at."""

    @classmethod
    def setUpClass(cls):
        cls.story = Story("rehearsal", "--status-seconds", "0.1")
        cls.desk, cls.authority = cls.story.__enter__()
        cls.addClassCleanup(cls.story.__exit__, None, None, None)
        cls.prepare()

    @classmethod
    def prepare(cls):
        pass

    def kigen(self, status, *arguments, **options):
        done = self.desk.kigen(self.authority, *arguments, **options)
        self.assertEqual(done.returncode, status, done.stderr + done.stdout)
        return done

    def answer(self, *arguments, status=0, **options):
        done = self.kigen(status, "--json", *arguments, **options)
        return json.loads(done.stdout)

    def assert_shape(self, one, shape, *instants):
        self.assertEqual(list(one), list(shape))
        for name, kind in shape.items():
            self.assertIsInstance(one[name], kind, name)
        for name in instants:
            self.assertRegex(one[name], INSTANT)

    def assert_both_languages(self, *arguments, status=0, **options):
        """What it says in English has no Japanese in it, and in Japanese every message has."""
        for language, wanted in (("C.UTF-8", False), ("ja_JP.UTF-8", True)):
            done = self.kigen(status, *arguments, language=language, **options)
            text = done.stdout if status == 0 else done.stderr
            self.assertTrue(text.strip(), arguments)
            for line in filter(None, text.strip().splitlines()):
                self.assertEqual(bool(JAPANESE.search(line)), wanted, line)
            if status != 0:
                self.assertEqual(done.stdout, "", "errors do not stand where results do")


class Watched(Desk):
    """list, scan, notices, status, and which certificate is meant."""

    @classmethod
    def prepare(cls):
        own = (cls.authority, cls.story.folder)
        cls.first = forge.id_of(cls.desk.certificates()[0]["pem"])
        cls.valid = forge.install(*own, "0110000200", 200, cls.desk.nss)
        cls.expired = forge.install(*own, "0110000000", -1, cls.desk.nss)
        stranger = forge.pem_of(forge.forge(*own, "0110000300", 30))
        cls.twins = forge.install_twins(stranger, cls.story.folder, cls.desk.nss)

    def test_list_has_the_promised_shape(self):
        listed = self.answer("list")
        self.assertEqual(len(listed), 5)
        for one in listed:
            self.assert_shape(one, LISTED, "not_before", "not_after")
            self.assertRegex(one["id"], "^[0-9a-f]{64}$")
            self.assertEqual(one["store"], "nss:" + self.desk.nss)
        states = {one["id"]: (one["state"], one["has_key"]) for one in listed}
        self.assertEqual(states[self.valid], ("valid", True))
        self.assertEqual(states[self.expired], ("expired", True))
        self.assertEqual(states[self.twins[0]][1], False)
        self.assertEqual([one["not_after"] for one in listed], sorted(one["not_after"] for one in listed))

    def test_list_agrees_with_openssl(self):
        told = {one["id"]: one for one in self.answer("list")}
        for one in self.desk.certificates():
            kigens = told[forge.id_of(one["pem"])]
            self.assertEqual(kigens["serial"].lstrip("0"), one["serial"])
            self.assertEqual(kigens["common_name"], one["subject"].rsplit("CN", 1)[1].strip(" ="))

    def test_words(self):
        for words in (["list"], ["scan"], ["status"], ["notices"], ["notices", "--at", "2001-01-01"]):
            with self.subTest(words=words):
                self.assert_both_languages(*words)
                self.assertEqual(self.kigen(0, *words).stderr, "")
        self.assertIn("更新時期", self.kigen(0, "list", language="ja_JP.UTF-8").stdout)

    def test_verbose_tells_it_elsewhere(self):
        self.assertEqual(self.answer("--verbose", "list"), self.answer("list"))
        done = self.kigen(0, "--verbose", "scan", "--json")
        json.loads(done.stdout)
        self.assertNotIn("GLib", done.stderr, "no library's messages")

    def test_an_answer_that_cannot_be_written(self):
        with open("/dev/full", "w") as full:
            done = subprocess.run(self.desk.arguments(self.authority, "list"), env=self.desk.environment("ja_JP.UTF-8"),
                                  stdout=full, stderr=subprocess.PIPE, text=True)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, JAPANESE)

    def test_scan(self):
        self.assertEqual(self.answer("scan"), {"certificates": 5, "stores": 1})
        self.assertEqual(self.answer("status")["certificates"], 5)

    def test_notices(self):
        notices = self.answer("notices")
        for one in notices:
            self.assert_shape(one, {"id": TEXT, "stage": NUMBER, "due": TEXT, "text": TEXT}, "due")
        self.assertIn(self.expired, [one["id"] for one in notices])
        self.assertNotIn(self.valid, [one["id"] for one in notices])
        self.assertEqual(notices, self.answer("notices"), "asking changes nothing")

    def test_notices_on_another_day(self):
        end = [one for one in self.answer("list") if one["id"] == self.valid][0]["not_after"]
        later = self.answer("notices", "--at", end[:10])
        self.assertIn(self.valid, [one["id"] for one in later])
        self.assertIn(self.valid, [one["id"] for one in self.answer("notices", "--at", end[:10] + " 23:00")])
        self.assertEqual(self.answer("notices", "--at", "2001-01-01"), [])

    def test_dates_that_are_none(self):
        for day in ("tomorrow", "2026-02-30", "2026-13-01", "", "20261127"):
            with self.subTest(day=day):
                self.assert_both_languages("notices", "--at", day, status=2)

    def test_status(self):
        self.kigen(0, "scan")
        told = self.answer("status")
        self.assertEqual((told["renewals"], told["rebuilt_at"]), ([], None))

    def test_options_before_and_after(self):
        plain = self.kigen(0, "--json", "list").stdout
        self.assertEqual(self.kigen(0, "list", "--json").stdout, plain)
        own = ["--profile", self.authority.profile, "--state", self.desk.state, "--store=nss:" + self.desk.nss]
        for words in (own + ["list", "--json"], ["list", "--json"] + own, ["--json"] + own[:2] + ["list"] + own[2:]):
            done = command(program("kigen"), *words, env=self.desk.environment())
            self.assertEqual((done.returncode, done.stdout), (0, plain), done.stderr)

    def test_ids(self):
        path = os.path.join(self.story.folder, "never.p12")
        for identity, status in ((self.valid[:7], 2), ("xyzxyzxyz", 2), (self.valid + "0", 2), ("", 2),
                                 (self.twins[0][:8], 2), ("0" * 64, 8), ("0" * 8, 8)):
            with self.subTest(identity=identity):
                self.assert_both_languages("backup", identity, path, "--password-file", self.desk.password, status=status)
        self.assertFalse(os.path.exists(path))
        for identity in (self.valid[:8], self.valid, self.valid[:20].upper()):
            own = os.path.join(self.story.folder, identity + ".p12")
            told = self.answer("backup", identity, own, "--password-file", self.desk.password)
            self.assertEqual(told["id"], self.valid)
        self.assertNotEqual(self.twins[0][8:20], self.twins[1][8:20])
        self.assertEqual(self.answer("delete", self.twins[0][:20], "--force", status=2)["error"]["code"], "usage")

    def test_renew_asks_which(self):
        with Story("rehearsal", "--status-seconds", "0.1") as (desk, authority):
            first = forge.id_of(desk.certificates()[0]["pem"])
            other = forge.install(authority, desk.folder, "0110000099", 20, desk.nss)
            for language in ("C.UTF-8", "ja_JP.UTF-8"):
                done = desk.kigen(authority, *desk.renewal(), language=language)
                self.assertEqual(done.returncode, 2, done.stderr)
                for identity, name in ((first, "0110119153"), (other, "0110000099")):
                    self.assertIn(identity[:8], judge.error_of(done)["message"])
                    self.assertIn(name, judge.error_of(done)["message"])
            self.assertEqual(authority.applications(), 0)
            words = list(desk.renewal())
            done = desk.kigen(authority, words[0], first[:8], *words[1:])
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assert_shape(json.loads(done.stdout), RENEWED, "not_after")
            self.assertEqual(sorted(one["subject"][-10:] for one in desk.certificates()), ["0110000099", "0110119153"])
            told = json.loads(desk.kigen(authority, "--json", "list").stdout)
            self.assertEqual({one["common_name"]: one["state"] for one in told}, {"0110000099": "due", "0110119153": "valid"})


class Renewed(Desk):
    """After a renewal that kept the old certificate."""

    @classmethod
    def prepare(cls):
        cls.first = forge.id_of(cls.desk.certificates()[0]["pem"])
        cls.done = cls.desk.kigen(cls.authority, "--verbose", *cls.desk.renewal(old="keep"))

    def test_result(self):
        self.assertEqual(self.done.returncode, 0, self.done.stderr)
        result = json.loads(self.done.stdout)
        self.assert_shape(result, RENEWED, "not_after")
        self.assertEqual((result["id"], result["old"], result["backup"]), (self.first, "keep", self.desk.backup))
        self.assertEqual(result["steps"], STEPS[-len(result["steps"]):])
        self.assertIn("applied", result["steps"])

    def test_progress_is_a_line_a_step_on_standard_error(self):
        lines = [line for line in self.done.stderr.splitlines() if line and "DEBUG" not in line and "INFO" not in line]
        self.assertGreater(len(lines), 5)
        self.assertNotIn("\r", self.done.stderr)
        self.assertEqual(len(lines), len(set(lines)))

    def test_verbose_tells_no_secret(self):
        self.assertIn("DEBUG", self.done.stderr)
        self.assertNotIn("GLib", self.done.stderr, "no library's messages")
        self.assertNotRegex(self.done.stderr, r"token=\w", "what stands in an address is the session's")

    def test_states(self):
        self.assertEqual([one["state"] for one in self.answer("list")], ["renewed", "valid"])
        self.assertEqual(self.answer("notices"), [], "a successor is there")
        self.assertEqual(self.answer("renew", self.first, "--yes", "--password-file", self.desk.password,
                                     status=3)["error"]["code"], "nothing-to-do")

    def test_history(self):
        told = self.answer("history")
        for one in told:
            self.assert_shape(one, {"at": TEXT, "kind": TEXT, "id": MAYBE, "text": TEXT}, "at")
        self.assertEqual([one["kind"] for one in told if one["id"] == self.first][-1], "done")
        self.assertEqual(self.answer("history", self.first[:8]), [one for one in told if one["id"] == self.first])
        self.assertEqual(self.answer("history", "0" * 8), [])
        text = json.dumps(told) + self.kigen(0, "history").stdout
        reference = self.answer("history", "--ids")[0]["reference_id"]
        self.assertTrue(reference)
        self.assertNotIn(reference, text + self.done.stdout + self.done.stderr)

    def test_ids_are_shown_when_asked_for(self):
        told = self.answer("history", "--ids")
        self.assertEqual(len(told), 1)
        self.assert_shape(told[0], {"subject": TEXT, "id": TEXT, "request_id": TEXT, "reference_id": TEXT, "at": TEXT}, "at")
        self.assertEqual(told[0]["id"], json.loads(self.done.stdout)["new_id"])
        self.assertIn(told[0]["reference_id"], self.kigen(0, "history", "--ids").stdout)


class Usage(Desk):
    """Words that cannot be understood."""

    def test_wrong_words(self):
        for words in (["rnew"], ["list", "extra"], ["backup"], ["backup", "0" * 8], ["renew", "--old", "banana"],
                      ["list", "--old", "keep"], ["renew", "--ids"], ["delete"], ["--store", "bogus:x", "list"],
                      ["--profile", "nothing", "list"], ["renew", "--password-file"], ["settings", "Nothing"],
                      ["help", "nonsense"]):
            with self.subTest(words=words):
                self.assert_both_languages(*words, status=2)

    def test_nothing_to_tell_is_told(self):
        for words in (["history"], ["history", "0" * 8], ["--store", "nss:" + forge.new_store(self.story.folder + "/none"), "list"]):
            with self.subTest(words=words):
                self.assert_both_languages(*words, store=False)
                self.assertEqual(self.answer(*words, store=False), [])

    def test_errors_in_json(self):
        for words in (["sing"], ["list", "extra"], ["renew", "--old", "banana"], ["list", "--nonsense"], ["--nonsense", "list"],
                      ["renew", "--backup"], []):
            with self.subTest(words=words):
                told = self.answer(*words, status=2)
                self.assertEqual(list(told), ["error"])
                self.assert_shape(told["error"], {"code": TEXT, "message": TEXT, "advice": TEXT})
                self.assertEqual(told["error"]["code"], "usage")

    def test_help(self):
        whole = self.kigen(0, "--help").stdout
        for line in re.findall(r"^  ([a-z]+)  ", whole, re.M):
            with self.subTest(command=line):
                told = self.kigen(0, line, "--help").stdout
                self.assertEqual(told, self.kigen(0, "help", line).stdout)
                self.assertIn("kigen [OPTION…] " + line, told)

    def test_all_commands_are_there(self):
        whole = self.kigen(0, "--help").stdout
        for each in ("list", "scan", "notices", "renew", "resume", "obtain", "backup", "restore", "check", "delete",
                     "history", "status", "doctor", "settings", "rehearse"):
            self.assertIn("\n  %s " % each, whole)

    def test_help_is_tidy(self):
        for language in ("C.UTF-8", "ja_JP.UTF-8"):
            for words in (["--help"], ["renew", "--help"]):
                told = self.kigen(0, *words, language=language).stdout
                self.assertEqual([line for line in told.splitlines() if line != line.rstrip()], [])
                self.assertFalse(told.endswith("\n\n"), "no empty lines at the end")


if __name__ == "__main__":
    unittest.main(verbosity=2)
