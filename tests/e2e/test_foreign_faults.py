# SPDX-License-Identifier: Apache-2.0
"""Each fault of the foreign authority happens, and a patient visitor who applies once gets through where that can be.

So what a client makes of a fault is the client's: there was a way.
"""
import http.client
import json
import os
import time
import unittest

from foreign_faults import FAULTS
from story import share
from test_foreign_authority import WalkCase

HOPELESS = ("refused", "refused-submit", "issue-failed")
WAITS_FOR_THE_LIST = 2.0
# Where a visitor comes only when the answer to the application was lost, or to another rendering.
LOST = ("--fault", "cut-after-apply")
LEADING = {
    **{name: LOST for name in ("busy-list", "slow-list", "maintenance-list")},
    **{name: ("--rendering", "post-redirect-get") for name in ("busy-ready", "slow-ready", "maintenance-ready")},
    "new-pair": ("--fault", "half-file"),
    "busy-carry": ("--rendering", "carried-out-by-get"), "error-500-carry": ("--rendering", "carried-out-by-get"),
}
# These have stories of their own below.
ELSEWHERE = ("list-never", "list-lags", "list-issued-only", "list-says-incomplete", "list-unfetched-only", "once", "says-already", "obtain-unknown",
             "half-obtain-file", "maintenance-obtain", "maintenance-obtain-file")


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
        leading = LEADING.get(fault, ())
        served = self.serve("--fault", fault, "--rendering", "1", "--key-type", "ec", *leading)
        state, last = {"sent": 0}, None
        for _ in range(60):
            try:
                pem = self.fetch(served, state)
                if fault.endswith("-proof"):
                    self.check(self.enter(served, pem))
                break
            except (Stuck, LookupError, OSError, AssertionError, http.client.HTTPException) as problem:
                last = problem
                time.sleep(0.1)
        else:
            self.assertIn(fault, HOPELESS, last)
        happened = {(event["what"], event["step"]) for event in served.events("fault") if event["name"] == fault}
        self.assertEqual(happened, set(FAULTS[fault][1]))
        self.assertEqual(len(served.events("applied-again", "bad-request", "broken")), 0)
        self.assertLessEqual(len(served.events("applied")), 1)


class Worst(WalkCase):
    """What the natures do, and how a Submit is counted."""

    def list_of(self, served, pem=None):
        walker = self.enter(served, pem)
        walker.press(served.words_of("Fetch"))
        return walker

    def lose(self, *words):
        """An application whose answer was lost."""
        served = self.serve("--fault", "cut-after-apply", *words)
        with self.assertRaises((OSError, http.client.HTTPException)):
            self.apply(served, self.enter(served))
        return served

    def told(self, served):
        return [(event["request_id"] is not None, event["answer"]) for event in served.events("sent")]

    def test_every_sending_is_counted(self):
        """As a form, and as a link: three times sent are three."""
        for rendering in ("table-forms-sjis", "euc-links"):
            with self.subTest(rendering):
                served = self.serve("--rendering", rendering, "--fault", "busy-apply:2")
                for status in (503, 503, 200):
                    walker = self.enter(served)
                    self.apply(served, walker)
                    self.assertEqual(walker.status, status)
                self.assertEqual(self.told(served), [(False, "whole"), (False, "whole"), (True, "whole")])

    def test_what_was_answered_is_told(self):
        for fault, told in (("cut-before-apply", (False, "none")), ("cut-after-apply", (True, "none")),
                            ("closed-after-apply", (True, "none")), ("cut-within-apply", (True, "part")),
                            ("redirect-http-after-apply", (True, "whole"))):
            with self.subTest(fault):
                served = self.serve("--fault", fault)
                try:
                    self.apply(served, self.enter(served))
                except (OSError, http.client.HTTPException):
                    pass
                self.assertEqual(self.told(served), [told])

    def test_silence(self):
        for fault, taken in (("silent-before-apply", 0), ("silent-after-apply", 1)):
            with self.subTest(fault):
                served = self.serve("--fault", fault)
                walker = self.enter(served)
                walker.press(served.words_of("Apply"))
                walker.connection.sock.settimeout(0.5)
                with self.assertRaises(TimeoutError):
                    walker.press(served.words_of("Submit"))
                self.assertEqual(self.told(served), [(taken == 1, "none")])
                self.assertEqual(len(served.events("applied")), taken)

    def test_carried_out_by_a_get(self):
        """The GET behind the redirection is the Submit once; as often as it comes again, it is one more."""
        served = self.serve("--rendering", "carried-out-by-get")
        walker = self.enter(served)
        self.apply(served, walker)
        self.assertIn("/carry", walker.url)
        self.assertEqual(self.told(served), [(False, "whole")])
        for number in (2, 3):
            walker.get(walker.url)
            self.assertEqual(len(served.events("applied", "applied-again")), number)
            self.assertEqual(len(served.events("sent")), number)

    def test_carried_out_when_it_is_asked_again(self):
        served = self.serve("--rendering", "carried-out-by-get", "--fault", "busy-carry:2")
        walker = self.enter(served)
        for status in (503, 503, 200):
            self.apply(served, walker) if walker.control(served.words_of("Apply")) else walker.get(walker.url)
            self.assertEqual(walker.status, status)
        self.assertEqual(len(served.events("applied", "applied-again")), 1)

    def test_already(self):
        served = self.serve("--fault", "says-already")
        self.apply(served, self.enter(served))
        walker = self.enter(served)
        self.apply(served, walker)
        self.assertTrue(walker.contains("既に更新申請を受け付けています"))
        self.assertEqual(self.told(served), [(True, "whole"), (False, "whole")])

    def test_list_never(self):
        served = self.lose("--fault", "list-never", "--fault", "list-says-incomplete")
        time.sleep(1)  # more than it takes to issue
        for _ in range(3):
            walker = self.list_of(served)
            self.assertTrue(walker.contains("更新申請された証明書はありません。"))
            self.assertTrue(walker.contains("更新申請が完了していません。"))

    def test_lists_that_show_it_later(self):
        for words in (("list-lags", "--list-lag-seconds", "6"), ("list-issued-only", "--status-seconds", "3")):
            with self.subTest(words):
                served = self.lose("--fault", *words)
                walker = self.list_of(served)
                self.assertTrue(walker.contains("更新申請された証明書はありません。"))
                for _ in range(300):
                    if walker.control(served.words_of("DownloadKey")):
                        break
                    time.sleep(0.1)
                    walker = self.list_of(served)
                walker.press(served.words_of("DownloadKey"))
                self.assert_good(self.take_file(served, walker, "4711", "DownloadKey", "Submit", "Download"))

    def test_list_of_what_was_not_fetched(self):
        served = self.lose("--fault", "list-unfetched-only")
        time.sleep(0.5)  # it is issued after 0.2; longer does no harm
        walker = self.list_of(served)
        walker.press(served.words_of("DownloadKey"))
        self.assert_good(self.take_file(served, walker, "4711", "DownloadKey", "Submit", "Download"))
        self.assertTrue(self.list_of(served).contains("更新申請された証明書はありません。"))

    def test_once(self):
        for fault in ((), ("--fault", "half-file")):
            with self.subTest(fault):
                served = self.lose("--fault", "once", *fault)
                time.sleep(0.5)  # it is issued after 0.2; longer does no harm
                walker = self.list_of(served)
                walker.press(served.words_of("DownloadKey"))
                try:
                    self.take_file(served, walker, "4711", "DownloadKey", "Submit", "Download")
                except http.client.IncompleteRead:
                    pass
                walker = self.list_of(served)
                walker.press(served.words_of("DownloadKey"))
                self.assertTrue(walker.contains("この鍵は取得済みです。"))

    def obtain(self, served):
        """The paper notice's certificate, or the page that came instead."""
        with open(os.path.join(served.folder, "ids.json"), encoding="ascii") as file:
            ids = json.load(file)
        walker = self.walker(served)
        walker.get("/p/rcd")
        if walker.control(served.words_of("Obtain")):
            walker.press(served.words_of("Obtain"), "3333", (ids["request_id"], ids["reference_id"]))
        return walker

    def test_obtain(self):
        for faults, words in ((("maintenance-obtain",), "保守"), (("maintenance-obtain-file",), "保守"),
                              (("obtain-unknown",), "正しくありません"), (("once", "half-obtain-file"), "取得済み")):
            with self.subTest(faults):
                served = self.serve(*[word for one in faults for word in ("--fault", one)])
                if "once" in faults:
                    self.assertRaises(http.client.IncompleteRead, self.obtain, served)
                self.assertTrue(self.obtain(served).contains(words))
                if "once" not in faults:
                    self.assert_good(self.take_file(served, self.obtain(served), "3333"))

    def test_new_pair(self):
        served = self.serve("--fault", "new-pair")
        keys = set()
        for _ in range(2):
            with open(self.take_file(served, self.obtain(served), "3333"), encoding="ascii") as file:
                keys.add(file.read().split("PRIVATE KEY")[1])
        self.assertEqual(len(keys), 2)


for one_fault in FAULTS:
    if one_fault in ELSEWHERE:
        continue
    setattr(Patient, "test_" + one_fault.replace("-", "_"), lambda self, fault=one_fault: self.renew(fault))
del WalkCase
share(Patient)
share(Worst)

if __name__ == "__main__":
    unittest.main(verbosity=2)
