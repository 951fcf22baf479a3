# SPDX-License-Identifier: Apache-2.0
"""kigen-dialog's window 「診断」, driven as a screen reader does."""
import json
import os
import unittest

import test_dialog
from screen import BUTTON, wait_until

setUpModule = test_dialog.setUpModule


class Diagnosis(test_dialog.Desk):
    def told(self, identity):
        done = self.desk.kigen(self.authority, "--json", "doctor")
        return [one["level"] for one in json.loads(done.stdout)["findings"] if one["id"] == identity]

    def test_from_the_list(self):
        dialog = self.open()
        dialog.press("Diagnosis")
        dialog.wait("Diagnosis: ")
        dialog.press("Examine again")
        dialog.wait("Diagnosis: ")
        dialog.press("Back to the list")
        dialog.wait("Your certificates")
        self.leave(dialog)

    def test_what_it_can_do_it_does(self):
        dialog = self.open("doctor")
        dialog.wait("Kigen does not start at login")
        dialog.press("Switch it on")
        dialog.wait("Kigen starts at login")
        self.assertTrue(os.path.exists(self.desk.home + "/config/autostart/kigen-agent.desktop"))
        self.assertEqual(self.told("state"), ["ok", "hint"])
        dialog.press("Look there")
        wait_until(dialog.tell, lambda: dialog.says("Diagnosis: ") and not dialog.find(BUTTON, "Look there"))
        self.assertEqual(self.told("state"), ["ok"])
        dialog.press("Back up now…")
        dialog.wait("A backup of this certificate")
        self.leave(dialog)

    def test_the_report_is_copied(self):
        dialog = self.open("doctor")
        dialog.wait("Diagnosis: ")
        dialog.press("Copy the report", until=lambda: dialog.says("The report was copied"))
        self.leave(dialog)

    def test_something_is_wrong(self):
        self.set("Helper.Name", test_dialog.HELPER[0])
        self.authority.stop()
        dialog = self.open("doctor")
        dialog.wait("Diagnosis: something is wrong")
        self.assertTrue(dialog.says(test_dialog.HELPER[0]))
        self.assertTrue(dialog.says("cannot be reached"))
        self.assertTrue(dialog.find("image", "Problem"), "not by its colour alone")
        self.leave(dialog)
        self.authority.start("--port", str(self.authority.port))


if __name__ == "__main__":
    unittest.main(verbosity=2)
