# SPDX-License-Identifier: Apache-2.0
"""A disk or a network that fails at any call of a renewal, once or from there on.

At once after it there is a certificate that works, and at most one application is with the authority.  With the fault gone
it is gone on with to the end: one pair in the store and in the backup, nothing left behind, nothing secret said.  One
for each call on each of the places in every run; all of them with KIGEN_TEST_ALL=1.  What was tried and what came of it is
told as a table, and written into the file KIGEN_TEST_TABLE.
"""
import collections
import concurrent.futures
import os
import unittest

import aftermath
import injection
import judge
from mould import Mould

Tried = collections.namedtuple("Tried", "ended recovered")
SIDE_BY_SIDE = 2 * (os.cpu_count() or 1)
# How a run may end after one fault: done, or with the exit status of what it happened to.
ENDS = {"network": {0, 5, 7}, "state": {0, 1, 7}, "claims": {0, 1}, "store": {0, 8}, "password": {6}, "backup": {0, 9}}
# What lasts reaches other files, too: the first that does not put up with it tells.
LASTING_ENDS = {0, 1, 6, 7, 8, 9}
MOST_RUNS = 4


class Injected(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if not injection.works():
            raise unittest.SkipTest("strace may not inject here")
        cls.mould = cls.enterClassContext(Mould())
        cls.tried = {}

    @classmethod
    def tearDownClass(cls):
        table = "\n".join(rows(cls.tried))
        print(table)
        if os.environ.get("KIGEN_TEST_TABLE"):
            with open(os.environ["KIGEN_TEST_TABLE"], "w", encoding="utf-8") as file:
                file.write(table + "\n")

    def offered(self):
        with self.mould.story() as (desk, authority):
            log = os.path.join(desk.folder, "strace")
            done = injection.traced(desk, authority, log, "-e", "trace=" + ",".join(injection.CALLS))
            self.assertEqual(done.returncode, 0, done.stderr)
            return injection.faults(desk, log)

    def survive(self, fault):
        """No two runs are alike to the last call, so that a fault may not be met."""
        with self.mould.story() as (desk, authority):
            first = desk.certificates()[0]
            done, met = injection.inject(desk, authority, fault)
            self.tried[fault] = Tried(done.returncode if met else "not met", recovered=False)
            judge.assert_no_secret(self, authority, done.stdout, done.stderr)
            if met:
                self.assertIn(done.returncode, ends(fault.kind), done.stderr + done.stdout)
            self.assertLessEqual(authority.applications(), 1)
            desk.recover()
            self.assertTrue(desk.usable(), "after the fault")
            if done.returncode == 0:
                judge.assert_renewed(self, desk, authority, first)
            self.go_on(desk, authority)
            aftermath.assert_whole(self, desk, authority, first)

    def go_on(self, desk, authority):
        """What is done already is not done again, but tidied up after."""
        for _ in range(MOST_RUNS):
            done = aftermath.go_on(self, desk, authority)
            self.assertTrue(desk.usable(), done.stderr)
            if done.returncode not in (5, 7):
                break
        self.assertIn(done.returncode, (0, 3), done.stderr + done.stdout)

    def test_faults(self):
        offered = self.offered()
        self.assertEqual({kind.call for kind in offered}, set(injection.CALLS), "a renewal makes all of these calls")
        everything = [fault for places in offered.values() for fault in places]
        chosen = everything if os.environ.get("KIGEN_TEST_ALL") else injection.one_for_each_place(offered)
        with concurrent.futures.ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
            for fault, future in [(fault, pool.submit(self.survive, fault)) for fault in chosen]:
                with self.subTest(fault=fault):
                    future.result()
                    self.tried[fault] = self.tried[fault]._replace(recovered=True)
        met = sum(one.ended != "not met" for one in self.tried.values())
        self.assertGreater(met, len(chosen) * 9 // 10, "most were met")


def ends(kind):
    if kind.error == "KILL":
        return {-9}
    return LASTING_ENDS if kind.lasts and kind.where != "network" else ENDS[kind.where]


def rows(tried):
    """What was tried and what came of it, a row for each kind."""
    kinds = collections.defaultdict(list)
    for fault, result in tried.items():
        kinds[fault.kind].append(result)
    layout = "%-10s %-8s %-13s %-5s %6s  %-28s %s"
    yield layout % ("call", "on", "fault", "", "tried", "ended", "recovered")
    for kind, results in sorted(kinds.items()):
        ended = collections.Counter(str(one.ended) for one in results)
        told = ", ".join("%s: %d" % pair for pair in sorted(ended.items()))
        yield layout % (*kind[:3], "stays" if kind.lasts else "once", len(results), told, sum(one.recovered for one in results))
    yield "%d tried, %d recovered" % (len(tried), sum(one.recovered for one in tried.values()))


if __name__ == "__main__":
    unittest.main(verbosity=2)
