# SPDX-License-Identifier: Apache-2.0
"""What data/package/windows.sh left in its folder, looked at by other programs: sizes, what the programs want of Windows,
what is told of their parts, and the installer's own tables."""
import glob
import os
import re
import subprocess
import unittest

FOLDER = os.environ.get("KIGEN_TEST_WINDOWS", "")
PROGRAMS = ("kigen.exe", "kigen-agent.exe", "kigen-dialog.exe")
MEGABYTE = 1000 * 1000
ALL_TOGETHER = 20 * MEGABYTE
AGENT_ALONE = 4 * MEGABYTE
# Of every Windows 10; what else a program asked for would have to come along.
OF_WINDOWS = {
    "advapi32", "bcrypt", "comctl32", "comdlg32", "crypt32", "dnsapi", "gdi32", "iphlpapi", "kernel32", "msvcrt", "ncrypt",
    "normaliz", "ole32", "shell32", "shlwapi", "user32", "uxtheme", "winhttp", "ws2_32", "wtsapi32",
}
PARTS = ("libffi", "pcre2", "gettext", "sqlite3", "libxml2", "openssl", "curl", "glib2.0", "json-glib", "libz-mingw-w64",
         "mingw-w64", "gcc-runtime")


def command(*words):
    return subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True).stdout


def path(*names):
    return os.path.join(FOLDER, *names)


class Programs(unittest.TestCase):
    def test_they_are_small(self):
        sizes = {name: os.path.getsize(path(name)) for name in PROGRAMS}
        self.assertTrue(sum(sizes.values()) < ALL_TOGETHER, sizes)
        self.assertTrue(sizes["kigen-agent.exe"] < AGENT_ALONE, sizes)

    def test_they_need_nothing_but_windows(self):
        for name in PROGRAMS:
            told = command("x86_64-w64-mingw32-objdump", "-p", path(name))
            wanted = {one.lower().removesuffix(".dll").removesuffix(".drv") for one in re.findall(r"DLL Name: (\S+)", told)}
            self.assertTrue(wanted)
            self.assertEqual(wanted - OF_WINDOWS, set(), name)

    def test_the_agent_has_no_key_and_no_network_in_it(self):
        told = command("x86_64-w64-mingw32-objdump", "-p", path("kigen-agent.exe"))
        for library in ("ncrypt", "winhttp", "bcrypt"):
            self.assertNotIn(library + ".dll", told.lower())

    def test_what_they_are_made_of_is_told(self):
        with open(path("licences", "VERSIONS"), encoding="utf-8") as file:
            versions = dict(line.split(" ", 1) for line in file.read().splitlines())
        self.assertEqual(sorted(versions), sorted(PARTS))
        for name in os.listdir(path("licences")):
            self.assertGreater(os.path.getsize(path("licences", name)), 0, name)
        self.assertGreaterEqual(len(os.listdir(path("licences"))), len(PARTS) + 1)


class Installer(unittest.TestCase):
    def setUp(self):
        found = glob.glob(path("Kigen-*-x64.msi"))
        self.assertEqual(len(found), 1, found)
        self.msi = found[0]

    def table(self, name):
        return command("msiinfo", "export", self.msi, name)

    def test_its_japanese_is_right(self):
        self.assertIn("\tKigen 証明書の更新\t", self.table("Shortcut"))
        self.assertIn("\t電子証明書の有効期限をお知らせし、更新します。", self.table("Property"))
        self.assertIn("新しいバージョンの Kigen がすでに入っています。", self.table("LaunchCondition"))
        self.assertIn("65001", self.table("_ForceCodepage"))

    def test_nothing_waits_to_be_filled_in(self):
        for name in command("msiinfo", "tables", self.msi).split():
            if not name.startswith("_"):
                self.assertNotRegex(self.table(name), "@[A-Z]+@")

    def test_it_is_for_the_machine_and_for_64_bits(self):
        self.assertRegex(self.table("Property"), r"ALLUSERS\t1")
        self.assertIn("Template: x64;1041", command("msiinfo", "suminfo", self.msi))

    def test_all_of_the_folder_is_in_it(self):
        files = self.table("File")
        for name in (*PROGRAMS, "kigen.mo", *os.listdir(path("licences"))):
            self.assertRegex(files, r"[\t|]%s\t" % re.escape(name))


if __name__ == "__main__":
    unittest.main(verbosity=2)
