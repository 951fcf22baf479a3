# SPDX-License-Identifier: Apache-2.0
"""kill -9 at every entry of the journal: before it is written, after it, and between it and the next where anything
happens that others can see; and again while that is being recovered from.

An undisturbed run tells which instants there are, and each is asserted to have been met, by what stop.c says and by the
journal itself.  At once after the kill there is a certificate that works; then it is gone on with to the same end, with one
application.  KIGEN_TEST_ALL=1 tries both sides of each entry, all acts, and of the second stops every pair.
"""
import collections
import concurrent.futures
import itertools
import json
import os
import unittest

import aftermath
import stops
from mould import Mould
from story import write
from test_commands import STEPS

EVERYTHING = bool(os.environ.get("KIGEN_TEST_ALL"))
# They mostly wait, for an authority and for a disk.
SIDE_BY_SIDE = 2 * (os.cpu_count() or 1)
# What the journal can say between the first entry about a renewal and the last.
STATES = [aftermath.Journal(step, under_way) for step in STEPS[:-1] for under_way in (False, True)] + [aftermath.DONE]


PLACES = ("before", "between", "after")


def side_by_side(test, work, cases):
    """Each case its own desk; what fails is told with its case."""
    with concurrent.futures.ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        for case, future in [(case, pool.submit(work, *case)) for case in cases]:
            with test.subTest(case=case):
                yield case, future.result()


class Stopped(unittest.TestCase):
    """What the stories of all commands have in common: the undisturbed run, and the stops that were met."""

    def undisturbed(self, words):
        with self.mould.story() as (desk, authority):
            run = stops.Run(desk, authority, words(desk))
            self.assertEqual(run.ended.returncode, 0, run.ended.stderr + run.ended.stdout)
            self.assertGreater(run.entries, 0)
        return run

    def assert_stopped(self, run, stop):
        """It stopped where it was told to; with fewer acts than there were before, before the entry that follows."""
        self.assertIsNotNone(run.stopped, "not stopped: %r" % (stop,))
        wanted = (stop.place, stop.entry - (stop.place == "before"))
        if wanted != (run.stopped.place, run.stopped.entry):
            self.assertEqual(("before", stop.entry), (run.stopped.place, run.stopped.entry), stop)
            self.assertEqual(stop.place, "between")

    def assert_same_journal(self, met):
        """However it was stopped between two entries, the journal says the same: entries alone change it."""
        told = collections.defaultdict(set)
        for run, journal in met:
            told[run.stopped.entry].add(journal)
        self.assertEqual([entry for entry, journals in told.items() if len(journals) != 1], [], told)
        return {entry: journals.pop() for entry, journals in told.items()}


class Renewal(Stopped):
    """renew, and resume, which goes on with it."""

    @classmethod
    def setUpClass(cls):
        cls.mould = cls.enterClassContext(Mould())

    def start(self, desk, authority, stop):
        run = stops.Run(desk, authority, desk.renewal(), stop)
        self.assert_stopped(run, stop)
        return run, self.after_kill(desk)

    def after_kill(self, desk):
        desk.recover()
        self.assertTrue(desk.usable(), "after the kill")
        return aftermath.journal(desk)

    def go_on(self, desk, authority, first, said):
        """To the end, which it has from wherever it was."""
        done = aftermath.go_on(self, desk, authority)
        self.assertEqual(done.returncode, 3 if said == aftermath.DONE else 0, done.stderr + done.stdout)
        aftermath.assert_whole(self, desk, authority, first)

    def once(self, stop):
        with self.mould.story() as (desk, authority):
            first = desk.certificates()[0]
            run, journal = self.start(desk, authority, stop)
            self.go_on(desk, authority, first, journal)
            return run, journal

    def twice(self, stop, again):
        with self.mould.story() as (desk, authority):
            first = desk.certificates()[0]
            run, journal = self.start(desk, authority, stop)
            second = stops.Run(desk, authority, aftermath.words(desk, journal), again)
            if second.stopped is None:
                self.assertIn(second.ended.returncode, (0, 3, 7), second.ended.stderr)
            later = self.after_kill(desk)
            self.go_on(desk, authority, first, later)
            return second, later

    def test_every_entry(self):
        whole = self.undisturbed(lambda desk: desk.renewal())
        cases = [(stop,) for stop in whole.instants(EVERYTHING)]
        met = [result for case, result in side_by_side(self, self.once, cases)]
        self.assertEqual(len(met), len(cases))
        journals = self.assert_same_journal(met)
        self.assertEqual(sorted(journals), list(range(whole.entries + 1)), "each entry was met")
        self.assertEqual(order(journals), [aftermath.NOTHING] + STATES, "the journal goes through the table from its begin to its end")
        for state in STATES:
            places = {run.stopped.place for run, journal in met if journal == state}
            # Where a step is under way something happens, and where none is nothing does: there before is after.
            self.assertTrue(places == set(PLACES) if state.under_way else places & {"before", "after"}, (state, places))
        self.again_during_the_recovery(whole, journals)

    def again_during_the_recovery(self, whole, journals):
        cases = list(every_pair(whole) if EVERYTHING else a_pair_for_each_state(journals))
        met = [result for case, result in side_by_side(self, self.twice, cases)]
        self.assertEqual(len(met), len(cases))
        stopped = [(run.stopped.place, journal) for run, journal in met if run.stopped]
        self.assertEqual({journal for place, journal in stopped} & set(STATES[1:]), set(STATES[1:]))
        self.assertEqual({place for place, journal in stopped}, set(PLACES))


def order(journals):
    """What the journal says from entry to entry, each once."""
    return [journal for journal, _ in itertools.groupby(journals[entry] for entry in sorted(journals))]


def second(place, entry):
    return stops.Stop(place, entry + (place == "before"), int(place == "between"))


def every_pair(whole):
    """A recovery enters its step again, and has no more entries before it than the rest of the first run."""
    for entry, again in itertools.product(range(1, whole.entries + 1), range(whole.entries + 1)):
        for place in PLACES if entry + again <= whole.entries + 1 else ():
            yield stops.Stop("after", entry), second(place, again)


def a_pair_for_each_state(journals):
    """A recovery's first entry is that into the step; where one was under way, it is complete with the second, or the third
    where something is noted between."""
    last = {journal: entry for entry, journal in sorted(journals.items())}
    for number, state in enumerate(STATES[:-1]):
        # What is noted of an application and does not leave this computer is for the user to have sent.
        is_sent = state == aftermath.Journal("begun", True)
        yield stops.Stop("between" if is_sent else "after", last[state], int(is_sent)), second(PLACES[number % 3], 3 if state.under_way else 1)


class Obtain(Stopped):
    """A first certificate, which the authority gives out for the same IDs as often as it is asked."""

    @classmethod
    def setUpClass(cls):
        cls.mould = cls.enterClassContext(Mould(installed=False))

    def words(self, desk, verb="obtain"):
        with open(os.path.join(os.path.dirname(desk.folder), "authority", "notice.txt"), encoding="utf-8") as notice:
            ids = [line.split(":")[-1].split("：")[-1].strip() for line in notice if line.strip()][:2]
        path = write(os.path.join(desk.folder, "reference"), ids[1] + "\n")
        own = ("--request-id", ids[0], "--reference-id", path) if verb == "obtain" else ()
        return (verb, "--yes", "--json", "--password-file", desk.password, "--backup", desk.backup, *own)

    def once(self, stop, verb):
        with self.mould.story() as (desk, authority):
            run = stops.Run(desk, authority, self.words(desk), stop)
            self.assert_stopped(run, stop)
            desk.recover()
            journal = aftermath.journal(desk)
            done = desk.kigen(authority, *self.words(desk, verb if journal != aftermath.NOTHING else "obtain"))
            # Who has it all and asks once more is told that the backup is there already.
            ended = {"resume": 3, "obtain": 9}[verb] if journal.step == "done" else 0
            self.assertEqual(done.returncode, ended, done.stderr + done.stdout)
            self.assert_obtained(desk)
            return run, journal

    def assert_obtained(self, desk):
        usable = desk.usable()
        self.assertEqual(len(usable), 1)
        self.assertEqual((len(desk.certificates()), len(desk.keys())), (1, 1))
        self.assertEqual(desk.backup_serial(), usable[0]["serial"])
        self.assertEqual(aftermath.backed_up_key(desk), aftermath.public_key("certificate", usable[0]["pem"]))
        self.assertEqual(aftermath.left_behind(desk.state, desk.folder), [])
        self.assertEqual(aftermath.query(desk, "SELECT step FROM renewal WHERE step NOT IN ('done', 'abandoned')"), [],
                         "nothing stays open")

    def test_every_entry(self):
        """It is gone on with by `resume` or by `obtain` with the same IDs.  Without KIGEN_TEST_ALL each entry has one stop and
        one of the two, in turn: what differs from a renewal is how it begins."""
        whole = self.undisturbed(self.words)
        cases = list(itertools.product(whole.instants(EVERYTHING), ("resume", "obtain")))
        if not EVERYTHING:
            cases = [case for number, case in enumerate(cases) if number % 4 in (0, 3)]
        met = [result for case, result in side_by_side(self, self.once, cases)]
        self.assertEqual(len(met), len(cases))
        journals = self.assert_same_journal(met)
        self.assertEqual(order(journals), [aftermath.NOTHING] + STATES)


class Files(Stopped):
    """backup, restore and delete at a desk that has renewed and kept the old certificate."""

    @classmethod
    def setUpClass(cls):
        def renew(desk, authority):
            done = desk.kigen(authority, *desk.renewal(old="keep"))
            if done.returncode != 0:
                raise RuntimeError(done.stderr + done.stdout)
        cls.mould = cls.enterClassContext(Mould(prepare=renew))

    def ids(self, desk, authority):
        """The old one's and the new one's."""
        return [one["id"] for one in json.loads(desk.kigen(authority, "--json", "list").stdout)]

    def try_all(self, words, check):
        """Stops `words` everywhere; says them again; then it is as `check` wants it."""
        with self.mould.story() as (desk, authority):
            run = stops.Run(desk, authority, words(desk, authority))
            self.assertEqual(run.ended.returncode, 0, run.ended.stderr + run.ended.stdout)
            self.assertGreater(run.entries, 0)
            check(desk, authority, run.ended)
        cases = [(stop, words, check) for stop in run.instants(EVERYTHING)]
        met = [result for case, result in side_by_side(self, self.once, cases)]
        self.assertEqual({(stop.stopped.place) for stop in met}, {"before", "between", "after"})
        self.assertEqual({stop.stopped.entry for stop in met}, set(range(run.entries + 1)))

    def once(self, stop, words, check):
        with self.mould.story() as (desk, authority):
            said = words(desk, authority)
            run = stops.Run(desk, authority, said, stop)
            self.assert_stopped(run, stop)
            desk.recover()
            self.assertTrue(desk.usable(), "after the kill")
            check(desk, authority, desk.kigen(authority, *said, store="--store" not in said))
            self.assertEqual(aftermath.left_behind(desk.state, desk.folder), [])
            return run

    def test_backup(self):
        def words(desk, authority):
            return ("backup", self.ids(desk, authority)[-1], desk.backup + ".second", "--password-file", desk.password, "--json")

        def check(desk, authority, done):
            self.assertIn(done.returncode, (0, 9), done.stderr + done.stdout)
            new = desk.certificates()[-1]
            self.assertEqual(desk.backup_serial(desk.backup + ".second"), new["serial"], "whole, whoever wrote it")
            self.assertEqual(aftermath.backed_up_key(desk, desk.backup + ".second"), aftermath.public_key("certificate", new["pem"]))
            self.assertEqual(len(desk.usable()), 2)

        self.try_all(words, check)

    def test_restore(self):
        """Into another store, which is not there before."""
        def words(desk, authority):
            return ("--store", "nss:" + self.other(desk), "restore", desk.backup, "--password-file", desk.password, "--json")

        def check(desk, authority, done):
            self.assertEqual(done.returncode, 0, done.stderr + done.stdout)
            new = desk.certificates()[-1]
            self.assertEqual(len(desk.usable()), 2)
            desk.nss = self.other(desk)
            self.assertEqual([one["serial"] for one in desk.usable()], [new["serial"]])
            self.assertEqual((len(desk.certificates()), len(desk.keys())), (1, 1))

        self.try_all(words, check)

    @staticmethod
    def other(desk):
        return os.path.join(desk.folder, "other")

    def test_delete(self):
        def words(desk, authority):
            return ("delete", self.ids(desk, authority)[0], "--yes", "--json")

        def check(desk, authority, done):
            self.assertIn(done.returncode, (0, 1, 3, 8), done.stderr + done.stdout)
            left = desk.certificates()
            self.assertEqual(len(left), 1)
            self.assertEqual(desk.backup_serial(), left[0]["serial"], "the new one stayed")
            self.assertEqual(len(desk.keys()), 1, "the old one's key went with it")
            self.assertEqual(len(desk.usable()), 1)

        self.try_all(words, check)


if __name__ == "__main__":
    unittest.main(verbosity=2)
