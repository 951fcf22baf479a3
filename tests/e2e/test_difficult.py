# SPDX-License-Identifier: Apache-2.0
"""A difficult authority: each of its switches, and pairs of them.  Never twice, never lost.

Given an authority that answers an application in a way that leaves its fate open, whose list shows what it likes, whose
keys are given out once or are others each time, or which is being maintained at some step, when a user renews and then
goes on as often as Kigen says that one may, then, after each command: one application was sent, unless the authority
refused it in words or the user asked for another; the desk has a usable certificate; the backup holds the store's pair;
and the old certificate is there until the new one has logged in and its backup opens.  Where the authority delivers, it
ends renewed.
"""
import itertools
import os
import sys
import unittest

import judge
import switches
from story import Story, share

WAITS = ("--wait", "FirstPoll=1", "--wait", "LongestPoll=2", "--wait", "Issue=3", "--wait", "Settle=1", "--wait", "Timeout=3")
OPTIONS = (*WAITS, "--rendering", "1", "--status-seconds", "0.3", "--list-lag-seconds", "2", "--key-type", "ec")
TRIES = 6
EVERYTHING = bool(os.environ.get("KIGEN_TEST_ALL"))


class Difficult(unittest.TestCase):
    def renew(self, make, *faults, options=()):
        """Renews, and resumes until nothing can be gone on with."""
        words = [word for fault in faults for word in ("--fault", fault)]
        if any(fault.endswith("-ready") for fault in faults):  # only a redirection asks for that page on its own
            words += ["--rendering", {"rehearsal": "redirect", "foreign": "post-redirect-get"}[make]]
        with Story(make, *OPTIONS, *words, *options) as (desk, authority):
            first = desk.certificates()[0]
            status = judge.finish(self, desk, authority, tries=TRIES)
            if status == 4 and any(fault.endswith("-list") for fault in faults):
                # A page in place of the list that says nothing Kigen understands: nothing was sent, and nothing is open.
                self.assertEqual(authority.sent(), 0, self.last.stderr)
                status = judge.finish(self, desk, authority, tries=TRIES)
            told = self.last.stderr + self.last.stdout
            if switches.is_hopeless(make, faults):
                self.assertIn(status, (4, 5, 7), told)
                self.assertTrue(judge.error_of(self.last)["advice"], told)
                return
            self.assertEqual(status, 0, told)
            judge.assert_renewed(self, desk, authority, first)
            judge.assert_no_secret(self, authority, self.last.stdout, self.last.stderr)

    def test_a_refusal_in_words_is_the_end(self):
        """The authority says no, with a code: nothing is open, nothing is sent again."""
        for make, fault in (("rehearsal", "refused:always"), ("foreign", "refused-submit")):
            with self.subTest(make), Story(make, *OPTIONS, "--fault", fault) as (desk, authority):
                first = desk.certificates()[0]
                done = desk.kigen(authority, *desk.renewal())
                self.assertEqual(done.returncode, 4, done.stderr + done.stdout)
                self.assertEqual((authority.sent(), authority.applications()), (1, 0))
                judge.assert_untouched(self, desk, first)

    def test_submit_by_a_get_is_sent_once(self):
        """As a form by GET, as a link, behind a redirect: 503 is no reason to send it again."""
        for make, rendering, fault in (("rehearsal", "get", "busy-submit:3"), ("rehearsal", "links", "busy-submit:3"),
                                       ("foreign", "euc-links", "busy-apply:3"),
                                       ("foreign", "carried-out-by-get", "busy-carry:3"),
                                       ("foreign", "carried-out-by-get", "error-500-carry:3")):
            with self.subTest((make, rendering, fault)):
                with Story(make, *OPTIONS, "--rendering", rendering, "--fault", fault) as (desk, authority):
                    done = desk.kigen(authority, *desk.renewal())
                    self.assertEqual((authority.sent(), authority.applications()), (1, 0), done.stderr)
                    self.assertEqual(done.returncode, 7, done.stderr + done.stdout)
                    self.assertEqual(judge.error_of(done)["code"], "application-unknown")
                    self.assertIn("--apply-again", judge.error_of(done)["advice"])

    def test_yes_is_not_apply_again(self):
        """However often it is resumed with --yes: it is not sent again."""
        for make in switches.MAKES:
            fault = "empty" + switches.NOT_TAKEN[make]
            with self.subTest(make), Story(make, *OPTIONS, "--fault", fault) as (desk, authority):
                for verb in ("renew", "resume", "renew", "resume"):
                    done = desk.kigen(authority, *desk.renewal(verb))
                    self.assertEqual(done.returncode, 7, done.stderr + done.stdout)
                    self.assertEqual((authority.sent(), authority.applications()), (1, 0))

    def test_lost_and_slow_and_shown_when_issued(self):
        """The answer is lost, it takes longer to issue than is waited for, and the list shows what is issued only."""
        for make in switches.MAKES:
            with self.subTest(make):
                self.renew(make, switches.LOST[make], "list-issued-only", options=("--status-seconds", "2"))

    def test_refused_at_the_proof_for_a_while(self):
        """403 to the new certificate: both stay, and it is tried again."""
        for make, fault in (("rehearsal", "refused-proof:3"), ("foreign", "not-registered-proof:3")):
            with self.subTest(make), Story(make, *OPTIONS, "--fault", fault) as (desk, authority):
                first = desk.certificates()[0]
                done = desk.kigen(authority, *desk.renewal())
                self.assertEqual(done.returncode, 7, done.stderr + done.stdout)
                self.assertEqual(len(desk.usable()), 2, "both certificates stay")
                self.assertEqual(judge.finish(self, desk, authority, tries=TRIES), 0, self.last.stderr)
                judge.assert_renewed(self, desk, authority, first)


def name_of(make, faults):
    return "test_%s_%s" % (make, "__".join(faults).replace("-", "_").replace(":", "_"))


def singles(make):
    """Each switch where it strikes: what a list does matters when the answer was lost, a key's when the file was."""
    for fault in switches.difficult(make):
        if fault in switches.LISTS:
            yield switches.LOST[make], fault
        elif fault in switches.KEYS:
            yield switches.BROKEN[make], fault
        elif fault == switches.AGAIN[make]:
            yield switches.LOST[make], "list-issued-only", fault
        elif "-list" in fault:
            yield switches.LOST[make], fault
        else:
            yield (fault,)


def some_pairs(make):
    """One answer of each kind with each list, and what comes between with each kind of key."""
    kinds = [("maintenance", True), ("no-ids", True), ("redirect-http", True), ("empty", False)]
    for (answer, taken), fault in itertools.product(kinds, switches.LISTS):
        yield answer + (switches.TAKEN if taken else switches.NOT_TAKEN)[make], fault
    for fault, key in itertools.product((switches.LOST[make], "maintenance-proof"), switches.KEYS):
        yield fault, key
    yield "redirect-moved" + switches.TAKEN[make], switches.AGAIN[make]
    yield switches.BROKEN[make], "new-pair", "maintenance-proof"
    yield switches.BROKEN[make], "list-unfetched-only"


def all_pairs(make):
    """The full product, each pair once."""
    return itertools.combinations([*switches.difficult(make), switches.BROKEN[make], switches.LOST[make]], 2)


def add(make):
    cases = [*singles(make), *(all_pairs(make) if EVERYTHING else some_pairs(make))]
    # They are alike for both makes, of which each has every second of them.
    for faults in cases if EVERYTHING else cases[switches.MAKES.index(make)::2]:
        setattr(Difficult, name_of(make, faults), lambda self, faults=faults: self.renew(make, *faults))


chosen = sys.argv[1] if len(sys.argv) > 1 and sys.argv[1] in switches.MAKES else None
for one_make in switches.MAKES:
    if chosen in (None, one_make):
        add(one_make)
if chosen == "foreign":  # the stories of both makes are told once
    for common in [name for name in dir(Difficult) if name.startswith("test_") and not name.startswith("test_foreign_")]:
        setattr(Difficult, common, None)

share(Difficult)

if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]] + [word for word in sys.argv[1:] if word not in switches.MAKES], verbosity=2)
