# SPDX-License-Identifier: Apache-2.0
"""Each fault of the foreign authority happens, and a patient visitor who applies once gets through where that can be.

So what a client makes of a fault is the client's: there was a way.
"""
import http.client
import time
import unittest

from foreign_faults import FAULTS
from test_foreign_authority import WalkCase

HOPELESS = ("refused", "refused-submit", "issue-failed")
WAITS_FOR_THE_LIST = 2.0


class Stuck(Exception):
    """What came is not what can be gone on with."""


class Patient(WalkCase):
    """Begins again at the menu after whatever goes wrong, and looks into the list before it would apply again."""

    def fetch(self, served, state):
        """One try; the PKCS#12 as PEM."""
        walker = self.enter(served)
        self.check(walker)
        if state["sent"]:
            walker.press(served.words_of("Fetch"))
            self.check(walker)
            if walker.control(served.words_of("DownloadKey")):
                walker.press(served.words_of("DownloadKey"))
                return self.download(served, walker)
            shown = walker.says(*served.words_of("Pending"), *served.words_of("Failed"))
            if shown or time.monotonic() < state["sent"] + WAITS_FOR_THE_LIST:
                raise Stuck("not in the list yet")
            walker = self.enter(served)
            self.check(walker)
        walker.press(served.words_of("Apply"))
        self.check(walker)
        if not walker.control(served.words_of("Submit")):
            state["sent"] = state["sent"] or time.monotonic()
            raise Stuck(walker.reader.texts)
        state["sent"] = time.monotonic()
        walker.press(served.words_of("Submit"))
        self.check(walker)
        for _ in range(200):
            if walker.says(*served.words_of("Issued")):
                break
            time.sleep(0.05)
            walker.press(served.words_of("Refresh"))
            self.check(walker)
        walker.press(served.words_of("GetKey"))
        return self.download(served, walker)

    def download(self, served, walker):
        self.check(walker)
        walker.press(served.words_of("Submit"), "4711")
        self.check(walker)
        pem = self.take_file(served, walker, "4711", "Download")
        with open(pem, encoding="ascii") as file:
            text = file.read()
        if "PRIVATE KEY" not in text:
            raise Stuck("no key")
        self.assert_good(pem)
        return pem

    def check(self, walker):
        """Whether a page came that can be gone on with."""
        if walker.status != 200 or walker.reader is None or walker.says("セッション無効"):
            raise Stuck(walker.status)

    def renew(self, fault):
        served = self.serve("--fault", fault, "--rendering", "1")
        state, last = {"sent": 0}, None
        for _ in range(60):
            try:
                self.fetch(served, state)
                break
            except (Stuck, LookupError, OSError, AssertionError, http.client.HTTPException) as problem:
                last = problem
                time.sleep(0.1)
        else:
            self.assertIn(fault, HOPELESS, last)
        happened = {(event["what"], event["step"]) for event in served.events("fault")}
        self.assertEqual(happened, set(FAULTS[fault][1]))
        self.assertEqual(len(served.events("applied-again", "bad-request", "broken")), 0)
        self.assertLessEqual(len(served.events("applied")), 1)


for one_fault in FAULTS:
    setattr(Patient, "test_" + one_fault.replace("-", "_"), lambda self, fault=one_fault: self.renew(fault))
del WalkCase

if __name__ == "__main__":
    unittest.main(verbosity=2)
