# SPDX-License-Identifier: Apache-2.0
"""A session bus with nothing on it but what a test puts there: a place for icons, somebody who shows notices."""
import hashlib
import os
import subprocess
import threading

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402  pylint: disable=wrong-import-position

# No folders of services: what is installed on this machine must not be started.
BUS = """<busconfig><type>session</type><listen>unix:path=%s</listen><policy context="default">
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>"""
TRAY = ("org.kde.StatusNotifierWatcher", "/StatusNotifierWatcher",
        "<node><interface name='org.kde.StatusNotifierWatcher'>"
        "<property name='IsStatusNotifierHostRegistered' type='b' access='read'/></interface></node>")
NOTICES = ("org.freedesktop.Notifications", "/org/freedesktop/Notifications",
           "<node><interface name='org.freedesktop.Notifications'>"
           "<method name='GetServerInformation'><arg type='s' direction='out'/><arg type='s' direction='out'/>"
           "<arg type='s' direction='out'/><arg type='s' direction='out'/></method>"
           "<method name='GetCapabilities'><arg type='as' direction='out'/></method></interface></node>")


def agent_name(state):
    """What the agent of another state than the usual one is called on the bus."""
    return "org.kigen.Agent.s" + hashlib.sha256(state.encode()).hexdigest()[:12]


class Desktop:
    """`with Desktop(folder) as desktop`; `desktop.environment` is for the programs that belong to it."""

    def __init__(self, folder):
        self.folder = os.path.join(folder, "bus-%d" % id(self))
        self.has_host, self.capabilities = True, ["actions", "body"]

    def __enter__(self):
        os.makedirs(self.folder)
        config = os.path.join(self.folder, "bus.conf")
        with open(config, "w") as file:
            file.write(BUS % os.path.join(self.folder, "socket"))
        self.process = subprocess.Popen(["dbus-daemon", "--config-file=" + config, "--nofork", "--print-address=1"],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        address = self.process.stdout.readline().strip()
        self.environment = {"DBUS_SESSION_BUS_ADDRESS": address}
        self.connection = Gio.DBusConnection.new_for_address_sync(
            address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        self.loop = GLib.MainLoop()
        self.thread = threading.Thread(target=self.loop.run)
        self.thread.start()
        return self

    def __exit__(self, *problem):
        self.loop.quit()
        self.thread.join()
        self.connection.close_sync(None)
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()

    def is_owned(self, name):
        return self.connection.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                         "NameHasOwner", GLib.Variant("(s)", (name,)), None, Gio.DBusCallFlags.NONE, -1,
                                         None).unpack()[0]

    def own(self, name):
        self.connection.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
                                  GLib.Variant("(su)", (name, 4)), None, Gio.DBusCallFlags.NONE, -1, None)

    def release(self, name):
        self.connection.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "ReleaseName",
                                  GLib.Variant("(s)", (name,)), None, Gio.DBusCallFlags.NONE, -1, None)

    def serve(self, service):
        name, path, xml = service
        interface = Gio.DBusNodeInfo.new_for_xml(xml).interfaces[0]
        self.connection.register_object(path, interface, self.answer, self.get, None)
        self.own(name)

    def answer(self, _connection, _sender, _path, _interface, method, _arguments, call):
        if method == "GetServerInformation":
            call.return_value(GLib.Variant("(ssss)", ("Pinboard", "the tests", "7.5", "1.2")))
        else:
            call.return_value(GLib.Variant("(as)", (self.capabilities,)))

    def get(self, *_words):
        return GLib.Variant("b", self.has_host)
