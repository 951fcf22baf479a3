# SPDX-License-Identifier: Apache-2.0
"""kill -9 at two dozen instants of a renewal.

The instants are spread over the time that an undisturbed renewal takes on this machine.  After each: a usable certificate in the
store, and `resume` (or `renew`, where nothing was begun yet) goes on to the same end, with one application.
"""
import os
import time
import unittest

import judge
from story import Story

INSTANTS = int(os.environ.get("KIGEN_TEST_INSTANTS", "24"))
OPTIONS = ("--rendering", "1", "--status-seconds", "0.1")


class Killed(unittest.TestCase):
    def test_killed_at_every_instant(self):
        with Story("rehearsal", *OPTIONS) as (desk, authority):
            began = time.monotonic()
            self.assertEqual(judge.finish(self, desk, authority), 0, self.last.stderr)
            whole = time.monotonic() - began
        for instant in range(INSTANTS):
            with self.subTest(instant=instant):
                self.kill_once(whole * (instant + 0.5) / INSTANTS)

    def kill_once(self, delay):
        with Story("rehearsal", *OPTIONS) as (desk, authority):
            first = desk.certificates()[0]
            running = desk.start(authority, *desk.renewal())
            # The instant is what is tried here, and any will do.
            time.sleep(delay)
            running.kill()
            running.communicate()
            desk.recover()
            self.assertTrue(desk.usable(), "after the kill")
            went_on = desk.kigen(authority, *desk.renewal("resume"))
            if went_on.returncode == 3 and not os.path.exists(desk.backup):
                went_on = desk.kigen(authority, *desk.renewal())
            for _ in range(3):
                if went_on.returncode not in (5, 7):
                    break
                went_on = desk.kigen(authority, *desk.renewal("resume"))
            self.assertIn(went_on.returncode, (0, 3), went_on.stderr + went_on.stdout)
            judge.assert_renewed(self, desk, authority, first)
            self.assertFalse([name for name in os.listdir(desk.state) if name.endswith(".p12")],
                             "the received file leaves the state folder at the end")


if __name__ == "__main__":
    unittest.main(verbosity=2)
