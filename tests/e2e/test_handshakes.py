# SPDX-License-Identifier: Apache-2.0
"""Two TLS handshakes for a whole renewal: the old certificate's, and the proof with the new one."""
import unittest

import judge
from story import Story, plain_serial


class Handshakes(unittest.TestCase):
    def test_two_for_a_whole_renewal(self):
        with Story("rehearsal", "--status-seconds", "0.2") as (desk, authority):
            first = desk.certificates()[0]
            self.assertEqual(judge.finish(self, desk, authority), 0, self.last.stderr)
            shown = [plain_serial(event["serial"]) for event in authority.events("handshake")]
            new = desk.certificates()[0]["serial"]
            self.assertEqual(shown, [first["serial"], new])

    def test_the_new_one_logs_in_before_the_old_one_leaves(self):
        """Killed right before the old one would leave, the desk has both, and the new one has logged in."""
        with Story("rehearsal", "--status-seconds", "0.1") as (desk, authority):
            self.assertEqual(judge.finish(self, desk, authority, old="keep"), 0, self.last.stderr)
            new = desk.certificates()[-1]
            self.assertEqual(len(desk.usable()), 2)
            self.assertEqual(authority.logins()[-1], new["serial"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
