# SPDX-License-Identifier: Apache-2.0
"""What the foreign authority remembers: its applications over a restart, and the log that the judges read."""
import datetime
import json
import os
import secrets
import string
import threading
import time

JAPAN = datetime.timezone(datetime.timedelta(hours=9))


class Events:
    """events.jsonl: one object a line, on the disk before anybody is answered."""

    def __init__(self, folder):
        self.lock = threading.Lock()
        self.path = os.path.join(folder, "events.jsonl")

    def tell(self, kind, **details):
        line = json.dumps({"at": time.time(), "kind": kind, **details}, ensure_ascii=False) + "\n"
        with self.lock, open(self.path, "a", encoding="utf-8") as file:
            file.write(line)


class Records:
    """The applications, oldest first, each a plain dictionary in applications.json."""

    def __init__(self, folder, events, issuer, status_seconds):
        self.path = os.path.join(folder, "applications.json")
        self.events, self.issuer, self.status_seconds = events, issuer, status_seconds
        self.lock = threading.RLock()
        self.slow = 0.0
        self.applications = []
        if os.path.exists(self.path):
            with open(self.path, encoding="utf-8") as file:
                self.applications = json.load(file)

    def save(self):
        with open(self.path + ".new", "w", encoding="utf-8") as file:
            json.dump(self.applications, file, ensure_ascii=False, indent=1)
        os.replace(self.path + ".new", self.path)

    def apply(self, serial, at=None, by="visitor"):
        """Takes an application for the certificate of that serial."""
        with self.lock:
            again = any(one["serial"] == serial and not one["failed"] for one in self.applications)
            at = time.time() if at is None else at
            day = datetime.datetime.fromtimestamp(at, JAPAN)
            application = {
                "request": day.strftime("%Y%m%d") + "%07d" % (100042 + 17 * len(self.applications)),
                "reference": "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(10)),
                "serial": serial, "at": at, "issued": None, "failed": False, "downloads": 0,
            }
            self.applications.append(application)
            self.save()
            self.events.tell("applied-again" if again else "applied", serial=serial, by=by,
                             request_id=application["request"])
            return application

    def find(self, request, serial):
        """That certificate's application of that request ID; the newest one where none is named."""
        own = self.of(serial)
        return next((one for one in reversed(own) if request in ("", one["request"])), None)

    def of(self, serial):
        return [one for one in self.applications if one["serial"] == serial]

    def status(self, application, fails=False):
        """How far it is, as the key of a word; the certificate is made when its time has come."""
        with self.lock:
            if application["failed"]:
                return "Failed"
            if application["issued"]:
                return "Issued"
            age = time.time() - application["at"] - self.slow
            if age < self.status_seconds:
                return "Generating"
            if age < 2 * self.status_seconds:
                return "Requesting"
            if fails:
                application["failed"] = True
                self.save()
                return "Failed"
            application["issued"] = self.issuer.renew("renewed-" + application["request"])
            self.save()
            self.events.tell("issued", serial=application["issued"], request_id=application["request"])
            return "Issued"

    def pair_of(self, application, another):
        """The name of its certificate and key; of another one, made now, where that is asked for."""
        with self.lock:
            if another:
                application["pairs"] = application.get("pairs", 0) + 1
            name = "renewed-" + application["request"] + "-" * application.get("pairs", 0)
            if another:
                application["issued"] = self.issuer.renew(name)
                self.save()
                self.events.tell("issued", serial=application["issued"], request_id=application["request"])
            return name

    def downloaded(self, application):
        with self.lock:
            application["downloads"] += 1
            self.save()
            self.events.tell("downloaded", serial=application["issued"], request_id=application["request"])
