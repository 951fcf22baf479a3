# SPDX-License-Identifier: Apache-2.0
"""The whole story of Windows: Kigen's installer in a fresh Windows, the icon, the balloon, the windows by clicks, the next login,
the upgrade and the end; judged by the registry, OpenSSL and the authority's own log."""
import datetime
import glob
import hashlib
import os
import sqlite3
import time
import unittest

import forge
from jobs import DENTAL, FOURTH, THIRD, Jobs
import judge
from screen import PATIENCE, wait_until
from story import CLIENT_PASSWORD, PASSWORD, write
import wine_screen
from wine_screen import CALL, FIRST, NEXT, NIN_BALLOONUSERCLICK, PROGRAMS, RUN, SETTINGS, Installers, InstalledStory

BACKUPS = r"C:\Backup"
# At midnight, so that whatever is due on a day is due now.
SETTINGS_SAID = {"Helper.Name": "情報システム係", "Helper.Telephone": "03-1234-5678", "Notices.Hour": "0", "Backup.Folder": BACKUPS}
SAID = tuple(name.upper().replace(".", "") + "=" + value for name, value in SETTINGS_SAID.items())
UNINSTALL = r"HKLM\Software\Microsoft\Windows\CurrentVersion\Uninstall"
MENU = "drive_c/users/*/AppData/Roaming/Microsoft/Windows/Start Menu/Programs/*.lnk"
MENU_EVERYBODY = "drive_c/ProgramData/Microsoft/Windows/Start Menu/Programs/*.lnk"
FILES = ["kigen-agent.exe", "kigen-dialog.exe", "kigen.exe", "licences", "locale"]
GRACE = 61
# The practice authority's.
NAME = "0110119153"
# The icon's menu: its line, a picture's name, the heading of what it opens.
LINES = ((2, "list", "Your certificates"), (4, "history", "History"), (5, "settings", "Settings"), (6, "doctor", "Diagnosis"))


def setUpModule():
    global screen, installers
    if not os.environ.get("KIGEN_TEST_WINDOWS"):
        raise unittest.SkipTest("no programs of Windows")
    screen = wine_screen.WindowsScreen()
    screen.__enter__()
    unittest.addModuleCleanup(screen.__exit__, None, None, None)
    installers = Installers()
    unittest.addModuleCleanup(installers.remove)


class Windows(unittest.TestCase):
    def setUp(self):
        story = InstalledStory(screen, "--status-seconds", "0.2")
        self.desk, self.authority = story.__enter__()
        self.addCleanup(story.__exit__, None, None, None)
        self.sight, self.prefix = self.desk.sight, self.desk.prefix
        self.addCleanup(self.sight.picture, "last-" + self.id().rsplit(".", 1)[-1])
        self.assertEqual(self.desk.msiexec("/i", wine_screen.to_windows(installers.first), *SAID), 0)

    def equip(self):
        """The authority is known, and an old certificate is there."""
        self.desk.trust(self.authority)
        self.desk.restore(os.path.join(self.authority.folder, "client.p12"), CLIENT_PASSWORD)
        self.first = self.desk.certificates()[0]
        self.first_key = self.desk.keys()[0]

    def state(self, sql):
        found = glob.glob(os.path.join(self.desk.drive, "users/*/AppData/Local/Kigen/kigen.db"))
        if not found:
            return []
        with sqlite3.connect("file:%s?mode=ro" % found[0], uri=True, timeout=10) as database:
            try:
                return database.execute(sql).fetchall()
            except sqlite3.OperationalError:
                return []

    def known(self):
        """The certificates that the agent has seen in the stores."""
        return {identity for identity, in self.state("SELECT id FROM certificate WHERE gone_at IS NULL")}

    def notices(self):
        return self.state("SELECT * FROM notice")

    def menu_entries(self):
        return [os.path.basename(path) for place in (MENU, MENU_EVERYBODY)
                for path in glob.glob(os.path.join(self.prefix.folder, place))]

    def products(self):
        """(name, version) of what Windows offers to remove."""
        return [(values["DisplayName"], values["DisplayVersion"]) for values in self.prefix.registry(UNINSTALL).values()
                if values.get("DisplayName") == "Kigen"]

    def settings(self):
        return {name: value for key, values in self.prefix.registry(SETTINGS).items() if key.endswith("Kigen")
                for name, value in values.items()}

    def files(self):
        return {path: os.stat(path).st_mtime_ns for path in glob.glob(self.desk.programs + "/**", recursive=True)
                if os.path.isfile(path)}

    def agent(self):
        """The one that runs, and is there for others."""
        wait_until("the agent does not run", self.desk.agent_window)
        running = self.desk.agents()
        self.assertEqual(len(running), 1)
        return running[0]

    def wait_for_tooltip(self, end):
        """The icon tells the day until which a certificate is valid."""
        day = (datetime.datetime.strptime(end, "%Y-%m-%d %H:%M:%SZ") + datetime.timedelta(hours=9)).strftime("%Y-%m-%d")
        told = []
        wait_until(lambda: "the icon tells %s, not %s" % (told, day), lambda: told.append(self.sight.hover()) or day in told[-1])


class Installer(Windows):
    def test_installed(self):
        """With what a vendor says at a silent roll-out."""
        self.assertEqual(sorted(os.listdir(self.desk.programs)), FILES)
        self.assertEqual(self.prefix.value(RUN, "Kigen"), '"%s\\kigen-agent.exe" --at-login' % PROGRAMS)
        self.assertEqual(self.settings(), SETTINGS_SAID)
        self.assertEqual(self.menu_entries(), ["Kigen 証明書の更新.lnk"])
        self.assertEqual(self.products(), [("Kigen", FIRST)])
        told = self.desk.json("settings")
        for name, value in SETTINGS_SAID.items():
            self.assertEqual(told[name], {"value": value, "locked": True})
        self.agent()

    def test_upgraded(self):
        """While the agent runs and without being told anything again; and not back."""
        former = self.agent()
        self.equip()
        identity = forge.id_of(self.first["pem"])
        wait_until("the agent does not see it", lambda: identity in self.known())
        self.assertEqual(self.desk.msiexec("/i", wine_screen.to_windows(installers.next)), 0)
        self.assertNotEqual(self.agent(), former, "a running one is replaced")
        self.assertEqual(self.products(), [("Kigen", NEXT)])
        self.assertEqual(self.settings(), SETTINGS_SAID)
        self.assertEqual(self.menu_entries(), ["Kigen 証明書の更新.lnk"])
        self.assertEqual(sorted(os.listdir(self.desk.programs)), sorted(FILES + ["profiles"]))
        self.assertEqual(self.known(), {identity})
        judge.assert_untouched(self, self.desk, self.first)
        files, later = self.files(), self.agent()
        self.assertNotEqual(self.desk.msiexec("/i", wine_screen.to_windows(installers.first)), 0, "a newer one is not replaced")
        self.assertEqual(self.files(), files)
        self.assertEqual(self.products(), [("Kigen", NEXT)])
        self.assertEqual(self.settings(), SETTINGS_SAID)
        self.assertEqual(self.agent(), later)

    def test_removed(self):
        """What is the user's own stays: certificate, key, backup, state; and what an administrator has added."""
        self.agent()
        self.equip()
        os.makedirs(self.desk.unix(BACKUPS), exist_ok=True)
        backup = write(os.path.join(self.desk.unix(BACKUPS), "a.p12"), "a backup")
        wait_until("the agent does not see it", self.known)
        self.assertEqual(self.desk.msiexec("/x", wine_screen.to_windows(installers.first)), 0)
        self.assertEqual(self.desk.agents(), [])
        self.assertEqual(os.listdir(self.desk.programs), ["profiles"])
        self.assertIsNone(self.prefix.value(RUN, "Kigen"))
        self.assertEqual(self.menu_entries(), [])
        self.assertEqual(self.prefix.registry(SETTINGS), {})
        self.assertEqual(self.products(), [])
        judge.assert_untouched(self, self.desk, self.first)
        self.assertTrue(self.known())
        self.assertTrue(os.path.exists(backup))


class Renewal(Windows):
    def test_noticed_renewed_by_clicks_and_quiet_at_the_next_login(self):
        """An old certificate, the balloon a minute after the login, a click on it, and the windows to the end; at the next
        login there is nothing to tell."""
        self.agent()
        self.equip()
        identity = forge.id_of(self.first["pem"])
        wait_until("the agent does not see it", lambda: identity in self.known())
        self.wait_for_tooltip(self.first["end"])
        self.assertEqual(self.notices(), [], "in the first minute there is quiet")
        self.sight.move(600, 300)
        wait_until("no notice", self.notices, GRACE + PATIENCE)
        self.sight.wait("To go on, click Kigen's icon, or open Kigen in the start menu.")
        self.sight.picture("balloon")
        self.assertIn("noticed", [one["kind"] for one in self.desk.json("history") if one["id"] == identity])
        self.assertTrue(self.sight.post(self.desk.agent_window(), CALL, 0, NIN_BALLOONUSERCLICK))
        self.renew()
        self.desk.backup = glob.glob(self.desk.unix(BACKUPS) + "/*.p12")[0]
        judge.assert_renewed(self, self.desk, self.authority, self.first)
        renewed = self.desk.certificates()[0]
        self.assertEqual(self.authority.logins()[-1], renewed["serial"])
        self.assertNotIn(self.first_key, self.desk.keys(), "the key went with its certificate")
        self.log_in_again(renewed)

    def renew(self):
        """From the first question to the list."""
        sight = self.sight
        sight.wait("Apply for the renewal of this certificate?")
        sight.picture("confirm")
        self.assertEqual(self.authority.applications(), 0, "nothing is applied for before the answer")
        sight.press("_Yes")
        sight.picture("steps")
        sight.wait("A password for the certificate and its backup")
        for field in sight.find("", "Edit")[:2]:
            sight.click_at(*sight.middle(field))
            sight.type(PASSWORD)
        sight.picture("password")
        sight.press("_Next")
        sight.wait("Where shall the backup go?")
        sight.wait_exactly(BACKUPS)
        sight.picture("place")
        sight.press("_Save here")
        sight.wait("Delete the certificate from before?")
        sight.picture("question")
        sight.press("_Delete it")
        sight.wait("The new certificate is in use")
        sight.picture("done")
        sight.press("_Back to the list")
        sight.wait("Your certificates")
        sight.press("C_lose")

    def log_in_again(self, renewed):
        """Meanwhile the menu opens each window."""
        said = self.notices()
        self.assertEqual(self.desk.logout(), 0)
        self.desk.login()
        begun = time.monotonic()
        self.agent()
        self.wait_for_tooltip(renewed["end"])
        for line, name, heading in LINES:
            self.sight.choose(line)
            self.sight.wait(heading)
            self.sight.wait("C_lose" if name == "list" else "_Back to the list")
            self.sight.picture(name)
        # What does not come can only be waited for.
        time.sleep(max(0, begun + GRACE + 5 - time.monotonic()))
        self.assertEqual(self.notices(), said)
        self.assertEqual(self.desk.logout(), 0)

    def test_not_at_login_where_the_user_does_not_want_it(self):
        self.agent()
        self.desk.dialog("settings")
        self.sight.press("Start when I log _in, and tell me in time", until=lambda: True)
        self.sight.picture("settings-off")
        self.sight.press("_Save")
        self.sight.wait("Your certificates")
        self.sight.press("C_lose")
        self.assertEqual(self.desk.logout(), 0)
        self.assertEqual(self.desk.login().wait(60), 0)
        self.assertEqual(self.desk.agents(), [])


class Neighbour(Windows):
    """Beside another client, as an authority's own: it renews and deletes in the same store, in Windows' own ways."""

    def neighbour(self, *words):
        return self.prefix.run(wine_screen.beside("neighbour"), *words).returncode

    def test_what_another_client_has_renewed_is_seen_at_once(self):
        self.agent()
        self.equip()
        begun = time.monotonic()
        old = forge.id_of(self.first["pem"])
        wait_until("the agent does not see it", lambda: old in self.known())
        file = forge.forge(self.authority, self.desk.folder, NAME, 1000)
        theirs = forge.id_of(forge.pem_of(file))
        self.assertEqual(self.neighbour("put", wine_screen.to_windows(file), forge.WORD), 0)
        wait_until("the agent does not see it", lambda: self.known() == {old, theirs})
        old_one, new_one = self.desk.certificates()
        self.assertEqual(old_one["subject"], new_one["subject"])
        self.wait_for_tooltip(new_one["end"])
        states = {one["id"]: one["state"] for one in self.desk.json("list")}
        self.assertEqual(states, {old: "renewed", theirs: "valid"})
        self.assert_apart(old, theirs, file)
        # What does not come can only be waited for.
        time.sleep(max(0, begun + GRACE + 5 - time.monotonic()))
        self.assertEqual(self.notices(), [], "nothing is left to tell of")

    def assert_apart(self, old, theirs, file):
        """Each takes out what is its own, and what is the other's stays with its key."""
        ours, others = (thumbprint(pem) for pem in (self.first["pem"], forge.pem_of(file)))
        self.assertEqual(self.desk.kigen(None, "delete", "--yes", old).returncode, 0)
        self.assertEqual(self.neighbour("sign", others), 0)
        self.assertEqual(len(self.desk.keys()), 1)
        self.desk.restore(os.path.join(self.authority.folder, "client.p12"), CLIENT_PASSWORD)
        self.assertEqual(self.neighbour("sign", others), 0)
        wait_until("the agent does not see it", lambda: self.known() == {old, theirs})
        self.assertEqual(self.neighbour("delete", others), 0)
        self.assertEqual(self.neighbour("sign", ours), 0)
        judge.assert_untouched(self, self.desk, self.first)
        wait_until("the agent does not see it", lambda: self.known() == {old})
        self.assertEqual(self.neighbour("put", wine_screen.to_windows(file), forge.WORD), 0)
        wait_until("the agent does not see it", lambda: self.known() == {old, theirs})


class Hand:
    """A mouse and a keyboard.  What was put into Windows' store as usual never leaves it: a backup of it fails.
    Wine's dialogue for files breaks down, and any program with it."""

    keys_leave = False
    chooses_files = False

    def __init__(self, desk):
        self.desk, self.sight = desk, desk.sight

    def press(self, label):
        self.sight.press(label)

    def wait(self, text, *seconds):
        self.sight.wait(text, *seconds)

    def fields(self):
        return self.sight.find("", "Edit", True)

    def fill(self, *fields):
        """From above."""
        wait_until(lambda: "too few fields; " + self.sight.tell(), lambda: len(self.fields()) >= len(fields))
        for one, (_, value) in zip(self.fields(), fields):
            self.sight.click_at(*self.sight.middle(one))
            self.sight.type(value)

    def open_backup(self):
        self.press("Back _up now…")

    def backups(self):
        return glob.glob(self.desk.unix(BACKUPS) + "/*.p12")


class OneWindow(Windows):
    """Whatever was done in a window before, and however it ended: the next job is done as the first was."""

    def open(self, *files):
        self.desk.trust(self.authority)
        for path, word in files:
            self.desk.restore(path, word)
        self.dialog = self.desk.dialog("list")
        self.sight.wait("Your certificates")
        return Jobs(self, self.desk, self.authority, Hand(self.desk))

    def forge(self, name, days):
        return forge.forge(self.authority, self.desk.folder, name, days), forge.WORD

    def leave(self):
        self.sight.press("C_lose")
        self.assertEqual(self.dialog.wait(PATIENCE), 0)

    def test_jobs_after_a_renewal(self):
        self.open((os.path.join(self.authority.folder, "client.p12"), CLIENT_PASSWORD), self.forge(DENTAL, 4)).after_a_renewal()
        self.leave()

    def test_jobs_before_a_renewal(self):
        self.open(self.forge(DENTAL, 4), self.forge(THIRD, 5)).before_a_renewal(self.forge(FOURTH, 6)[0])
        self.leave()


def thumbprint(pem):
    return hashlib.sha1(forge.to_der(pem)).hexdigest()


if __name__ == "__main__":
    unittest.main()
