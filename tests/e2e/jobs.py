# SPDX-License-Identifier: Apache-2.0
"""Several jobs in one window, one after the other: what a house does that has a medical and a dental certificate.  Each is
judged at its end, by others than Kigen; `hand` is how a user of this desktop clicks and types."""
import os

import forge
from screen import wait_until
from story import CLIENT_PASSWORD, PASSWORD

DENTAL, THIRD, FOURTH = "0110119154", "0110119155", "0110119156"
TROUBLE = 120


class Jobs:
    def __init__(self, test, desk, authority, hand):
        self.test, self.desk, self.authority, self.hand = test, desk, authority, hand

    def serials(self):
        return {one["serial"] for one in self.desk.usable()}

    def back(self):
        self.hand.press("_Back to the list")
        self.hand.wait("Your certificates")

    def password(self, word=PASSWORD):
        self.hand.fill(("Password", word), ("Password (again)", word))

    def finish(self, before, applied, leaves):
        """From the password to the list: one certificate more, and of it a backup."""
        backups = set(self.hand.backups())
        self.hand.wait("A password for the certificate and its backup")
        self.password()
        self.hand.press("_Next")
        self.hand.press("_Save here")
        if leaves:
            self.hand.press("_Delete it")
        self.hand.wait("The new certificate is in use")
        self.back()
        after = self.serials()
        new, = after - before
        self.test.assertEqual(len(before - after), leaves)
        self.test.assertEqual(self.authority.applications(), applied)
        self.test.assertEqual(self.authority.logins()[-1], new)
        written, = set(self.hand.backups()) - backups
        self.test.assertEqual(self.desk.backup_serial(written), new)

    # The jobs

    def renew(self):
        """The most urgent one."""
        self.renew_by("_Renew the certificate")

    def renew_by(self, way):
        before, applied = self.serials(), self.authority.applications()
        self.hand.press(way)
        self.hand.wait("Apply for the renewal of this certificate?")
        self.hand.press("_Yes")
        self.finish(before, applied + 1, leaves=1)

    def obtain(self):
        with open(os.path.join(self.authority.folder, "notice.txt"), encoding="utf-8") as notice:
            request, reference = notice.read().split()
        before, applied = self.serials(), self.authority.applications()
        self.hand.press("_First certificate")
        self.hand.wait("Your first certificate")
        self.hand.fill(("Request ID", request), ("Reference ID", reference))
        self.hand.press("_Obtain it")
        self.finish(before, applied, leaves=0)

    def fail(self):
        """A renewal, while the authority is away."""
        before, applied = self.serials(), self.authority.applications()
        self.authority.stop()
        self.hand.press("_Renew the certificate")
        self.hand.wait("It did not work", TROUBLE)
        self.authority.start("--port", str(self.authority.port))
        self.hand.press("_Later")
        self.hand.wait("Your certificates")
        self.test.assertEqual((self.serials(), self.authority.applications()), (before, applied))

    def back_up(self):
        backups = set(self.hand.backups())
        self.hand.open_backup()
        self.hand.wait("A backup of this certificate")
        self.password()
        self.hand.press("_Save here")
        if self.hand.keys_leave:
            self.hand.wait("The backup was written and read back")
            written, = set(self.hand.backups()) - backups
            self.test.assertIn(self.desk.backup_serial(written), self.serials())
        else:
            self.hand.wait("It did not work")
            self.test.assertEqual(set(self.hand.backups()), backups)
        self.back()

    def diagnose(self):
        self.hand.press("Diag_nosis")
        self.hand.wait("_Examine again", TROUBLE)
        self.back()

    def open_file(self, way, path, word):
        self.hand.choose_file(way, path)
        self.hand.fill(("Password", word))
        self.hand.press("_Open")

    def check(self, path, word=CLIENT_PASSWORD):
        if not self.hand.chooses_files:
            return
        self.open_file("_Check a backup file", path, word)
        self.hand.wait("The backup opens and is whole")
        self.back()

    def restore(self, path, word=forge.WORD):
        """Where no file can be chosen, by the command line, and the window looks again."""
        before = self.serials()
        if self.hand.chooses_files:
            self.open_file("Res_tore from a backup", path, word)
            self.hand.wait("The certificate is back in its store")
            self.back()
        else:
            self.desk.restore(path, word)
            self.hand.press("Look _again")
        wait_until("it is not in the store", lambda: len(self.serials() - before) == 1)

    # Their orders

    def after_a_renewal(self):
        """With the authority's own certificate and another one that is due."""
        self.fail()
        self.renew_by("_Go on")
        self.check(os.path.join(self.authority.folder, "client.p12"))
        self.diagnose()
        self.renew()
        self.obtain()

    def before_a_renewal(self, third):
        """With two that are due, and a file of a third."""
        self.obtain()
        self.renew()
        self.back_up()
        self.renew()
        self.restore(third)
        self.renew()
