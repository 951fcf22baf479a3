# SPDX-License-Identifier: Apache-2.0
"""The first certificate, from the paper notice's IDs (user manual 1.1)."""
import json
import os
import unittest

import judge
from story import Story, write


def as_pasted(text):
    """As somebody pastes it out of a document: full-width digits, blanks between."""
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in text)
    return "　" + wide[:4] + " " + wide[4:] + " "


class Obtain(unittest.TestCase):
    def setUp(self):
        self.story = Story("rehearsal", "--status-seconds", "0.1", installed=False)
        self.desk, self.authority = self.story.__enter__()
        self.addCleanup(self.story.__exit__, None, None, None)
        with open(os.path.join(self.authority.folder, "notice.txt")) as notice:
            self.ids = [line.split(":")[-1].split("：")[-1].strip() for line in notice if line.strip()][:2]

    def obtain(self, request, reference, *more):
        path = write(os.path.join(self.desk.folder, "reference"), reference + "\n")
        return self.desk.kigen(self.authority, "obtain", "--yes", "--json", "--request-id", request, "--reference-id", path,
                               "--password-file", self.desk.password, "--backup", self.desk.backup, *more)

    def test_obtained_installed_and_backed_up(self):
        done = self.obtain(as_pasted(self.ids[0]), " " + self.ids[1] + " ")
        self.assertEqual(done.returncode, 0, done.stderr + done.stdout)
        certificates = self.desk.usable()
        self.assertEqual(len(certificates), 1)
        told = json.loads(done.stdout)
        self.assertEqual(self.desk.backup_serial(), certificates[0]["serial"])
        self.assertEqual(len(told["new_id"]), 64)
        self.assertIn(certificates[0]["serial"], self.authority.logins())

    def test_wrong_ids_are_refused_in_the_authoritys_words(self):
        done = self.obtain(self.ids[0], "xxxxxxxxxx")
        self.assertEqual(done.returncode, 4, done.stderr + done.stdout)
        self.assertRegex(judge.error_of(done)["message"], "[ぁ-ん]")
        self.assertEqual(self.desk.certificates(), [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
