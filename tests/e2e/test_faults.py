# SPDX-License-Identifier: Apache-2.0
"""Every fault that an authority can have, once and for good: the renewal reaches its end, or leaves everything as it was.

What an authority offers as faults is asked of it; those after which there can be no renewal are named here with the exit
status they must have.  All others happen once, and the renewal gets through; those that leave open whether an application
was taken have stories of their own (test_difficult.py).
"""
import sys
import unittest

import judge
import switches
from story import Story, listed, share

MAKES = ("rehearsal", "foreign")

# No renewal comes of these; the store stays as it was.  (status, whether an application may be with the authority)
REFUSALS = {
    "rehearsal": {"refused": 4, "issue-fails": 4},
    "foreign": {"refused": 4, "refused-submit": 4, "issue-failed": 4},
}
# These last: whatever is tried, the authority delivers what is not ours.
LASTING = {
    "rehearsal": {"other-subject:always": 4, "other-ca:always": 4, "keyless-p12:always": 4, "foreign-key-p12:always": 4,
                  "half-p12:always": 7, "rubbish-p12:always": 7, "error-menu:always": 5, "cut-menu:always": 5},
    "foreign": {"others-file:always": 4, "keyless-file:always": 4,
                "half-file-as-whole:always": 7, "rubbish-file:always": 7, "error-500-menu:always": 5,
                "cut-menu:always": 5, "busy-menu:always": 5},
}
# What is delivered has all that the profile asks for, and the authority does not know it: it may still come to know it, so
# that both stay, and the user may give it up.
UNKNOWN = {
    "rehearsal": (),
    "foreign": ("other-issuer-file:always",),
}
# The authority plays these for ever by its nature, or they are not on the renewal's way.
ELSEWHERE = {
    "rehearsal": ("obtain", "revoke", "root", "pending-forever", "other-subject", "other-ca"),
    "foreign": ("obtain", "carry", "others-file", "other-issuer-file"),
}

# What goes wrong does so with any kind of key; those of RSA take a second each to make, and have stories enough.
QUICK = ("--rendering", "1", "--status-seconds", "0.2", "--key-type", "ec", "--wait", "LongestPoll=2", "--wait", "Issue=4",
         "--wait", "Settle=1")


class Faults(unittest.TestCase):
    def survive(self, make, fault):
        with Story(make, *QUICK, "--fault", fault) as (desk, authority):
            first = desk.certificates()[0]
            self.assertEqual(judge.finish(self, desk, authority), 0, self.last.stderr + self.last.stdout)
            judge.assert_renewed(self, desk, authority, first)

    def refuse(self, make, fault, status):
        with Story(make, *QUICK, "--fault", fault) as (desk, authority):
            first = desk.certificates()[0]
            done = desk.kigen(authority, *desk.renewal())
            self.assertEqual(done.returncode, status, done.stderr + done.stdout)
            self.assertTrue(judge.error_of(done)["message"])
            judge.assert_untouched(self, desk, first)
            self.assertLessEqual(authority.applications(), 1)
            self.assertIsNone(desk.backup_serial(), "no backup of what was never proved")


    def give_up(self, make, fault):
        with Story(make, *QUICK, "--fault", fault) as (desk, authority):
            first = desk.certificates()[0]
            done = desk.kigen(authority, *desk.renewal())
            self.assertEqual(done.returncode, 7, done.stderr + done.stdout)
            self.assertIn("not let in", judge.error_of(done)["message"])
            self.assertEqual(len(desk.usable()), 2, "both stay")
            done = desk.kigen(authority, "abandon", "--yes")
            self.assertEqual(done.returncode, 0, done.stderr + done.stdout)
            judge.assert_untouched(self, desk, first)
            self.assertEqual(authority.applications(), 1)
            self.assertIsNone(desk.backup_serial(), "no backup of what was never proved")


def name_of(make, fault):
    return "test_%s_%s" % (make, fault.replace("-", "_").replace(":", "_"))


def add(make):
    special = switches.difficult(make)
    for fault in listed(make, "--list-faults"):
        if fault in REFUSALS[make] or fault in special or any(word in fault for word in ELSEWHERE[make]):
            continue
        setattr(Faults, name_of(make, fault), lambda self, fault=fault: self.survive(make, fault))
    for fault, status in {**REFUSALS[make], **LASTING[make]}.items():
        setattr(Faults, name_of(make, fault),
                lambda self, fault=fault, status=status: self.refuse(make, fault, status))
    for fault in UNKNOWN[make]:
        setattr(Faults, name_of(make, fault), lambda self, fault=fault: self.give_up(make, fault))


for one_make in MAKES:
    if len(sys.argv) < 2 or sys.argv[1] not in MAKES or sys.argv[1] == one_make:
        add(one_make)

share(Faults)

if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]] + [word for word in sys.argv[1:] if word not in MAKES], verbosity=2)
