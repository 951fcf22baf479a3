# SPDX-License-Identifier: Apache-2.0
"""A screen of the tests' own: an X server, a session bus and an accessibility bus that nobody else sees, and Kigen's windows
on it, found and driven as a screen reader does.  One screen a process (the accessibility library knows one bus), as many
programs on it as there are tests; it ends what it started and nothing else.
"""
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from story import program

PATIENCE = int(os.environ.get("KIGEN_PATIENCE", "60"))
SIZE = "1024x768x24"
TICK = 0.02
AGAIN = 3

SAVE = "Save"
BUTTON = ("push button", "button")
CHECK = ("check box", "radio button")
SWITCH = ("check box", "toggle button", "switch")
ENTRY = ("text", "entry", "password text")


def wait_until(what, check, seconds=PATIENCE):
    """What `check` returns once it is something; `what` (text, or a function that tells it) is in the complaint."""
    until = time.monotonic() + seconds
    while True:
        found = check()
        if found:
            return found
        if time.monotonic() > until:
            raise AssertionError("in %d seconds: %s" % (seconds, what() if callable(what) else what))
        time.sleep(TICK)


class Screen:
    """`with Screen() as screen`, or start() and stop()."""

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="kigen-screen-")
        self.processes, self.before = [], dict(os.environ)
        # A test that takes too long is ended so, and must not leave a screen behind.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        try:
            self.start()
        except BaseException:
            self.__exit__(*sys.exc_info())
            raise
        return self

    def __exit__(self, *problem):
        for process in reversed(self.processes):
            end_group(process)
        os.environ.clear()
        os.environ.update(self.before)
        shutil.rmtree(self.folder, ignore_errors=True)

    def spawn(self, *words, **options):
        process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
                                   **options)
        self.processes.append(process)
        return process

    def start_display(self):
        reading, writing = os.pipe()
        self.spawn("Xvfb", "-displayfd", str(writing), "-screen", "0", SIZE, "-nolisten", "tcp", "-noreset",
                   pass_fds=[writing], stdout=subprocess.DEVNULL)
        os.close(writing)
        with os.fdopen(reading) as told:
            self.display = ":" + told.readline().strip()
        if self.display == ":":
            raise RuntimeError("Xvfb did not start")
        os.environ["DISPLAY"] = self.display

    def start(self):
        self.start_display()
        os.environ.update({"XDG_RUNTIME_DIR": self.folder, "GDK_BACKEND": "x11", "NO_AT_BRIDGE": "0",
                           "GSETTINGS_BACKEND": "memory", "HOME": self.folder, "XDG_CURRENT_DESKTOP": "none"})
        for name in ("AT_SPI_BUS_ADDRESS", "WAYLAND_DISPLAY", "XAUTHORITY"):
            os.environ.pop(name, None)
        bus = self.spawn(*self.start_bus(), stdout=subprocess.PIPE, text=True)
        os.environ["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        bus.stdout.close()
        self.spawn("/usr/libexec/at-spi-bus-launcher", "--launch-immediately", stdout=subprocess.DEVNULL)
        self.manager = self.spawn("openbox", stdout=subprocess.DEVNULL) if shutil.which("openbox") else None
        import gi
        gi.require_version("Atspi", "2.0")
        from gi.repository import Atspi
        self.atspi = Atspi
        # The bus is there a moment after its launcher.
        self.desktop = wait_until("no accessibility bus", self.reach)
        self.desktop.set_cache_mask(Atspi.Cache.NONE)

    def start_bus(self):
        """The words that start the session's bus; prints its address."""
        return ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1",
                "--address=unix:path=" + os.path.join(self.folder, "bus")]

    def reach(self):
        try:
            if self.atspi.init() in (0, 1):
                return self.atspi.get_desktop(0)
        except Exception:  # pylint: disable=broad-except
            pass
        return None

    def environment(self, desk, language):
        """A desk's, on this screen."""
        names = ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "GDK_BACKEND", "GSETTINGS_BACKEND",
                 "GTK_THEME", "GSK_RENDERER", "XDG_CURRENT_DESKTOP")
        own = {**desk.environment(language), **{name: os.environ[name] for name in names if name in os.environ}}
        # A toolkit and its fonts keep to the end what they have, and a window that is closed leaves its thread where it is:
        # of memory that is used wrongly we hear all the same.
        own["ASAN_OPTIONS"] = own.get("ASAN_OPTIONS", "") + ":detect_leaks=0"
        return own

    def open(self, desk, authority, *words, language="C.UTF-8", **environment):
        return Dialog(self, desk, authority, words, language, environment)

    def key(self, *keys):
        """As typed on the keyboard, for what no interface offers."""
        subprocess.run(["xdotool", "key", "--clearmodifiers", *keys], check=True, timeout=PATIENCE)

    def close(self, window):
        """As the window's own button does; a key goes to whichever window has the keyboard."""
        subprocess.run(["xdotool", "windowactivate", window, "key", "--clearmodifiers", "alt+F4"], check=False, timeout=PATIENCE,
                       stderr=subprocess.DEVNULL)

    def active(self):
        """The title of the window that has the keyboard."""
        told = subprocess.run(["xdotool", "getactivewindow", "getwindowname"], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True, check=False).stdout
        return told.strip() or "Kigen is not there yet"

    def picture(self, path, window="root"):
        subprocess.run(["import", "-silent", "-display", self.display, "-window", window, path], check=True, timeout=PATIENCE)


def end_group(process):
    """A process that we started and what it has started in turn."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
        except ProcessLookupError:
            pass
        try:
            process.wait(5)
            return
        except subprocess.TimeoutExpired:
            continue


class Dialog:
    """kigen-dialog in a desk's environment."""

    def __init__(self, screen, desk, authority, words, language, environment):
        self.screen = screen
        self.log_path = os.path.join(desk.folder, "dialog.log")
        self.started = time.monotonic()
        arguments = [program("kigen-dialog"), "--profile", authority.profile, "--state", desk.state,
                     "--store", "nss:" + desk.nss, *words]
        wrapper = os.environ.get("KIGEN_DIALOG_WRAPPER", "").split()
        with open(self.log_path, "a") as log:
            self.process = subprocess.Popen(wrapper + arguments, env={**screen.environment(desk, language), **environment},
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        self.root = None

    # What is there

    def application(self):
        desktop = self.screen.desktop
        # What it has remembered of applications that came and went while it looked.
        desktop.clear_cache()
        for index in range(desktop.get_child_count()):
            try:
                one = desktop.get_child_at_index(index)
                if one is not None and one.get_process_id() == self.process.pid:
                    # Each program has a cache of its own, which tells of sheets that are long gone.
                    one.set_cache_mask(self.screen.atspi.Cache.NONE)
                    one.clear_cache()
                    return one
            except Exception:  # pylint: disable=broad-except
                continue
        return None

    def widgets(self):
        """(role, name, widget) of all there is now, outermost first; those that go away while we look are left out."""
        found = []
        try:
            self.root = self.root or self.application()
            if self.root is not None:
                walk(self.root, found, 0)
        except self.error():
            self.root = None
        return found

    def error(self):
        from gi.repository import GLib
        return GLib.Error

    def find(self, roles, name=None, contains=None):
        roles = (roles,) if isinstance(roles, str) else roles
        return [widget for role, own, widget in self.widgets()
                if (roles is None or role in roles) and (name is None or plain(own) == name)
                and (contains is None or contains in own)]

    def texts(self):
        return [name for role, name, _ in self.widgets() if name and role == "label"]

    def says(self, text):
        return any(text in one for one in self.texts())

    def tell(self):
        shown = "; ".join("%s “%s”" % (role, name) for role, name, _ in self.widgets() if name)
        return "on the screen: %s (exit status %s) %s" % (shown or "nothing", self.process.poll(), self.log())

    def log(self):
        with open(self.log_path) as file:
            return file.read()

    # Waiting, pressing, typing

    def wait(self, text, seconds=PATIENCE):
        wait_until(lambda: "“%s” is not shown; %s" % (text, self.tell()), lambda: self.says(text), seconds)

    def wait_for(self, roles, name=None, contains=None, seconds=PATIENCE):
        return wait_until(lambda: "no %s “%s”; %s" % (roles, name or contains, self.tell()),
                          lambda: self.find(roles, name, contains), seconds)[0]

    def is_sensitive(self, name):
        return self.wait_for(BUTTON, name).get_state_set().contains(self.screen.atspi.StateType.SENSITIVE)

    def press(self, name, roles=BUTTON, seconds=PATIENCE, until=None):
        """Presses it once it is there and can be.  A press that falls into the moment in which a window comes up is lost, so
        it is repeated as long as the button remains, or until `until` holds where that stays."""
        last = time.monotonic() + seconds
        widget = wait_until(lambda: "“%s” cannot be pressed; %s" % (name, self.tell()), lambda: self.ready(roles, name), seconds)
        while True:
            self.act(widget)
            pressed = time.monotonic()
            while time.monotonic() < pressed + AGAIN:
                if until() if until else widget not in self.find(roles, name):
                    return
                time.sleep(TICK)
            if time.monotonic() > last:
                raise AssertionError("“%s” does nothing; %s" % (name, self.tell()))

    def ready(self, roles, name):
        for widget in self.find(roles, name):
            try:
                if widget.get_state_set().contains(self.screen.atspi.StateType.SENSITIVE) and self.is_drawn(widget):
                    return widget
            except self.error():
                continue
        return None

    def act(self, widget):
        try:
            widget.do_action(0)
        except self.error():
            pass

    def is_drawn(self, widget):
        """A button that has no place yet takes a press and forgets it."""
        return self.screen.atspi.Component.get_extents(widget, self.screen.atspi.CoordType.WINDOW).width > 0

    def type(self, name, text):
        """Into the field with that label, in place of what stands there."""
        field = self.wait_for(ENTRY, name)
        if not self.screen.atspi.EditableText.set_text_contents(field, text):
            raise AssertionError("“%s” cannot be typed into" % name)

    def shows(self, roles, name):
        return any(self.is_drawn(widget) for widget in self.find(roles, name))

    def toggle(self, name):
        """The switch beside that label."""
        self.act(wait_until(lambda: "no switch “%s”; %s" % (name, self.tell()), lambda: self.ready(SWITCH, name)))

    def text_of(self, name):
        field, text = self.wait_for(ENTRY, name), self.screen.atspi.Text
        return text.get_text(field, 0, text.get_character_count(field))

    def choose_file(self, path, button):
        """In the file chooser: into its line for a name where it has one, typed on the keyboard where it opens files."""
        wait_until(lambda: "no file chooser; " + self.tell(), self.chooses)
        if button == SAVE:
            field = wait_until(lambda: "no line for a name; " + self.tell(),
                               lambda: self.find(ENTRY, "Name:"))[0]
            self.screen.atspi.EditableText.set_text_contents(field, path)
            self.press(button)
        else:
            field = wait_until(lambda: "no line for a path; " + self.tell(), self.location)
            self.screen.atspi.EditableText.set_text_contents(field, path)
            self.press(button)
        wait_until(lambda: "the file chooser stays; " + self.tell(), lambda: not self.chooses())

    def location(self):
        """The file chooser's line for a path, which comes when one asks for it on the keyboard; a key that is pressed before
        the chooser has the keyboard is lost, so it is pressed again."""
        if not self.screen.active().startswith("Kigen"):
            self.screen.key("ctrl+l")
        until = time.monotonic() + AGAIN
        while time.monotonic() < until:
            for field in self.find(ENTRY):
                if self.is_drawn(field):
                    return field
            time.sleep(TICK)
        return None

    def chooses(self):
        return bool(self.find(None, "GtkFileChooserWidget"))

    # The end

    def window(self):
        """The X window, for pictures."""
        def look():
            told = subprocess.run(["xdotool", "search", "--onlyvisible", "--all", "--pid", str(self.process.pid),
                                   "--name", "^Kigen"],
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False).stdout.split()
            return told[-1:]
        return wait_until("no window", look)[0]

    def leave(self, seconds=PATIENCE):
        """As the window's own button to close it does; the exit status."""
        window = self.window()
        until = time.monotonic() + seconds
        while self.process.poll() is None and time.monotonic() < until:
            self.screen.close(window)
            try:
                return self.end(2)
            except subprocess.TimeoutExpired:
                continue
        return self.end(0.1)

    def end(self, seconds=PATIENCE):
        return self.process.wait(seconds)

    def stop(self):
        if self.process.poll() is None:
            end_group(self.process)


def plain(name):
    """GTK 4.8 has its own file chooser's buttons read "_Open Open"."""
    half = name[len(name) // 2 + 1:]
    return half if name == with_line(name, half) else name


def with_line(name, half):
    return name if "_" in name and name.replace("_", "", 1) == half + " " + half else None


def walk(widget, found, depth):
    if widget is None or depth > 60:
        return
    found.append((widget.get_role_name(), widget.get_name() or "", widget))
    for index in range(widget.get_child_count()):
        walk(widget.get_child_at_index(index), found, depth + 1)
