# SPDX-License-Identifier: Apache-2.0
"""Starts and stops kigen-rehearsal in a folder of its own, and looks at what it leaves there."""
import json
import os
import shutil
import signal
import subprocess
import tempfile

from browser import Browser

PROGRAM = os.environ["KIGEN_REHEARSAL"]


def openssl(*words, **more):
    return subprocess.run(["openssl", *words], check=True, capture_output=True, text=True, **more).stdout


class Rehearsal:
    def __init__(self, *options, folder=None):
        self.own = folder is None
        self.folder = folder or tempfile.mkdtemp(prefix="kigen-test-")
        words = [PROGRAM, "--folder", self.folder, "--until-eof", "--key-type", "ec", "--status-seconds", "0.1"]
        self.process = subprocess.Popen(
            words + list(options), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        line = self.process.stdout.readline()
        if not line:
            raise AssertionError(self.process.stderr.read())
        self.start = json.loads(line)
        self.browsers = []
        self.client = self.unpack(self.path("client.p12"), "1234", "client.pem")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for browser in self.browsers:
            browser.close()
        self.stop()
        if self.own:
            shutil.rmtree(self.folder)

    def stop(self, number=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(number)
        status = self.process.wait(30)
        errors = self.process.stderr.read()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            pipe.close()
        assert status == 0, (status, errors)
        assert errors == "", errors

    def path(self, name):
        return os.path.join(self.folder, name)

    def unpack(self, file, password, name):
        path = self.path(name)
        openssl("pkcs12", "-in", file, "-passin", "pass:" + password, "-nodes", "-out", path)
        return path

    def receive(self, page, password="2468", name="new.pem"):
        """Opens a downloaded file; the path of its certificate and key."""
        assert page.type == "application/x-pkcs12", (page.type, getattr(page, "text", ""))
        with open(self.path("new.p12"), "wb") as file:
            file.write(page.body)
        return self.unpack(self.path("new.p12"), password, name)

    def browser(self, certificate=None, trust="tls-root.pem"):
        browser = Browser(self.start["port"], self.path(trust), certificate)
        self.browsers.append(browser)
        return browser

    def user(self):
        return self.browser(self.client)

    def events(self, kind=None):
        with open(self.path("events.jsonl"), encoding="utf-8") as file:
            events = [json.loads(line) for line in file]
        return [event for event in events if kind in (None, event["kind"])]

    def ids(self, file="notice.txt"):
        with open(self.path(file), encoding="utf-8") as lines:
            return lines.read().splitlines()


def serial(path):
    return openssl("x509", "-in", path, "-noout", "-serial").strip().split("=")[1]
