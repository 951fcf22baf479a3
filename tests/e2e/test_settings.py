# SPDX-License-Identifier: Apache-2.0
"""kigen settings: the user's own, and the administrator's, which win."""
import json
import os
import subprocess
import unittest

from story import command, program, write
from test_commands import JAPANESE
import test_commands

NAMES = {"Backup.Folder", "Backup.Format", "Helper.Name", "Helper.Telephone", "Notices.Hour", "Network.Proxy",
         "Network.NoProxy", "Network.ProxyUser", "Network.ProxyPasswordFile"}
# A private /etc with nothing in it but the administrator's settings; the rest of the machine does not see it.
ALONE = 'mount -t tmpfs none /etc && mkdir /etc/kigen && cp "$1" /etc/kigen/kigen.conf && shift && exec "$@"'


class Settings(test_commands.Desk):
    def setUp(self):
        self.file = os.path.join(self.desk.home, "config", "kigen", "kigen.conf")
        if os.path.exists(self.file):
            os.unlink(self.file)

    def test_all(self):
        told = self.answer("settings")
        self.assertEqual(set(told), NAMES)
        for one in told.values():
            self.assertEqual(list(one), ["value", "locked"])
            self.assertIs(one["locked"], False)
        text = self.kigen(0, "settings", language="ja_JP.UTF-8").stdout
        for line in text.splitlines()[1::2]:
            self.assertRegex(line, JAPANESE)
        self.assertEqual([line.split("=")[0] for line in text.splitlines()[::2]], list(told))

    def test_set_get_unset(self):
        for name, value in (("Helper.Name", "情報係 山田"), ("Notices.Hour", "14"), ("Backup.Format", "legacy"),
                            ("Backup.Folder", "~/保存 先"), ("Helper.Telephone", "03-1234-5678;9 #x=y\\n")):
            with self.subTest(name=name):
                done = self.kigen(0, "settings", name, value)
                self.assertEqual(done.stdout + done.stderr, "")
                self.assertEqual(self.kigen(0, "settings", name).stdout, value + "\n")
                self.assertEqual(self.answer("settings", name), {name: {"value": value, "locked": False}})
                self.kigen(0, "settings", "--unset", name)
                self.assertEqual(self.kigen(0, "settings", name).stdout.strip(), "modern" if name == "Backup.Format" else "")
                self.kigen(0, "settings", name, "--unset")

    def test_values_that_cannot_be(self):
        for name, value in (("Notices.Hour", "24"), ("Notices.Hour", "noon"), ("Backup.Format", "zip"),
                            ("Network.Proxy", "nonsense"), ("Nothing.Such", "1"),
                            ("helper.name", "x")):
            with self.subTest(name=name):
                self.assert_both_languages("settings", name, value, status=2)
        self.kigen(2, "settings", "Helper.Name", "two\nlines")
        self.assert_both_languages("settings", "--unset", status=2)
        self.assert_both_languages("settings", "--unset", "Helper.Name", "value", status=2)
        self.assertFalse(os.path.exists(self.file))

    def test_what_others_wrote_stays(self):
        os.makedirs(os.path.dirname(self.file), exist_ok=True)
        write(self.file, "# mine\n[Other]\nKey=value\n[Helper]\nName=old\n")
        self.kigen(0, "settings", "Helper.Name", "new")
        with open(self.file) as file:
            text = file.read()
        for part in ("# mine", "Key=value", "Name=new"):
            self.assertIn(part, text)
        self.assertNotIn("old", text)

    def test_a_file_that_cannot_be_understood(self):
        os.makedirs(os.path.dirname(self.file), exist_ok=True)
        write(self.file, "this is no settings file\n")
        for language, japanese in (("C.UTF-8", False), ("ja_JP.UTF-8", True)):
            done = self.kigen(0, "--json", "settings", language=language)
            self.assertIn(self.file, done.stderr)
            self.assertEqual(bool(JAPANESE.search(done.stderr)), japanese)
            self.assertEqual(json.loads(done.stdout)["Backup.Format"]["value"], "modern")
        self.assert_both_languages("settings", "Helper.Name", "x", status=1)
        with open(self.file) as file:
            self.assertEqual(file.read(), "this is no settings file\n")

    def test_the_helper_stands_under_what_is_wrong(self):
        self.kigen(0, "settings", "Helper.Name", "Yamada")
        self.kigen(0, "settings", "Helper.Telephone", "03-1234-5678")
        done = self.kigen(8, "list", "--store", "nss:/nothing/there")
        self.assertIn("Yamada", done.stderr)
        self.assertIn("03-1234-5678", done.stderr)
        self.assertNotIn("Yamada", self.kigen(2, "sing").stderr, "a slip of the finger is nobody's trouble")

    def test_the_administrator_s_win(self):
        if command("unshare", "--user", "--map-root-user", "--mount", "true").returncode != 0:
            self.skipTest("no namespaces here")
        site = write(os.path.join(self.story.folder, "site.conf"), "[Helper]\nName=Site\n[Backup]\nFormat=legacy\n")
        self.kigen(0, "settings", "Helper.Name", "Own")

        def under(*words, language="C.UTF-8"):
            return subprocess.run(["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", ALONE, "sh", site, program("kigen"),
                                   "--state", self.desk.state, *words], env=self.desk.environment(language), text=True,
                                  capture_output=True, stdin=subprocess.DEVNULL)

        told = json.loads(under("--json", "settings").stdout)
        self.assertEqual(told["Helper.Name"], {"value": "Site", "locked": True})
        self.assertEqual(told["Backup.Format"], {"value": "legacy", "locked": True})
        self.assertEqual(told["Notices.Hour"], {"value": "", "locked": False})
        shown = under("settings").stdout
        self.assertIn("Helper.Name=Site   (set by the administrator)", shown)
        self.assertEqual(shown.count("(set by the administrator)"), 2)
        for words in (["settings", "Helper.Name", "Mine"], ["settings", "--unset", "Helper.Name"]):
            for language, japanese in (("C.UTF-8", False), ("ja_JP.UTF-8", True)):
                done = under(*words, language=language)
                self.assertEqual(done.returncode, 1, done.stderr)
                self.assertEqual(bool(JAPANESE.search(done.stderr)), japanese, done.stderr)
        self.assertEqual(under("settings", "Notices.Hour", "8").returncode, 0)
        self.assertEqual(self.kigen(0, "settings", "Helper.Name").stdout, "Own\n")


if __name__ == "__main__":
    unittest.main(verbosity=2)
