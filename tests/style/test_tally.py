# SPDX-License-Identifier: Apache-2.0
"""What the last line of tests/run says is so: nothing that failed, or never came to its end, is lost on the way there."""
import contextlib
import io
import json
import os
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

import tally  # noqa: E402


def run(name, result, stdout="", stderr=""):
    return {"name": f"kigen:room / {name}", "result": result, "duration": 1.0, "stdout": stdout, "stderr": stderr}


class Tally(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def said(self, what, *words):
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            status = what(*words)
        return status, out.getvalue()

    def collect(self, runs, status="0", end="\n"):
        path = os.path.join(self.folder, "log.json")
        with open(path, "w", encoding="utf-8") as file:
            file.write("\n".join(json.dumps(one) for one in runs) + end)
        return self.said(tally.collect, self.folder, "tree", path, status)

    def total(self):
        status, said = self.said(tally.total, self.folder)
        return status, said.splitlines()[-1]

    def test_sums(self):
        self.assertEqual(self.collect([run("a", "OK"), run("b", "EXPECTEDFAIL"), run("c", "SKIP")])[0], 0)
        self.assertEqual(self.collect([run("a", "OK")])[0], 0)
        self.assertEqual(self.total(), (0, "3 passed, 0 failed, 1 skipped"))

    def test_whatever_is_not_well_has_failed(self):
        for number, result in enumerate(("FAIL", "TIMEOUT", "ERROR", "INTERRUPT", "UNEXPECTEDPASS", "RUNNING"), 1):
            with self.subTest(result):
                status, said = self.collect([run("a", result, "first\nlast", "wrong")], "1")
                self.assertEqual(status, 0)
                self.assertIn("tree: room / a", said)
                self.assertIn("last", said)
                self.assertIn("wrong", said)
                self.assertEqual(self.total(), (1, f"0 passed, {number} failed, 0 skipped"))

    def test_no_result_is_no_success(self):
        self.assertEqual(self.collect([], end="")[0], 1)
        self.assertEqual(self.said(tally.collect, self.folder, "tree", os.path.join(self.folder, "none"), "0")[0], 1)
        self.assertEqual(self.said(tally.total, self.folder), (1, "0 passed, 0 failed, 0 skipped\n"))

    def test_meson_failed_and_no_test_did(self):
        self.assertEqual(self.collect([run("a", "OK")], "2")[0], 1)
        self.assertEqual(self.collect([run("a", "OK"), run("b", "OK")], "1", end="")[0], 1)

    def test_broken(self):
        log = os.path.join(self.folder, "log")
        with open(log, "w", encoding="utf-8") as file:
            file.write("FAILED: x.o\nx.c:1: error\n" + "[1/9] noise\n" * 99)
        self.assertIn("x.c:1: error", self.said(tally.broken, self.folder, "build", log)[1])
        self.assertEqual(self.total(), (1, "0 passed, 1 failed, 0 skipped"))

    def test_reasons(self):
        said = self.collect([run("a", "SKIP", "1..0 # SKIP no bus\n"), run("b", "SKIP", "word\nis not installed\n")])[1]
        self.assertIn("a skipped: no bus", said)
        self.assertIn("b skipped: is not installed", said)

    def test_what_a_test_left_out(self):
        tap = "ok 1 /a\nok 2 /b # SKIP for root alone\n"
        unittests = "test_x (story.X.test_x) ... skipped 'no browser'\ntest_y (story.Y.test_y) ... ok\n"
        said = self.collect([run("a", "OK", tap), run("b", "OK", "", unittests)])[1]
        self.assertIn("a left something out: for root alone", said)
        self.assertIn("b left something out: no browser", said)

    def test_names(self):
        os.mkdir(os.path.join(self.folder, "meson-info"))
        tests = [{"name": name, "suite": ["kigen:" + suite]}
                 for name, suite in (("x509", "crypto"), ("key", "crypto"), ("killed", "e2e"), ("arrows", "style"))]
        with open(os.path.join(self.folder, "meson-info", "intro-tests.json"), "w", encoding="utf-8") as file:
            json.dump(tests, file)
        for names, style, wanted in ((["crypto"], "any", "x509 key\n"), (["k*", "key"], "any", "key killed\n"),
                                     (["arrows", "key"], "no", "key\n"), (["arrows"], "any", "arrows\n")):
            self.assertEqual(self.said(tally.named, self.folder, "tree", style, *names), (0, wanted))
        self.assertIn("tree has no test or suite nothing", self.said(tally.named, self.folder, "tree", "any", "nothing")[1])


if __name__ == "__main__":
    unittest.main()
