# SPDX-License-Identifier: Apache-2.0
"""The Debian packages: what is in them, what lintian says, and a life from their installation to their end.

    test_package.py ROOT

They are installed below a folder with a package database of its own; the machine itself is not changed.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.abspath(sys.argv.pop(1))
NAMES = ("kigen", "kigen-desktop", "kigen-rehearsal")
PROGRAMS = {"kigen": "kigen", "kigen-agent": "kigen-desktop", "kigen-dialog": "kigen-desktop",
            "kigen-rehearsal": "kigen-rehearsal"}
# What the packages may ask for: what Ubuntu's LTSs since 24.04 have, by that name or by a t64 package that provides it,
# with 24.04's version.  libxml2 is none of it: 26.04 has another one, called libxml2-16.
LTS = {"ca-certificates": "20240203", "glib-networking": "2.80.0", "libc6": "2.39", "libcurl4": "8.5.0",
       "libglib2.0-0": "2.80.0", "libgtk-4-1": "4.14.2", "libjson-glib-1.0-0": "1.8.0", "libnotify4": "0.8.3",
       "libnspr4": "2:4.35", "libnss3": "2:3.98", "libsoup-3.0-0": "3.4.4", "libsqlite3-0": "3.45.1",
       "libssl3": "3.0.13", "zlib1g": "1:1.3"}
ENTRY = "etc/xdg/autostart/kigen-agent.desktop"
JAPANESE = re.compile("[\u3041-\u30ff\u4e00-\u9fff]")


def run(*words, status=0, **options):
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False, **options)
    if done.returncode != status:
        raise AssertionError(f"{words}: {done.returncode}, not {status}\n{done.stdout}{done.stderr}")
    return done.stdout


def field(package, name):
    return run("dpkg-deb", "--field", package, name).strip()


def files_below(folder):
    """Everything but folders, as paths below it."""
    return sorted(os.path.relpath(os.path.join(where, name), folder)
                  for where, _, names in os.walk(folder) for name in names)


class Machine:
    """A folder with a package database."""

    def __init__(self, folder):
        self.folder = folder
        for path in ("info", "updates", "triggers"):
            os.makedirs(os.path.join(folder, "var/lib/dpkg", path))
        open(os.path.join(folder, "var/lib/dpkg/status"), "wb").close()
        self.home = os.path.join(folder, "home/desk")
        os.makedirs(self.home)

    def path(self, *below):
        return os.path.join(self.folder, *below)

    def dpkg(self, *words):
        return run("dpkg", f"--root={self.folder}", f"--log={self.path('var/dpkg.log')}", "--force-not-root",
                   "--force-depends", *words, stdin=subprocess.DEVNULL,
                   env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"})

    def has(self):
        """The package's own files, and what they left."""
        return [path for path in files_below(self.folder) if not path.startswith(("var/", "home/"))]

    def run(self, program, *words, status=0, **environment):
        """An installed program, as a user of its own who has nothing yet."""
        return run(self.path("usr/bin", program), *words, status=status, stdin=subprocess.DEVNULL,
                   env={"PATH": "/usr/bin:/bin", "HOME": self.home, "LC_ALL": "C.UTF-8", **environment})


class Packages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.mkdtemp(prefix="kigen-package.")
        cls.addClassCleanup(shutil.rmtree, cls.scratch)
        target = os.path.join(cls.scratch, "out")
        run("sh", os.path.join(ROOT, "data/package/deb.sh"), target)
        cls.made = sorted(os.listdir(target))
        cls.packages = {name.split("_")[0]: os.path.join(target, name) for name in cls.made}
        os.mkdir(os.path.join(cls.scratch, "contents"))
        cls.contents = {}
        for name, package in cls.packages.items():
            folder = os.path.join(cls.scratch, "contents", name)
            run("dpkg-deb", "--raw-extract", package, folder)
            cls.contents[name] = folder

    def machine(self):
        return Machine(tempfile.mkdtemp(dir=self.scratch))

    def text(self, name, path):
        with open(os.path.join(self.contents[name], path), encoding="utf-8") as file:
            return file.read()

    def later(self):
        """The same packages, one version on."""
        os.mkdir(os.path.join(self.scratch, "later"))
        made = []
        for name, folder in self.contents.items():
            copy = os.path.join(self.scratch, "later", name)
            shutil.copytree(folder, copy, symlinks=True)
            control = os.path.join(copy, "DEBIAN/control")
            with open(control, encoding="utf-8") as file:
                text = file.read()
            version = field(self.packages[name], "Version")
            with open(control, "w", encoding="utf-8") as file:
                file.write(text.replace(f"Version: {version}\n", f"Version: {version}.1\n")
                           .replace(f"(= {version})", f"(= {version}.1)"))
            made.append(copy + ".deb")
            run("dpkg-deb", "--root-owner-group", "--build", copy, made[-1])
        return made

    def test_what_is_made(self):
        with open(os.path.join(ROOT, "meson.build"), encoding="utf-8") as file:
            version = re.search(r"version: '(.*)'", file.read()).group(1)
        machine = run("dpkg", "--print-architecture").strip()
        self.assertEqual(self.made, sorted(f"{name}_{version}_{machine}.deb" for name in NAMES))

    @unittest.skipUnless(shutil.which("lintian"), "lintian is not installed")
    def test_lintian(self):
        said = run("lintian", "--allow-root", "--fail-on", "error,warning", "--no-tag-display-limit",
                   *self.packages.values())
        self.assertEqual(said, "")

    def test_where_it_goes(self):
        for name, package in self.packages.items():
            for line in run("dpkg-deb", "--contents", package).splitlines():
                with self.subTest(package=name, line=line):
                    mode, owner, _, _, _, path = line.split(None, 5)
                    self.assertEqual(owner, "root/root")
                    self.assertRegex(path, r"^\./(usr/((bin|share)/.*)?|etc/(xdg/(autostart/.*)?)?)?$")
                    self.assertIn(mode, ("drwxr-xr-x", "lrwxrwxrwx", "-rwxr-xr-x" if "/bin/" in path else "-rw-r--r--"))
            # Nothing runs as root: what needs it, such as the icons' cache, is the system's own business.
            self.assertLessEqual(set(os.listdir(os.path.join(self.contents[name], "DEBIAN"))),
                                 {"control", "md5sums", "conffiles"})
        self.assertEqual(self.text("kigen-desktop", "DEBIAN/conffiles"), f"/{ENTRY}\n")

    def test_everything_is_there(self):
        for program, package in PROGRAMS.items():
            self.assertTrue(os.access(os.path.join(self.contents[package], "usr/bin", program), os.X_OK), program)
            self.assertTrue(os.path.exists(os.path.join(self.contents[package], "usr/share/man/man1", program + ".1.gz")))
        for name, paths in {
            "kigen": ["usr/share/locale/ja/LC_MESSAGES/kigen.mo", "usr/share/man/ja/man1/kigen.1.gz",
                      "usr/share/bash-completion/completions/kigen", "usr/share/kigen/profiles/obn.profile"],
            "kigen-desktop": ["usr/share/icons/hicolor/scalable/apps/org.kigen.Agent.svg",
                              "usr/share/icons/hicolor/scalable/status/kigen-urgent.svg",
                              "usr/share/icons/hicolor/22x22/status/kigen-trouble.png"],
        }.items():
            for path in paths:
                self.assertTrue(os.path.exists(os.path.join(self.contents[name], path)), path)

    def test_entries_start_what_is_there(self):
        entries = {ENTRY: "kigen-agent", "usr/share/applications/org.kigen.Agent.desktop": "kigen-dialog",
                   "usr/share/dbus-1/services/org.kigen.Agent.service": "kigen-agent"}
        for path, program in entries.items():
            commands = re.findall(r"^(?:Try)?Exec=(\S+)", self.text("kigen-desktop", path), re.M)
            self.assertEqual(set(commands), {f"/usr/bin/{program}"}, path)

    def test_depends_on_what_there_is(self):
        """On Debian 12 by construction; elsewhere by what is known of it."""
        for name, package in self.packages.items():
            wanted = [word.strip() for kind in ("Pre-Depends", "Depends") for word in field(package, kind).split(",")]
            for word in filter(None, wanted):
                with self.subTest(package=name, depends=word):
                    other, version = re.fullmatch(r"([^ |]+)(?: \((?:>=|=) ([^)]+)\))?", word).groups()
                    if other in NAMES:
                        self.assertEqual(version, field(package, "Version"))
                        continue
                    self.assertIn(other, LTS)
                    if version:
                        run("dpkg", "--compare-versions", version.rstrip("~"), "le", LTS[other])
        self.assertNotIn("gtk", field(self.packages["kigen"], "Depends"))

    def test_build_needs_are_set_up(self):
        with open(os.path.join(ROOT, "data/setup"), encoding="utf-8") as file:
            lists = re.findall(r"^(?:build|package)_packages='([^']*)'", file.read(), re.M)
        installed = set(" ".join(lists).split()) | {"debhelper-compat"}
        with open(os.path.join(ROOT, "data/package/debian/control"), encoding="utf-8") as file:
            needs = re.search(r"^Build-Depends:\n((?: .*\n)+)", file.read(), re.M).group(1)
        self.assertLessEqual(set(re.findall(r"^ ([a-z0-9.+-]+)", needs, re.M)), installed)

    def test_programs_run(self):
        machine = self.machine()
        machine.dpkg("--install", *self.packages.values())
        version = field(self.packages["kigen"], "Version")
        self.assertEqual(machine.run("kigen", "--version").split()[-1], version)
        for program in PROGRAMS:
            self.assertIn("--help", machine.run(program, "--help"))
            # Nobody but a tester reads what the practice authority has to say.
            if program != "kigen-rehearsal":
                self.assertRegex(machine.run(program, "--help", LC_ALL="", LANG="ja_JP.UTF-8"), JAPANESE)
        database = machine.path("home/desk/nssdb")
        os.mkdir(database)
        run("certutil", "-N", "-d", f"sql:{database}", "--empty-password")
        for profile in ("obn", "orca", machine.path("usr/share/kigen/profiles/obn.profile")):
            self.assertEqual(machine.run("kigen", "list", "--json", "--profile", profile, "--store", f"nss:{database}"),
                             "[]\n")

    def test_a_rehearsal(self):
        """The whole story with what is installed, and that alone."""
        machine = self.machine()
        machine.dpkg("--install", *self.packages.values())
        machine.run("kigen", "rehearse", TMPDIR=self.scratch)

    def test_a_life(self):
        machine = self.machine()
        machine.dpkg("--install", *self.packages.values())
        machine.run("kigen", "settings", "Helper.Name", "Tanaka")
        machine.run("kigen", "scan")
        kept = files_below(machine.home)
        self.assertIn(".config/kigen/kigen.conf", kept)
        self.assertTrue([path for path in kept if path.startswith(".local/state/kigen/")], kept)
        # An administrator who wants no agent at login.
        with open(machine.path(ENTRY), "a", encoding="utf-8") as file:
            file.write("Hidden=true\n")
        before = machine.has()

        machine.dpkg("--install", *self.later())
        self.assertEqual(machine.has(), before)
        self.assertEqual(files_below(machine.home), kept)
        self.assertEqual(machine.run("kigen", "settings", "Helper.Name"), "Tanaka\n")
        machine.run("kigen", "status")
        with open(machine.path(ENTRY), encoding="utf-8") as file:
            self.assertTrue(file.read().endswith("Hidden=true\n"))

        machine.dpkg("--remove", *NAMES)
        self.assertEqual(machine.has(), [ENTRY])
        machine.dpkg("--purge", *NAMES)
        self.assertEqual(machine.has(), [])
        self.assertEqual(sorted(os.listdir(machine.folder)), ["home", "var"])
        self.assertEqual(files_below(machine.home), kept)


if __name__ == "__main__":
    for tool in ("dpkg-buildpackage", "dh"):
        if not shutil.which(tool):
            print(f"{tool} is not installed")
            sys.exit(77)
    unittest.main(verbosity=2)
