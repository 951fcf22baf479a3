# SPDX-License-Identifier: Apache-2.0
"""Windows' screen: a virtual desktop with a taskbar, seen by eyes.exe and clicked on as a user does; and a desk on it with
Kigen as its installer puts it there, which nobody tells of profiles, stores or states.
"""
import contextlib
import gettext
import glob
import json
import os
import re
import shutil
import subprocess
import tempfile
import time

from screen import PATIENCE, Screen, wait_until
from story import Story, command, write
import wine_desk

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
# The hospitals'; in English a picture can be compared with the manual.
LANGUAGE = os.environ.get("KIGEN_TEST_LANGUAGE", "ja_JP.UTF-8")
PROGRAMS = r"C:\Program Files\Kigen"
SETTINGS = r"HKLM\Software\Kigen"
RUN = r"HKLM\Software\Microsoft\Windows\CurrentVersion\Run"
ICON_AT = (1014, 758)
# The icon's menu has so many lines of one height, and the rest of it are its border and a line between.
MENU_LINES, MENU_REST, MENU_BORDER = 7, 15, 3
# shell-icon-windows.c and shellapi.h
CALL = 0x8001
NIN_BALLOONUSERCLICK = 0x405
# No question of Wine's about a program that broke down, and one desktop for all programs.
PREFERENCES = r"""REGEDIT4

[HKEY_CURRENT_USER\Software\Wine\WineDbg]
"ShowCrashDialog"=dword:00000000

[HKEY_CURRENT_USER\Software\Wine\Explorer]
"Desktop"="shell"

[HKEY_CURRENT_USER\Software\Wine\Explorer\Desktops]
"shell"="1024x768"
"""


def translations():
    if not LANGUAGE.startswith("ja"):
        return gettext.NullTranslations()
    return gettext.translation("kigen", os.path.join(os.environ["KIGEN_TEST_WINDOWS"], "locale"), ["ja"])


def plain(label):
    """A label without its key: "はい(&Y)", "&Yes", "_Yes" and what GTK's would be."""
    return re.sub(r"\([_&]\w\)|[_&]", "", label).strip()


def in_words(text):
    """What a user reads there, of what stands in the source."""
    return plain(translations().gettext(text))


def beside(name):
    """A program that was built beside eyes.exe."""
    return os.path.join(os.path.dirname(os.environ["KIGEN_TEST_EYES"]), name + ".exe")


def to_windows(path):
    return "Z:" + path.replace("/", "\\")


def project_version():
    with open(os.path.join(ROOT, "meson.build"), encoding="utf-8") as file:
        return re.search(r"^  version: '(.*)',$", file.read(), re.M).group(1)


FIRST = project_version()
NEXT = "99.0.0"


class Installers:
    """The installer under test and the one of a later version."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="kigen-msi-")
        built = os.environ["KIGEN_TEST_WINDOWS"]
        for path in glob.glob(os.path.join(built, "kigen*.exe")):
            shutil.copy(path, self.folder)
        shutil.copytree(os.path.join(built, "locale"), os.path.join(self.folder, "locale"))
        licences = os.path.join(self.folder, "licences")
        if os.path.isdir(os.path.join(built, "licences")):
            shutil.copytree(os.path.join(built, "licences"), licences)
        else:
            os.makedirs(licences)
            write(os.path.join(licences, "VERSIONS"), "none\n")
        self.icon = os.path.join(built, "kigen.ico")
        if not os.path.exists(self.icon):
            self.icon = beside("../../data/icons/org.kigen.Agent")[:-len(".exe")] + ".ico"
        ready = os.path.join(built, "Kigen-%s-x64.msi" % FIRST)
        self.first = ready if os.path.exists(ready) else self.make(FIRST)
        self.next = self.make(NEXT)

    def make(self, version):
        done = command("sh", os.path.join(ROOT, "data", "package", "windows", "msi.sh"), self.folder, self.icon, version)
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        return done.stdout.splitlines()[-1]

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)


class WindowsScreen(Screen):
    """The display alone: what is on it Windows' programs tell each other."""

    def start(self):
        self.start_display()
        # Without one nobody has the keyboard.
        self.spawn("openbox", stdout=subprocess.DEVNULL)


class Sight:
    """What is on a prefix's desktop, outermost first."""

    def __init__(self, prefix, screen):
        self.prefix, self.screen, self.last = prefix, screen, []

    def eyes(self, *words):
        return self.prefix.run(os.environ["KIGEN_TEST_EYES"], *words, LANG=LANGUAGE)

    def look(self):
        self.last = []
        for line in self.eyes().stdout.splitlines():
            with contextlib.suppress(ValueError):
                self.last.append(json.loads(line, strict=False))
        return self.last

    def tell(self):
        return "on the screen: " + "; ".join("%s “%s”%s" % (one["class"], one["text"], "" if one["enabled"] else " (grey)")
                                             for one in self.last if one["text"])

    def find(self, text, kind=None, enabled=None):
        """Those whose text contains it; buttons by their whole label."""
        return [one for one in self.look()
                if (kind is None or one["class"] == kind) and (enabled is None or one["enabled"] == enabled)
                and (plain(one["text"]) == text if kind == "Button" else text in one["text"] or text in plain(one["text"]))]

    def wait(self, text, seconds=PATIENCE):
        """`text` as in the source."""
        words = in_words(text)
        return wait_until(lambda: "“%s” is not shown; %s" % (words, self.tell()), lambda: self.find(words), seconds)[0]

    def wait_exactly(self, text, seconds=PATIENCE):
        return wait_until(lambda: "“%s” is not shown; %s" % (text, self.tell()), lambda: self.find(text), seconds)[0]

    def middle(self, one):
        left, top, right, bottom = one["at"]
        return (left + right) // 2, (top + bottom) // 2

    def move(self, x, y):
        subprocess.run(["xdotool", "mousemove", str(x), str(y)], check=True, timeout=PATIENCE)

    def click_at(self, x, y, button=1):
        subprocess.run(["xdotool", "mousemove", str(x), str(y), "click", str(button)], check=True, timeout=PATIENCE)

    def type(self, text):
        subprocess.run(["xdotool", "type", "--delay", "40", text], check=True, timeout=PATIENCE)

    def press(self, label, seconds=PATIENCE, until=None):
        """A button, once it is there and can be pressed; again where the click fell into a moment in which the window moved:
        until it is gone, or `until` holds."""
        words = in_words(label)
        one = wait_until(lambda: "“%s” cannot be pressed; %s" % (words, self.tell()),
                         lambda: self.find(words, "Button", True), seconds)[0]
        for _ in range(3):
            self.click_at(*self.middle(one))
            with contextlib.suppress(AssertionError):
                return wait_until(words, until or (lambda: not self.is_there(one)), seconds=5)
        raise AssertionError("“%s” does nothing; %s" % (words, self.tell()))

    def is_there(self, one):
        return any(again["window"] == one["window"] and again["enabled"] for again in self.look())

    def hover(self):
        """What the icon's tooltip tells."""
        self.move(600, 300)
        self.move(*ICON_AT)
        with contextlib.suppress(AssertionError):
            wait_until("no tooltip", lambda: self.find("", "tooltips_class32"), 5)
        return " ".join(one["text"] for one in self.last if one["class"] == "tooltips_class32")

    def choose(self, line):
        """A line of the icon's menu, by its number from above: nobody is told what is written there."""
        self.click_at(*ICON_AT, button=3)
        left, top, _, bottom = wait_until("no menu", lambda: self.find("", "#32768"))[0]["at"]
        self.picture("menu")
        height = (bottom - top - MENU_REST) // MENU_LINES
        self.click_at(left + 40, top + MENU_BORDER + height * line - height // 2)

    def post(self, window, message, word=0, large=0):
        return self.eyes("post", str(window), str(message), str(word), str(large)).returncode == 0

    def picture(self, name):
        folder = os.environ.get("KIGEN_PICTURES")
        if folder:
            # A window is there before it is drawn.
            time.sleep(0.5)
            self.screen.picture(os.path.join(folder, "windows-%s-%s.png" % (name, LANGUAGE[:2])))


class InstalledDesk(wine_desk.WineDesk):
    """Kigen as its installer has put it into a Windows of its own."""

    def __init__(self, folder, screen):
        super().__init__(folder)
        self.launched = []
        self.sight = Sight(self.prefix, screen)
        preferences = write(os.path.join(self.folder, "preferences.reg"), PREFERENCES)
        self.prefix.run("regedit", to_windows(preferences), check=True)
        self.drive = os.path.join(self.prefix.folder, "drive_c")
        self.programs = self.unix(PROGRAMS)

    def unix(self, path):
        return os.path.join(self.drive, *path.split("\\")[1:])

    def arguments(self, authority, *arguments, store=True):
        """It finds by itself what there is."""
        return [os.path.join(self.programs, "kigen.exe"), *arguments]

    def msiexec(self, *words):
        return self.prefix.run("msiexec", *words, "/qn", LANG=LANGUAGE).returncode

    def trust(self, authority):
        """As an administrator who puts an authority of the same kind in the place of the real one."""
        profiles = os.path.join(self.programs, "profiles")
        os.makedirs(profiles, exist_ok=True)
        with open(authority.profile, encoding="utf-8") as file:
            write(os.path.join(profiles, "obn.profile"), file.read().replace("Id=rehearsal", "Id=obn"))
        shutil.copy(os.path.join(os.path.dirname(authority.profile), "tls-root.pem"), profiles)

    def restore(self, path, word):
        """Into MY by the installed program."""
        file = write(os.path.join(self.folder, "restore-password"), word)
        done = self.kigen(None, "restore", path, "--password-file", file)
        if done.returncode != 0:
            raise RuntimeError(done.stderr + done.stdout)

    def json(self, *words):
        done = self.kigen(None, "--json", *words)
        return json.loads(done.stdout)

    # The agent

    def agents(self):
        """The processes that are one, as the machine below tells."""
        found = []
        for path in glob.glob("/proc/[0-9]*"):
            with contextlib.suppress(OSError):
                with open(path + "/cmdline", "rb") as line, open(path + "/environ", "rb") as environment:
                    if b"kigen-agent.exe" in line.read().split(b"\0")[0] \
                            and b"WINEPREFIX=" + self.prefix.folder.encode() in environment.read().split(b"\0"):
                        found.append(int(os.path.basename(path)))
        return found

    def agent_window(self):
        return int(self.sight.eyes("find", "Kigen").stdout.strip() or "0")

    def launch(self, program, *words):
        """A program that stays, as a click in the start menu starts it."""
        self.launched.append(subprocess.Popen(["wine", program, *words], env=self.environment(LANGUAGE), cwd="/",
                                              stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        return self.launched[-1]

    def login(self):
        """What Windows does of itself: Run's line, as it stands there."""
        program, rest = re.match(r'"(.*)" (.*)', self.prefix.value(RUN, "Kigen")).groups()
        return self.launch(program, *rest.split())

    def logout(self):
        done = self.prefix.run(PROGRAMS + r"\kigen-agent.exe", "--quit", LANG=LANGUAGE)
        wait_until("the agent stays", lambda: not self.agents())
        return done.returncode

    def dialog(self, *words):
        return self.launch(PROGRAMS + r"\kigen-dialog.exe", *words)

    def end(self):
        super().end()
        for process in self.launched:
            process.wait(PATIENCE)


class InstalledStory(Story):
    """`with InstalledStory(screen, "--status-seconds", "0.2") as (desk, authority)`."""

    def __init__(self, screen, *options):
        super().__init__("rehearsal", *options, installed=False)
        self.screen = screen

    def make_desk(self):
        return InstalledDesk(self.folder, self.screen)
