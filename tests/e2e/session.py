# SPDX-License-Identifier: Apache-2.0
"""A desktop of the tests' own around the screen: a real panel with a tray, real notification servers, and what the bus
carries between them and the agent.  Nothing is activated by the bus but xfconf, so that each is there when a test wants it.
"""
import os
import re
import shutil
import signal
import subprocess
import time

from screen import PATIENCE, Screen, end_group, wait_until, walk
from story import program, write

NOTIFIERS = {
    "xfce4-notifyd": ["/usr/lib/x86_64-linux-gnu/xfce4/notifyd/xfce4-notifyd"],
    "dunst": ["dunst", "-config", "/dev/null"],
}
PANEL = """<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="size" type="uint" value="32"/>
      <property name="plugin-ids" type="array"><value type="int" value="1"/></property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="systray">
      <property name="square-icons" type="bool" value="true"/>
    </property>
  </property>
</channel>
"""
BUS = """<busconfig>
  <type>session</type>
  <listen>unix:path=%s</listen>
  <servicedir>%s</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
ICON_AT = (16, 16)
DAY = 86400
JAPAN = 9 * 3600
NOON = 12 * 3600
ITEM = "/StatusNotifierItem"
MENU = ITEM + "/Menu"


class Session(Screen):
    """`with Session() as session`; the panel and the notification server are started by their methods."""
    bus = None

    def start_bus(self):
        services = os.path.join(self.folder, "services")
        os.makedirs(services)
        shutil.copy("/usr/share/dbus-1/services/org.xfce.Xfconf.service", services)
        seeds = os.path.join(self.folder, ".config", "xfce4", "xfconf", "xfce-perchannel-xml")
        os.makedirs(seeds)
        write(os.path.join(seeds, "xfce4-panel.xml"), PANEL)
        path = os.path.join(self.folder, "bus")
        write(os.path.join(self.folder, "bus.conf"), BUS % (path, services))
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
            os.environ.pop(name, None)
        icons = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "data", "icons")
        os.makedirs(os.path.join(self.folder, ".local", "share"))
        os.symlink(os.path.abspath(icons), os.path.join(self.folder, ".local", "share", "icons"))
        return ["dbus-daemon", "--nofork", "--nopidfile", "--print-address=1",
                "--config-file=" + os.path.join(self.folder, "bus.conf")]

    def reach(self):
        """The library gives up for good where its bus is not there yet, and nobody here starts that when it is asked for."""
        return super().reach() if self.owner("org.a11y.Bus") else None

    def panel(self):
        process = self.spawn("xfce4-panel", "--disable-wm-check", stdout=subprocess.DEVNULL)
        wait_until("no tray", lambda: self.owner("org.kde.StatusNotifierWatcher"))
        return process

    def notifier(self, kind):
        process = self.spawn(*NOTIFIERS[kind], stdout=subprocess.DEVNULL)
        wait_until("no notification server", lambda: self.owner("org.freedesktop.Notifications"))
        return process

    def end(self, process):
        end_group(process)
        self.processes.remove(process)

    # The bus

    def call(self, destination, path, method, signature="()", *arguments):
        """The answer as Python has it; None where there is none."""
        from gi.repository import Gio, GLib
        interface, name = method.rsplit(".", 1)
        self.bus = self.bus or Gio.DBusConnection.new_for_address_sync(
            os.environ["DBUS_SESSION_BUS_ADDRESS"], Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT |
            Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        try:
            return self.bus.call_sync(destination, path, interface, name, GLib.Variant(signature, arguments), None,
                                      Gio.DBusCallFlags.NO_AUTO_START, 20000, None).unpack()
        except GLib.Error:
            return None

    def owner(self, name):
        told = self.call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus.GetNameOwner", "(s)", name)
        return told[0] if told else None

    def names(self):
        return self.call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus.ListNames")[0]

    def get(self, destination, path, interface, name):
        told = self.call(destination, path, "org.freedesktop.DBus.Properties.Get", "(ss)", interface, name)
        return told[0] if told else None

    def items(self):
        """The addresses of the tray's items."""
        told = self.get("org.kde.StatusNotifierWatcher", "/StatusNotifierWatcher", "org.kde.StatusNotifierWatcher",
                        "RegisteredStatusNotifierItems") or []
        return [one[:-len(ITEM)] for one in told if one.endswith(ITEM)]

    def item(self):
        return wait_until("no icon in the tray", self.items)[0]

    def property(self, name):
        return str(self.get(self.item(), ITEM, "org.kde.StatusNotifierItem", name))

    def labels(self):
        """(number, label) of the menu's lines."""
        told = self.call(self.item(), MENU, "com.canonical.dbusmenu.GetLayout", "(iias)", 0, -1, [])
        return [(number, properties["label"].replace("__", "_"))
                for number, properties, _ in (told[1][2] if told else []) if "label" in properties]

    def click_menu(self, label):
        number = wait_until(lambda: "the menu says: %s" % self.labels(),
                            lambda: [number for number, own in self.labels() if label in own])[0]
        from gi.repository import GLib
        self.call(self.item(), MENU, "com.canonical.dbusmenu.Event", "(isvu)", number, "clicked", GLib.Variant("i", 0), 0)

    def texts(self):
        """What stands in Kigen's window, as a screen reader finds it."""
        from gi.repository import GLib
        found, windows = [], self.windows("^Kigen")
        pid = int(self.xdotool("getwindowpid", windows[0]) or 0) if windows else 0
        try:
            for index in range(self.desktop.get_child_count() if pid else 0):
                one = self.desktop.get_child_at_index(index)
                if one is not None and one.get_process_id() == pid:
                    one.set_cache_mask(self.atspi.Cache.NONE)
                    one.clear_cache()
                    walk(one, found, 0)
        except GLib.Error:
            return []
        return [text for role, text, _ in found if text and role in ("label", "heading")]

    # The mouse

    def click(self, x, y, button=1):
        subprocess.run(["xdotool", "mousemove", str(x), str(y), "click", str(button)], check=True, timeout=PATIENCE)

    def xdotool(self, *words):
        return subprocess.run(["xdotool", *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                              check=False, timeout=PATIENCE).stdout.strip()

    def windows(self, name):
        return self.xdotool("search", "--onlyvisible", "--name", name).split()


class Monitor:
    """What is asked of the notification server, as the bus carries it."""

    def __init__(self, session):
        self.session = session
        self.path = os.path.join(session.folder, "notifications.log")
        self.log = open(self.path, "w")
        self.process = session.spawn("dbus-monitor", "--session",
                                     "interface='org.freedesktop.Notifications',member='Notify'", stdout=self.log)
        wait_until("no monitor", lambda: "NameAcquired" in self.text() or "NameLost" in self.text())

    def text(self):
        with open(self.path, encoding="utf-8", errors="replace") as file:
            return file.read()

    def notices(self):
        """(title, text) of each notice asked for."""
        found = []
        for part in self.text().split("member=Notify\n")[1:]:
            # The program, the icon, the title, the text.
            strings = re.findall(r'^   string "(.*?)"\n(?=   \S)', part, flags=re.M | re.S)
            found.append((strings[2], strings[3]))
        return found

    def wait(self, n):
        wait_until(lambda: "%d notices: %s" % (n, self.notices()), lambda: len(self.notices()) >= n)
        return self.notices()

    def stop(self):
        self.session.end(self.process)
        self.log.close()


class Clock:
    """The wall clock of programs that are started with `environment`: noon of today in Japan at first."""

    def __init__(self, folder):
        self.path = os.path.join(folder, "clock")
        now = int(time.time())
        self.offset = NOON - (now + JAPAN) % DAY
        self.write()
        self.environment = {"KIGEN_TEST_CLOCK": self.path, "LD_PRELOAD": os.environ["KIGEN_TEST_CLOCK_LIBRARY"]}

    def write(self):
        with open(self.path + ".new", "w") as file:
            file.write("%d\n" % self.offset)
        os.rename(self.path + ".new", self.path)

    def now(self):
        return time.time() + self.offset

    def move(self, seconds, *processes):
        """As somebody who sets it: who waits for it is told."""
        self.offset += seconds
        self.write()
        for process in processes:
            process.send_signal(signal.SIGUSR2)


class Agent:
    """kigen-agent at a desk, in a session."""
    n = 0

    def __init__(self, session, desk, authority, *words, language="C.UTF-8", programs=None, **environment):
        self.session = session
        Agent.n += 1
        self.log_path = os.path.join(desk.folder, "agent-%d.log" % Agent.n)
        path = os.path.join(programs, "kigen-agent") if programs else program("kigen-agent")
        arguments = [path, "--profile", authority.profile, "--state", desk.state, "--store", "nss:" + desk.nss,
                     "--verbose", *words]
        self.environment = {**session.environment(desk, language), **environment}
        self.arguments = arguments
        with open(self.log_path, "a") as log:
            self.process = subprocess.Popen(arguments, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                            start_new_session=True)

    def log(self):
        with open(self.log_path, errors="replace") as file:
            return file.read()

    def again(self):
        """A second start; its exit status."""
        return subprocess.run(self.arguments, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL, timeout=PATIENCE, check=False).returncode

    def end(self, number=signal.SIGTERM):
        """The exit status after a signal."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(PATIENCE)

    def stop(self):
        """With the windows that it has opened, which outlive it."""
        end_group(self.process)
