# SPDX-License-Identifier: Apache-2.0
"""kigen-dialog's real windows, driven as a screen reader does, against the practice authority."""
import glob
import os
import re
import shutil
import signal
import unittest

import forge
import judge
from screen import BUTTON, CHECK, ENTRY, Screen, wait_until
from story import APPLIED, PASSWORD, Story, command, share, write

JAPANESE = re.compile(r"[ぁ-んァ-ン一-龥]")
PROXY = "The proxy, as http://HOST:PORT; the system's if not set"
SBIN = "/usr/sbin:/sbin:/usr/bin:/bin"
HELPER = ("Ms Tanaka", "03-0000-0000")


def setUpModule():
    global screen
    screen = Screen()
    screen.__enter__()
    unittest.addModuleCleanup(screen.__exit__, None, None, None)


class Desk(unittest.TestCase):
    options = ("--status-seconds", "0.2")
    installed = True

    def setUp(self):
        story = Story("rehearsal", *self.options, installed=self.installed)
        self.desk, self.authority = story.__enter__()
        self.addCleanup(story.__exit__, None, None, None)
        if self.installed:
            self.first = self.desk.certificates()[0]
            self.identity = forge.id_of(self.first["pem"])

    def open(self, *words, **options):
        dialog = screen.open(self.desk, self.authority, *words, **options)
        self.addCleanup(dialog.stop)
        return dialog

    def leave(self, dialog):
        self.assertEqual(dialog.leave(), 0, dialog.log())
        self.assertEqual(dialog.log(), "", "nothing is complained about")

    def set(self, name, value):
        done = self.desk.kigen(self.authority, "settings", name, value)
        self.assertEqual(done.returncode, 0, done.stderr)

    def give_password(self, dialog, word=PASSWORD):
        dialog.type("Password", word)
        dialog.type("Password (again)", word)

    def begin(self, dialog):
        """Up to the password."""
        dialog.press("Renew the certificate")
        dialog.wait("Apply for the renewal")
        self.assertEqual(self.authority.applications(), 0, "nothing is applied for before the answer")
        dialog.press("Yes")
        dialog.wait_for(ENTRY, "Password")

    def finish(self, dialog, old="Delete it"):
        """From the place to save to the end."""
        dialog.press("Save here")
        dialog.press(old)
        dialog.wait("The new certificate is in use")
        self.desk.backup = glob.glob(self.desk.home + "/Documents/Kigen/*.p12")[0]


class Renewal(Desk):
    def test_from_the_list_to_the_end(self):
        dialog = self.open()
        dialog.press("Renew the certificate")
        dialog.wait("Apply for the renewal")
        self.assertTrue(dialog.says("0110119153"))
        self.assertEqual(self.authority.applications(), 0)
        dialog.press("Yes")
        dialog.wait("Choose one (")
        self.assertFalse(dialog.is_sensitive("Next"), "nothing is typed yet")
        dialog.type("Password", "abc")
        dialog.wait("The password must be")
        self.assertFalse(dialog.is_sensitive("Next"))
        dialog.type("Password", PASSWORD)
        dialog.type("Password (again)", "1111")
        dialog.wait("not the same")
        self.assertFalse(dialog.is_sensitive("Next"))
        dialog.press("Show the password", CHECK, until=lambda: True)
        dialog.type("Password (again)", PASSWORD)
        wait_until("it will not go on", lambda: dialog.is_sensitive("Next"))
        self.assertFalse(dialog.says("not the same"))
        dialog.press("Next")
        dialog.wait("Where shall the backup go?")
        self.finish(dialog)
        self.assertTrue(dialog.says(self.desk.backup))
        judge.assert_renewed(self, self.desk, self.authority, self.first)
        dialog.press("Back to the list")
        dialog.wait("Nothing is to be done")
        self.leave(dialog)

    def test_the_old_one_stays_where_one_keeps_it(self):
        dialog = self.open()
        self.begin(dialog)
        self.give_password(dialog)
        dialog.press("Next")
        self.finish(dialog, "Keep it")
        judge.assert_renewed(self, self.desk, self.authority, self.first, old="keep")
        dialog.press("Back to the list")
        dialog.wait("Renewed already: it can be deleted")
        self.leave(dialog)

    def test_no_is_no(self):
        dialog = self.open("renew")
        dialog.press("No")
        dialog.wait("Your certificates")
        self.leave(dialog)
        self.assertEqual(self.authority.applications(), 0)
        judge.assert_untouched(self, self.desk, self.first)

    def test_another_place_for_the_backup(self):
        dialog = self.open()
        self.begin(dialog)
        self.give_password(dialog)
        dialog.press("Next")
        dialog.press("Choose a file…", until=dialog.chooses)
        dialog.choose_file(self.desk.backup, "Save")
        dialog.wait_for(CHECK, self.desk.backup)
        dialog.press("Save here")
        dialog.press("Delete it")
        dialog.wait("The new certificate is in use")
        judge.assert_renewed(self, self.desk, self.authority, self.first)
        self.leave(dialog)

    def test_trouble_and_once_more(self):
        self.set("Helper.Name", HELPER[0])
        self.set("Helper.Telephone", HELPER[1])
        dialog = self.open()
        self.begin(dialog)
        self.give_password(dialog)
        dialog.press("Next")
        dialog.wait("Where shall the backup go?")
        self.authority.stop()
        dialog.press("Save here")
        dialog.wait("It did not work", 120)
        self.assertTrue(dialog.says(" ".join(HELPER)))
        details = " ".join(dialog.texts())
        judge.assert_no_secret(self, self.authority, *[text for text in dialog.texts() if "Kigen " in text])
        self.assertNotIn("“%s”" % PASSWORD, details)
        self.assertFalse(dialog.says("kigen resume"), "windows name buttons")
        self.assertTrue(dialog.says("“Try again” goes on"))
        self.assertEqual([text for text in dialog.texts() if "port %d" % self.authority.port in text and "Kigen " not in text],
                         [], "the library's own words are for the helpdesk")
        self.authority.start("--port", str(self.authority.port))
        dialog.press("Try again")
        # What was answered is not asked for again.
        wait_until(lambda: "it does not go on; " + dialog.tell(),
                   lambda: dialog.find(BUTTON, contains=" here") or dialog.find(BUTTON, "Delete it") or dialog.find(BUTTON, "Next"))
        dialog.press("Delete it")
        dialog.wait("The new certificate is in use")
        self.desk.backup = glob.glob(self.desk.home + "/Documents/Kigen/*.p12")[0]
        judge.assert_renewed(self, self.desk, self.authority, self.first)
        self.leave(dialog)


class Waiting(Desk):
    """It is not issued as long as anybody looks: a slow machine presses late."""
    options = ("--status-seconds", "600")

    def test_later_is_closing(self):
        dialog = self.open("renew")
        dialog.press("Yes")
        wait_until("it does not apply", lambda: self.authority.events(*APPLIED))
        dialog.press("Later")
        self.assertEqual(dialog.end(), 0, dialog.log())
        judge.assert_untouched(self, self.desk, self.first)


class Slow(Desk):
    options = ("--status-seconds", "3")

    def test_left_in_the_wait_and_gone_on_with(self):
        dialog = self.open()
        dialog.press("Renew the certificate")
        dialog.press("Yes")
        wait_until("it does not apply", lambda: self.authority.events(*APPLIED))
        self.leave(dialog)
        judge.assert_untouched(self, self.desk, self.first)
        again = self.open()
        again.press("Go on")
        again.wait_for(ENTRY, "Password")
        if again.find(ENTRY, "Password (again)"):
            self.give_password(again)
        again.press("Next")
        self.finish(again)
        judge.assert_renewed(self, self.desk, self.authority, self.first)
        self.leave(again)

    def test_killed_in_the_wait(self):
        dialog = self.open("renew")
        dialog.press("Yes")
        wait_until("it does not apply", lambda: self.authority.events(*APPLIED))
        dialog.process.send_signal(signal.SIGKILL)
        dialog.end()
        again = self.open()
        again.wait("A renewal was interrupted")
        again.wait_for(BUTTON, "Go on")
        again.press("Details")
        again.wait("A renewal of this certificate is under way")
        self.assertFalse(again.find(BUTTON, "Delete…"))
        again.press("Go on")
        again.wait_for(ENTRY, "Password (again)")
        self.leave(again)


class Unknown(Desk):
    """The answer to the application says nothing, and the list stays empty: it was not taken, but who knows."""
    options = ("--fault", "no-ids-submit", "--status-seconds", "0.2", "--wait", "Issue=5", "--wait", "Settle=1")

    def test_only_the_user_has_it_apply_again(self):
        dialog = self.open()
        dialog.press("Renew the certificate")
        dialog.press("Yes")
        dialog.wait("It is not known whether the application was taken", 60)
        self.assertTrue(dialog.says("0110119153"))
        dialog.press("Later")
        dialog.wait("A renewal was interrupted")
        self.leave(dialog)
        self.assertEqual((self.authority.sent(), self.authority.applications()), (1, 0))
        again = self.open()
        again.press("Go on")
        again.wait("It is not known whether the application was taken", 60)
        self.assertEqual(self.authority.sent(), 1, "nothing is sent before the answer")
        self.again = 1
        again.press("Apply once more (a fee may fall due twice)")
        again.press("Yes")
        self.give_password(again)
        again.press("Next")
        self.finish(again)
        self.assertEqual((self.authority.sent(), self.authority.applications()), (2, 1))
        judge.assert_renewed(self, self.desk, self.authority, self.first)
        self.leave(again)


class Others(Desk):
    def test_a_backup_is_written_checked_and_restored(self):
        dialog = self.open()
        dialog.press("Details")
        dialog.press("Back up now…")
        self.give_password(dialog)
        dialog.press("Save here")
        dialog.wait("The backup was written and read back")
        path = glob.glob(self.desk.home + "/Documents/Kigen/*.p12")[0]
        self.assertTrue(dialog.says(path))
        self.assertEqual(self.desk.backup_serial(path), self.first["serial"])
        dialog.press("Back to the list")

        dialog.press("Check a backup file", until=dialog.chooses)
        dialog.choose_file(path, "Open")
        dialog.type("Password", "9999")
        dialog.press("Open")
        dialog.wait("It did not work")
        dialog.press("Back to the list")
        dialog.press("Check a backup file", until=dialog.chooses)
        dialog.choose_file(path, "Open")
        dialog.type("Password", PASSWORD)
        dialog.press("Open")
        dialog.wait("The backup opens and is whole")
        self.leave(dialog)

        self.desk.nss = os.path.join(self.desk.folder, "new-computer")
        os.makedirs(self.desk.nss, mode=0o700)
        new = self.open("restore")
        new.choose_file(path, "Open")
        new.type("Password", PASSWORD)
        new.press("Open")
        new.wait("The certificate is back in its store")
        self.assertEqual([one["serial"] for one in self.desk.usable()], [self.first["serial"]])
        self.leave(new)

    def test_a_stick_comes_first(self):
        """A drive of our own, mounted where nobody else sees it."""
        image, script = (os.path.join(self.desk.folder, name) for name in ("stick", "plug-in"))
        with open(image, "wb") as file:
            file.truncate(4 << 20)
        write(script, "mount -t tmpfs none /media && mkdir /media/STICK && mount -o loop '%s' /media/STICK && exec \"$@\"\n" % image)
        wrapper = ["unshare", "-m", "sh", script]
        if shutil.which("mkfs.ext4", path=SBIN) is None or command("mkfs.ext4", "-q", image, env={"PATH": SBIN}).returncode != 0 \
                or command(*wrapper, "true").returncode != 0:
            self.skipTest("nothing can be mounted here")
        os.environ["KIGEN_DIALOG_WRAPPER"] = " ".join(wrapper)
        self.addCleanup(os.environ.pop, "KIGEN_DIALOG_WRAPPER", None)
        dialog = self.open(GIO_USE_VOLUME_MONITOR="unix")
        dialog.press("Details")
        dialog.press("Back up now…")
        places = wait_until(dialog.tell, lambda: [one.get_name() for one in dialog.find(CHECK, contains=" free)")
                                                  if dialog.is_drawn(one)])
        self.assertEqual(len(places), 2)
        self.assertIn("STICK", places[0])
        self.give_password(dialog)
        dialog.press("Save here")
        dialog.wait("The backup was written and read back")
        dialog.wait("/media/STICK/")
        self.leave(dialog)

    def test_nobody_chooses_a_file(self):
        dialog = self.open("restore")
        dialog.press("Cancel")
        dialog.wait("Your certificates")
        self.leave(dialog)

    def test_the_only_one_is_not_deleted(self):
        dialog = self.open()
        dialog.press("Details")
        dialog.press("Delete…")
        dialog.wait("This certificate cannot be deleted")
        dialog.wait("It is the only certificate of its subject that works")
        self.assertFalse(dialog.find(BUTTON, "Delete it"))
        dialog.press("Back to the list")
        dialog.wait("Please renew it")
        judge.assert_untouched(self, self.desk, self.first)
        self.leave(dialog)

    def test_the_old_one_is_deleted(self):
        self.assertEqual(self.desk.kigen(self.authority, *self.desk.renewal(old="keep")).returncode, 0)
        dialog = self.open()
        dialog.wait("Renewed already: it can be deleted")
        wait_until("no second row", lambda: len(dialog.find(BUTTON, "Details")) == 2)
        # What is done with is listed last.
        dialog.act(wait_until("not drawn", lambda: all(map(dialog.is_drawn, dialog.find(BUTTON, "Details")))
                              and dialog.find(BUTTON, "Details")[-1]))
        dialog.press("Delete…")
        dialog.press("Delete it")
        wait_until(lambda: dialog.tell(), lambda: len(dialog.find(BUTTON, "Details")) == 1)
        judge.assert_renewed(self, self.desk, self.authority, self.first)
        self.leave(dialog)

    def test_a_name_of_ones_own(self):
        dialog = self.open()
        dialog.press("Details")
        dialog.type("Your own name for it", "受付のPC")
        dialog.press("Save the name")
        dialog.wait("受付のPC")
        self.assertTrue(dialog.find(BUTTON, "Renew the certificate"))
        self.leave(dialog)

    def test_history_tells_what_happened(self):
        dialog = self.open("history")
        dialog.wait("Nothing has happened yet.")
        self.leave(dialog)
        self.assertEqual(self.desk.kigen(self.authority, *self.desk.renewal()).returncode, 0)
        dialog = self.open("history")
        dialog.wait("The backup was written and read back")
        self.leave(dialog)

    def test_settings_are_kept(self):
        dialog = self.open("settings")
        dialog.type("Who helps when something is wrong", HELPER[0])
        dialog.type("The hour of the day's notice, 0 to 23; the authority's own if not set", "99")
        dialog.press("Save", until=lambda: [text for text in dialog.texts() if "Notices.Hour" in text or "99" in text])
        dialog.type("The hour of the day's notice, 0 to 23; the authority's own if not set", "9")
        dialog.press("Save")
        dialog.wait("Your certificates")
        self.leave(dialog)
        told = self.desk.kigen(self.authority, "settings")
        self.assertIn(HELPER[0], told.stdout)
        dialog = self.open("settings")
        dialog.wait_for(ENTRY, "Who helps when something is wrong")
        self.assertEqual(dialog.text_of("Who helps when something is wrong"), HELPER[0])
        self.leave(dialog)

    def test_settings_that_are_chosen(self):
        autostart = os.path.join(self.desk.home, "config", "autostart", "kigen-agent.desktop")
        dialog = self.open("settings")
        dialog.wait_for(None, "Which computers can open the backups")
        dialog.press("Network", ("toggle button", "button", "push button"), until=lambda: dialog.shows(ENTRY, PROXY))
        dialog.type(PROXY, "http://proxy.example:8080")
        dialog.toggle("Start when I log in, and tell me in time")
        dialog.press("Save")
        dialog.wait("Your certificates")
        self.leave(dialog)
        self.assertIn("proxy.example", self.desk.kigen(self.authority, "settings").stdout)
        with open(autostart) as file:
            self.assertNotIn("Hidden=true", file.read())

    def test_a_second_start_shows_the_first_window(self):
        dialog = self.open()
        dialog.wait("Your certificates")
        second = self.open("history")
        self.assertEqual(second.end(), 0)
        dialog.wait("Nothing has happened yet.")
        self.assertIsNone(dialog.process.poll())
        unknown = self.open("nonsense")
        self.assertEqual(unknown.end(), 2)
        self.leave_quietly(dialog)

    def test_a_second_start_leaves_a_renewal_alone(self):
        dialog = self.open("renew")
        dialog.wait_for(BUTTON, "Yes")
        self.assertEqual(self.open("list").end(), 0)
        dialog.wait("Apply for the renewal")
        self.leave_quietly(dialog)
        self.assertEqual(self.authority.applications(), 0)

    def leave_quietly(self, dialog):
        self.assertEqual(dialog.leave(), 0)

    def test_an_unknown_window(self):
        dialog = self.open("nonsense")
        self.assertEqual(dialog.end(), 2)
        self.assertIn("nonsense", dialog.log())

    def test_japanese_everywhere(self):
        dialog = self.open(language="ja_JP.UTF-8")
        dialog.wait("証明書")
        for window in ("list", "obtain", "history", "settings"):
            self.assertEqual(self.open(window, language="ja_JP.UTF-8").end(), 0)
            wait_until(lambda: dialog.tell(), lambda: dialog.find(BUTTON, contains="一覧") or window == "list")
            for role, name, _ in dialog.widgets():
                if role in BUTTON + CHECK + ENTRY and not name.startswith("Gtk"):
                    self.assertRegex(name, JAPANESE, window)
                    self.assertNotIn("_", name)
            for name in dialog.texts():
                self.assertTrue(JAPANESE.search(name) or re.fullmatch(r"[0-9 :./-]*", name), name)
        self.leave_quietly(dialog)


class Stores(Desk):
    """Stores that are locked, damaged or not there."""

    def lock(self):
        word = os.path.join(self.desk.folder, "store-password")
        write(word, "store-4711\n")
        empty = write(os.path.join(self.desk.folder, "empty"), "\n")
        done = command("certutil", "-W", "-d", "sql:" + self.desk.nss, "-f", empty, "-@", word)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_a_password_opens_the_store(self):
        self.lock()
        dialog = self.open()
        dialog.press("Renew the certificate")
        dialog.wait("The certificate store has a password")
        dialog.type("Password", "wrong")
        dialog.press("Open", until=lambda: dialog.says("This password does not open it."))
        dialog.type("Password", "store-4711")
        dialog.press("Open", until=lambda: dialog.says("Apply for the renewal"))
        dialog.press("No")
        dialog.wait("Your certificates")
        self.leave(dialog)

    def test_without_the_password(self):
        self.lock()
        dialog = self.open("renew")
        dialog.press("Not now")
        dialog.wait("Your certificates")
        self.leave(dialog)
        self.assertEqual(self.authority.applications(), 0)

    def test_one_that_is_damaged_is_told_of(self):
        damaged = os.path.join(self.desk.folder, "damaged")
        os.makedirs(damaged)
        for name in ("cert9.db", "key4.db"):
            write(os.path.join(damaged, name), "no database")
        write(os.path.join(damaged, "pkcs11.txt"), "")
        dialog = self.open("--store", "nss:" + damaged, "--store", "nss:" + self.desk.folder + "/nowhere")
        dialog.wait_for(BUTTON, "Renew the certificate")
        dialog.wait(damaged)
        dialog.wait("Bring the certificate store back from a backup.")
        dialog.wait("nowhere")
        self.leave(dialog)


class First(Desk):
    installed = False

    def test_left_and_gone_on_with(self):
        with open(os.path.join(self.authority.folder, "notice.txt")) as notice:
            ids = notice.read().split()
        dialog = self.open("obtain")
        dialog.type("Request ID", ids[0])
        dialog.type("Reference ID", ids[1])
        dialog.press("Obtain it")
        dialog.wait_for(ENTRY, "Password (again)")
        dialog.press("Later")
        dialog.wait("Your first certificate was not fetched to the end")
        self.leave(dialog)
        again = self.open()
        again.press("Go on")
        again.wait_for(ENTRY, "Password (again)")
        self.give_password(again)
        again.press("Next")
        again.press("Save here")
        again.wait("The new certificate is in use")
        self.assertEqual(len(self.desk.usable()), 1)
        self.leave(again)

    def test_the_first_certificate(self):
        with open(os.path.join(self.authority.folder, "notice.txt")) as notice:
            ids = [line.split(":")[-1].split("：")[-1].strip() for line in notice if line.strip()][:2]
        dialog = self.open()
        dialog.wait("No certificate of the authorities that are watched")
        dialog.press("First certificate")
        dialog.wait_for(ENTRY, "Request ID")
        self.assertFalse(dialog.is_sensitive("Obtain it"))
        dialog.type("Request ID", "　" + ids[0][:4] + " " + ids[0][4:])
        self.assertFalse(dialog.is_sensitive("Obtain it"))
        dialog.type("Reference ID", ids[1] + " ")
        dialog.press("Obtain it")
        wait_until(lambda: dialog.tell(), lambda: dialog.find(BUTTON, "Yes") or dialog.find(ENTRY, "Password"))
        if dialog.find(BUTTON, "Yes"):
            dialog.press("Yes")
        dialog.wait_for(ENTRY, "Password (again)")
        self.give_password(dialog)
        dialog.press("Next")
        dialog.press("Save here")
        dialog.wait("The new certificate is in use")
        usable = self.desk.usable()
        self.assertEqual(len(usable), 1)
        path = glob.glob(self.desk.home + "/Documents/Kigen/*.p12")[0]
        self.assertEqual(self.desk.backup_serial(path), usable[0]["serial"])
        self.leave(dialog)



for case in (Renewal, Slow, Others, Stores, First):
    share(case)

if __name__ == "__main__":
    unittest.main(verbosity=2)
