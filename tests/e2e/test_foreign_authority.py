# SPDX-License-Identifier: Apache-2.0
"""The foreign authority itself: its renderings can be walked by their labels, its faults happen where they say."""
import configparser
import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

from foreign_gallery import RENDERINGS
from foreign_walker import Walker

HERE = os.path.dirname(os.path.abspath(__file__))


class Served:
    """The authority as a program of its own, and its first certificate as a PEM file."""

    def __init__(self, *words):
        self.folder = tempfile.mkdtemp(prefix="foreign-")
        self.words = words
        self.process = self.hello = self.profile = None
        self.start()

    def start(self, *more):
        command = [sys.executable, os.path.join(HERE, "foreign_authority.py"), "--folder", self.folder, "--until-eof",
                   "--status-seconds", "0.1", *self.words, *more]
        with open(os.path.join(self.folder, "log"), "a", encoding="utf-8") as log:
            self.process = subprocess.Popen(
    command,
    stdin=subprocess.PIPE,
    stdout=subprocess.PIPE,
    text=True,
     stderr=log)
        self.hello = json.loads(self.process.stdout.readline())
        self.profile = configparser.ConfigParser(interpolation=None, delimiters="=")
        self.profile.optionxform = str
        self.profile.read(self.hello["profile"], encoding="utf-8")

    def stop(self):
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()

    def walker(self, pem=None):
        anchor = os.path.join(self.folder, self.profile["Trust"]["CaFile"])
        return Walker({"base": self.hello["base"], "anchor": anchor}, pem)

    def words_of(self, key):
        return self.profile["Labels"][key].split(";")

    def pem(self, name, password):
        """A PKCS#12 as PEM, opened by openssl."""
        path = os.path.join(self.folder, name)
        done = subprocess.run(["openssl", "pkcs12", "-in", path, "-passin", "pass:" + password, "-nodes",
                               "-out", path + ".pem"],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        if done.returncode != 0:
            raise AssertionError(done.stdout)
        return path + ".pem"

    def events(self, *kinds):
        with open(os.path.join(self.folder, "events.jsonl"), encoding="utf-8") as file:
            return [event for event in map(json.loads, file) if not kinds or event["kind"] in kinds]


class WalkCase(unittest.TestCase):
    """What the walks share."""

    def serve(self, *words):
        served = Served(*words)
        self.addCleanup(shutil.rmtree, served.folder)
        self.addCleanup(served.stop)
        return served

    def walker(self, served, pem=None):
        walker = served.walker(pem)
        self.addCleanup(walker.close)
        return walker

    def enter(self, served, pem=None):
        walker = self.walker(served, pem or served.pem("client.p12", "1234"))
        walker.get("/p/ru")
        walker.follow()
        return walker

    def apply(self, served, walker):
        for key in ("Apply", "Submit"):
            walker.press(served.words_of(key))

    def wait(self, served, walker):
        """Until it is issued, by whatever way the page offers."""
        for _ in range(100):
            if walker.says(*served.words_of("Issued")):
                return
            self.assertTrue(walker.says(*served.words_of("Pending")), walker.reader.texts)
            time.sleep(0.05)
            if walker.control(served.words_of("Refresh")):
                walker.press(served.words_of("Refresh"))
            elif not walker.follow():
                walker.get(walker.url)
        self.fail("never issued")

    def take_file(self, served, walker, password, *keys):
        """Presses what is there of the labels, until it is no page; the PKCS#12 as PEM."""
        for key in keys:
            if walker.reader is not None and walker.control(served.words_of(key)):
                walker.press(served.words_of(key), password)
        if walker.reader is not None:
            walker.follow()
        self.assertIsNone(walker.reader, walker.reader and walker.reader.texts)
        with open(os.path.join(served.folder, "got.p12"), "wb") as file:
            file.write(walker.body)
        return served.pem("got.p12", password)

    def assert_good(self, pem):
        told = subprocess.run(["openssl", "x509", "-in", pem, "-noout", "-subject", "-nameopt", "RFC2253", "-startdate",
                               "-enddate", "-checkend", str((3 * 365 + 85) * 86400)],
                              stdout=subprocess.PIPE, text=True, check=False)
        self.assertEqual(told.returncode, 0, told.stdout)
        self.assertIn("subject=CN=0110119153,OU=medical,OU=hokkaido,O=ReceiptOnline,C=JP", told.stdout)


class Renderings(WalkCase):
    def walk(self, rendering):
        served = self.serve("--rendering", rendering)
        walker = self.enter(served)
        self.apply(served, walker)
        for key in ("RequestId", "ReferenceId", "Status", "CommonName"):
            self.assertTrue(walker.says(*served.words_of(key)) or walker.contains(served.words_of(key)[0]), key)
        self.wait(served, walker)
        walker.press(served.words_of("GetKey"))
        walker.press(served.words_of("Submit"), "4711")
        pem = self.take_file(served, walker, "4711", "Download")
        self.assert_good(pem)

        new = self.enter(served, pem)
        self.assertEqual(len({event["serial"] for event in served.events("login")}), 2)
        new.press(served.words_of("Fetch"))
        self.assertIsNone(new.control(served.words_of("DownloadKey")), "nothing is applied for with the new one")

        again = self.enter(served)
        again.press(served.words_of("Fetch"))
        self.assertTrue(again.says(*served.words_of("Issued")))
        again.press(served.words_of("DownloadKey"), "2222")
        self.assert_good(self.take_file(served, again, "2222", "DownloadKey", "Submit", "Download"))
        self.assertEqual([len(served.events(kind)) for kind in ("applied", "applied-again", "issued")], [1, 0, 1])
        self.obtain(served)
        self.assertEqual(served.events("bad-request", "broken", "handshake-failed"), [])

    def obtain(self, served):
        with open(os.path.join(served.folder, "ids.json"), encoding="ascii") as file:
            ids = json.load(file)
        walker = self.walker(served)
        walker.get("/p/rcd")
        for _ in range(2):
            if walker.reader is not None:
                walker.press(served.words_of("Obtain"), "3333", (ids["request_id"], ids["reference_id"]))
        self.assert_good(self.take_file(served, walker, "3333"))
        walker.get("/p/ru")
        self.assertEqual(walker.status, 403)


class Faults(WalkCase):
    def test_session_lost(self):
        served = self.serve("--fault", "session-lost-confirm")
        walker = self.enter(served)
        walker.press(served.words_of("Apply"))
        self.assertEqual((walker.status, walker.says("セッション無効")), (200, True))
        walker.get("/p/ru")
        walker.press(served.words_of("Apply"))
        self.assertIsNotNone(walker.control(served.words_of("Submit")))

    def test_cut_after_recorded_and_restarted(self):
        served = self.serve("--fault", "cut-after-apply")
        walker = self.enter(served)
        with self.assertRaises((OSError, http.client.HTTPException)):
            self.apply(served, walker)
        served.stop()
        served.start("--port", str(served.hello["port"]))
        walker = self.enter(served)
        walker.press(served.words_of("Fetch"))
        self.assertTrue(walker.control(served.words_of("DownloadKey")) or walker.says(*served.words_of("Pending")))
        self.assertEqual(len(served.events("applied", "applied-again")), 1)

    def test_cut_before_recorded(self):
        served = self.serve("--fault", "cut-before-apply")
        walker = self.enter(served)
        with self.assertRaises((OSError, http.client.HTTPException)):
            self.apply(served, walker)
        self.assertEqual(served.events("applied"), [])

    def test_cut_within_the_answer(self):
        served = self.serve("--fault", "cut-within-apply")
        walker = self.enter(served)
        with self.assertRaises(http.client.IncompleteRead) as caught:
            self.apply(served, walker)
        self.assertGreater(len(caught.exception.partial), 100)
        self.assertEqual(len(served.events("applied")), 1)

    def test_refused_for_ever(self):
        served = self.serve("--fault", "refused")
        for _ in range(3):
            walker = self.enter(served)
            walker.press(served.words_of("Apply"))
            self.assertTrue(walker.contains("この証明書は更新できません。（E1042）"))
        self.assertEqual(len(served.events("refused")), 3)

    def test_applied_by_somebody(self):
        served = self.serve("--fault", "already-applied")
        walker = self.enter(served)
        self.apply(served, walker)
        self.assertTrue(walker.contains("既に更新申請を受け付けています"))
        walker.press(["メニューへ戻る"])
        walker.press(served.words_of("Fetch"))
        walker.press(served.words_of("DownloadKey"))
        self.assert_good(self.take_file(served, walker, "1212", "Submit", "Download"))

    def test_a_second_application_is_told(self):
        served = self.serve()
        walker = self.enter(served)
        self.apply(served, walker)
        walker.get("/p/ru")
        self.apply(served, walker)
        self.assertEqual(len(served.events("applied-again")), 1)

    def test_busy_and_broken(self):
        served = self.serve("--fault", "busy-menu:2", "--fault", "error-500-menu")
        walker = self.walker(served, served.pem("client.p12", "1234"))
        for status in (500, 503, 503, 200):
            walker.get("/p/ru")
            self.assertEqual(walker.status, status)

    def test_files(self):
        """What each fault of the file does, seen by openssl."""
        for fault, opens in (("half-file-as-whole", False), ("rubbish-file", False), ("wrong-password-file", False),
                             ("keyless-file", True), ("others-file", True), ("other-issuer-file", True)):
            with self.subTest(fault=fault):
                served = self.serve("--fault", fault)
                walker = self.enter(served)
                self.apply(served, walker)
                self.wait(served, walker)
                walker.press(served.words_of("GetKey"))
                walker.press(served.words_of("Submit"), "4711")
                if not opens:
                    with self.assertRaises(AssertionError):
                        self.take_file(served, walker, "4711", "Download")
                    continue
                with open(self.take_file(served, walker, "4711", "Download"), encoding="ascii") as file:
                    text = file.read()
                self.assertEqual("PRIVATE KEY" in text, fault != "keyless-file")
                self.assertEqual("0110119161" in text, fault == "others-file")

    def test_lists(self):
        for option in ("--list-renderings", "--list-faults"):
            told = subprocess.run([sys.executable, os.path.join(HERE, "foreign_authority.py"), option],
                                  stdout=subprocess.PIPE, text=True, check=True).stdout
            for line in told.splitlines():
                self.assertTrue(re.match(r"[a-z0-9-]+ +\S", line), line)


for one_rendering in RENDERINGS:
    setattr(Renderings, "test_" + one_rendering.name.replace("-", "_"),
            lambda self, name=one_rendering.name: self.walk(name))

if __name__ == "__main__":
    unittest.main(verbosity=2)
