# SPDX-License-Identifier: Apache-2.0
"""kigen doctor: each thing that can be wrong on a computer is found, and told with its cure."""
import email.utils
import http.server
import json
import os
import re
import socket
import socketserver
import ssl
import threading
import time
import unittest

import desktop
import forge
from story import Story, command, write
from test_commands import JAPANESE, MAYBE, TEXT
import test_commands

IDS = {"stores", "certificates", "backup", "profiles", "name-resolution", "reachability", "trust", "clock", "tray",
       "notifications", "agent", "autostart", "state", "renewals", "settings", "versions"}


class Doctor(test_commands.Desk):
    def examine(self, *words, status=0, environment=None, profile=None, store=True):
        own = {**self.desk.environment(), **(environment or {})}
        authority = named(profile or self.authority.profile)
        done = command(*self.desk.arguments(authority, "--json", "doctor", *words, store=store), env=own, timeout=120)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        found = json.loads(done.stdout)
        self.assertEqual(list(found), ["findings"])
        for one in found["findings"]:
            self.assert_shape(one, {"id": TEXT, "level": TEXT, "text": TEXT, "cure": MAYBE})
            self.assertIn(one["id"], IDS)
            self.assertIn(one["level"], ("ok", "hint", "problem"))
        self.assertEqual(status, int("problem" in [one["level"] for one in found["findings"]]))
        return found["findings"]

    def find(self, findings, identity):
        """The gravest of that kind."""
        of_kind = [one for one in findings if one["id"] == identity]
        levels = ("problem", "hint", "ok")
        return min(of_kind, key=lambda one: levels.index(one["level"]), default=None)

    def assert_found(self, findings, identity, level, *words):
        one = self.find(findings, identity)
        self.assertIsNotNone(one, "%s in %s" % (identity, findings))
        self.assertEqual(one["level"], level, one)
        for word in words:
            self.assertIn(word, one["text"])
        if level != "ok":
            self.assertTrue(one["cure"], one)
        return one

    def profile(self, name, **changes):
        """The authority's profile with other values."""
        with open(self.authority.profile) as file:
            text = file.read()
        for key, value in changes.items():
            text = re.sub("(?m)^%s=.*" % key, "%s=%s" % (key, value), text)
        return write(os.path.join(self.authority.folder, name + ".profile"), text)


def named(profile):
    """What a desk wants to know of an authority."""
    return type("Named", (), {"profile": profile})


class Computer(Doctor):
    """Certificates, backups, settings, state."""

    @classmethod
    def prepare(cls):
        cls.identity = forge.id_of(cls.desk.certificates()[0]["pem"])

    def test_all_right(self):
        self.kigen(0, "scan")
        findings = self.examine()
        for identity in ("stores", "name-resolution", "reachability", "trust", "clock", "state", "renewals", "settings", "versions"):
            self.assert_found(findings, identity, "ok")
        self.assert_found(findings, "certificates", "hint", "0110119153", self.identity[:8])
        for word in ("Kigen", "GLib", "libcurl", "OpenSSL", "NSS"):
            self.assertIn(word, self.find(findings, "versions")["text"])
        self.assertEqual(self.authority.events("login"), [], "no certificate is shown")

    def test_words(self):
        for language, japanese in (("C.UTF-8", False), ("ja_JP.UTF-8", True)):
            done = self.kigen(0, "doctor", language=language)
            self.assertEqual(done.stderr, "")
            for line in filter(None, done.stdout.splitlines()):
                own = line.replace("練習用認証局", "")
                self.assertEqual(bool(JAPANESE.search(own)), japanese or not re.search("[a-z]{4}", own), line)
            self.assertIn("  ✓ ", done.stdout)
            self.assertIn("\n    → ", done.stdout)

    def test_the_helper_stands_under_what_is_wrong(self):
        self.kigen(0, "settings", "Helper.Name", "Yamada")
        self.kigen(0, "settings", "Helper.Telephone", "03-1234-5678")
        self.assertNotIn("Yamada", self.kigen(0, "doctor").stdout)
        told = self.kigen(1, "doctor", "--store", "nss:/nothing/there").stdout
        self.assertTrue(told.endswith("Yamada 03-1234-5678\n"), told)
        self.assertIn("  ✗ ", told)

    def test_stores(self):
        self.assert_found(self.examine("--store", "nss:/nothing/there", status=1), "stores", "problem", "/nothing/there")
        damaged = forge.new_store(os.path.join(self.story.folder, "damaged"))
        write(os.path.join(damaged, "cert9.db"), "no database at all\n" * 200)
        findings = self.examine("--store", "nss:" + damaged, status=1)
        self.assert_found(findings, "stores", "problem", damaged)
        self.assert_found(findings, "certificates", "hint")
        empty = forge.new_store(os.path.join(self.story.folder, "empty"))
        findings = self.examine("--store", "nss:" + empty, store=False, status=1)
        self.assert_found(findings, "stores", "ok")
        self.assert_found(findings, "certificates", "problem")
        self.assert_found(findings, "reachability", "ok")
        findings = self.examine(store=False, status=1, environment={"HOME": self.story.folder + "/nobody"})
        self.assert_found(findings, "stores", "problem", "no certificate store")

    def test_certificates(self):
        store = forge.new_store(os.path.join(self.story.folder, "several"))
        forge.install(self.authority, self.story.folder, "0110000000", -1, store)
        valid = forge.forge(self.authority, self.story.folder, "0110000400", 400)
        forge.done("certutil", "-A", "-d", "sql:" + store, "-n", "keyless", "-t", ",,", "-i", valid[:-4] + ".pem")
        told = [one["text"] for one in self.examine("--store", "nss:" + store, store=False, status=1) if one["level"] == "problem"]
        self.assertEqual(len(told), 2, told)
        self.assertIn("ran out", "".join(told))
        self.assertIn("private key", "".join(told))

    def test_backups(self):
        path = os.path.join(self.story.folder, "a: backup.p12")
        self.assert_found(self.examine(), "backup", "hint", "no backup")
        self.kigen(0, "backup", self.identity, path, "--password-file", self.desk.password, language="ja_JP.UTF-8")
        self.assert_found(self.examine(), "backup", "ok", path, self.identity[:8])
        second = os.path.join(self.story.folder, "second.p12")
        self.kigen(0, "backup", self.identity, second, "--password-file", self.desk.password)
        os.unlink(second)
        self.assert_found(self.examine(), "backup", "ok", path)
        os.unlink(path)
        self.assert_found(self.examine(), "backup", "hint", "not where it was written")

    def test_settings(self):
        file = os.path.join(self.desk.home, "config", "kigen", "kigen.conf")
        os.makedirs(os.path.dirname(file), exist_ok=True)
        self.addCleanup(lambda: os.path.exists(file) and os.unlink(file))
        write(file, "this is no settings file\n")
        self.assert_found(self.examine(status=1), "settings", "problem", file)
        write(file, "[Network]\nProxyPasswordFile=/nothing/there\n")
        self.assert_found(self.examine(status=1), "settings", "problem", "Network.ProxyPasswordFile")

    def test_state(self):
        state = os.path.join(self.story.folder, "other-state")
        os.makedirs(state)
        self.assert_found(self.examine("--state", state), "state", "hint", "1 certificate")
        write(os.path.join(state, "kigen.db"), "no database at all\n" * 200)
        noted = [one for one in self.examine("--state", state) if one["id"] == "state" and "damaged" in one["text"]]
        self.assertEqual([one["level"] for one in noted], ["hint"])
        os.chmod(state, 0o777)
        self.assert_found(self.examine("--state", state, status=1), "state", "problem", state)

    def test_autostart(self):
        environment = {"XDG_CONFIG_DIRS": os.path.join(self.story.folder, "xdg")}
        self.assert_found(self.examine(environment=environment), "autostart", "hint")
        folder = os.path.join(environment["XDG_CONFIG_DIRS"], "autostart")
        os.makedirs(folder)
        write(os.path.join(folder, "kigen-agent.desktop"), "[Desktop Entry]\nType=Application\n")
        self.assert_found(self.examine(environment=environment), "autostart", "ok")

    def test_words_that_cannot_be(self):
        for words in (["--store", "bogus:x"], ["--profile", "nothing"], ["extra"], ["--report"]):
            with self.subTest(words=words):
                self.assert_both_languages("doctor", *words, status=2)

    def test_the_report(self):
        path = os.path.join(self.story.folder, "report.txt")
        store = forge.new_store(os.path.join(self.desk.home, "store"))
        done = self.kigen(0, "doctor", "--report", path, "--store", "nss:" + store)
        self.assertIn(path, done.stdout)
        with open(path) as file:
            report = file.read()
        self.assertIn("nss:~/store", report)
        self.assertNotIn(self.desk.home, report)
        self.assertIn("[All right] reachability: ", report)
        self.assertEqual(os.stat(path).st_mode & 0o777, 0o600)
        self.kigen(9, "doctor", "--report", path)


class Locked(Doctor):
    @classmethod
    def prepare(cls):
        word = write(os.path.join(cls.story.folder, "store-word"), "geheim77\n")
        empty = write(os.path.join(cls.story.folder, "none"), "\n")
        forge.done("certutil", "-W", "-d", "sql:" + cls.desk.nss, "-f", empty, "-@", word)

    def test_a_password_is_no_trouble(self):
        self.assert_found(self.examine(), "stores", "hint", "password")


class Renewed(Doctor):
    """After a renewal."""

    @classmethod
    def prepare(cls):
        cls.done = cls.desk.kigen(cls.authority, *cls.desk.renewal())

    def test_no_secret_is_told(self):
        path = os.path.join(self.story.folder, "report.txt")
        self.kigen(0, "settings", "Network.ProxyUser", "hanako")
        told = json.dumps(self.examine("--report", path)) + self.kigen(0, "--verbose", "doctor").stderr
        with open(path) as file:
            told += file.read()
        for ids in self.answer("history", "--ids"):
            self.assertNotIn(ids["reference_id"], told)
            self.assertNotIn(ids["request_id"], told)
        self.assertNotIn("hanako", told)

    def test_its_backup_is_known(self):
        self.assertEqual(self.done.returncode, 0, self.done.stderr)
        self.assert_found(self.examine(), "backup", "ok", self.desk.backup)
        os.rename(self.desk.backup, self.desk.backup + ".away")
        self.assert_found(self.examine(), "backup", "hint", self.desk.backup)
        os.rename(self.desk.backup + ".away", self.desk.backup)


class Open(unittest.TestCase):
    def test_an_open_renewal(self):
        with Story("rehearsal", "--fault", "error-download:always") as (desk, authority):
            desk.kigen(authority, *desk.renewal())
            found = json.loads(desk.kigen(authority, "--json", "doctor").stdout)["findings"]
            told = [one for one in found if one["id"] == "renewals"]
            self.assertEqual([one["level"] for one in told], ["hint"], told)
            self.assertIn("kigen resume", told[0]["cure"])


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):  # pylint: disable=invalid-name
        self.send_response_only(self.server.status)
        self.send_header("Date", email.utils.formatdate(time.time() + self.server.ahead, usegmt=True))
        self.send_header("Location", "https://elsewhere.invalid/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_CONNECT(self):  # pylint: disable=invalid-name
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_words):  # pylint: disable=arguments-differ
        pass


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    status, ahead = 200, 0

    def handle_error(self, *_words):
        pass


class Network(Doctor):
    """The way to the authority: one of the test's own, with the practice authority's root."""

    @classmethod
    def prepare(cls):
        base = os.path.join(cls.story.folder, "server")
        root = os.path.join(cls.authority.folder, "tls-root.pem")
        extensions = write(base + ".ext", "subjectAltName=DNS:localhost\n")
        forge.done("openssl", "req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", base + ".key", "-out", base + ".csr",
                   "-subj", "/CN=localhost")
        forge.done("openssl", "x509", "-req", "-in", base + ".csr", "-CA", root, "-CAkey", root + ".key", "-days", "30",
                   "-extfile", extensions, "-set_serial", "0x51", "-out", base + ".pem")
        cls.base = base

    def serve(self, tls=True, **options):
        server = Server(("127.0.0.1", 0), Handler)
        for name in ("status", "ahead"):
            setattr(server, name, options.get(name, getattr(server, name)))
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self.base + ".pem", self.base + ".key")
            if options.get("wants_certificate"):
                context.verify_mode = ssl.CERT_REQUIRED
                # With 1.3 the refusal comes after the handshake, and a server that closes at once may swallow it.
                context.maximum_version = ssl.TLSVersion.TLSv1_2
                context.load_verify_locations(os.path.join(self.authority.folder, "ca.pem"))
            server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, args=[0.05])
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return server.server_address[1]

    def serve_profile(self, **options):
        return self.profile("own", Base="https://localhost:%d" % self.serve(**options))

    def test_clocks(self):
        for ahead, level, word in ((0, "ok", "agrees"), (200, "ok", "agrees"), (3600, "problem", "60 minutes behind"),
                                   (-3600, "problem", "60 minutes ahead"), (3 * 86400 + 60, "problem", "3 days behind"),
                                   (-5 * 3600 - 60, "problem", "5 hours ahead")):
            with self.subTest(ahead=ahead):
                findings = self.examine(profile=self.serve_profile(ahead=ahead), status=int(level == "problem"))
                self.assert_found(findings, "clock", level, word)
                self.assert_found(findings, "reachability", "ok")

    def test_any_answer_is_one(self):
        for status in (302, 403, 404):
            findings = self.examine(profile=self.serve_profile(status=status))
            for identity in ("reachability", "trust", "clock"):
                self.assert_found(findings, identity, "ok")
        self.assert_found(self.examine(profile=self.serve_profile(status=503)), "reachability", "hint", "503")

    def test_one_that_wants_a_certificate(self):
        findings = self.examine(profile=self.serve_profile(wants_certificate=True))
        self.assert_found(findings, "reachability", "ok")
        self.assert_found(findings, "trust", "ok")
        self.assert_found(findings, "clock", "hint", "could not be compared")

    def test_gone(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        findings = self.examine(profile=self.profile("gone", Base="https://localhost:%d" % port), status=1)
        self.assert_found(findings, "reachability", "problem", "localhost:%d" % port)
        self.assertIsNone(self.find(findings, "name-resolution"))
        self.assert_found(findings, "clock", "hint")
        self.assert_found(findings, "trust", "ok", "valid until")

    def test_silent(self):
        with socket.socket() as mute:
            mute.bind(("127.0.0.1", 0))
            mute.listen()
            base = "https://localhost:%d" % mute.getsockname()[1]
            self.assert_found(self.examine(profile=self.profile("mute", Base=base), status=1), "reachability", "problem", "10 seconds")

    def test_name(self):
        findings = self.examine(profile=self.profile("name", Base="https://nobody.invalid"), status=1)
        self.assert_found(findings, "name-resolution", "problem", "nobody.invalid")
        self.assertIsNone(self.find(findings, "reachability"))

    def test_proxies(self):
        for proxy, word in (("http://localhost:%d" % self.serve(tls=False, status=407), "password"),
                            ("http://localhost:%d" % self.serve(tls=False, status=403), "403"),
                            ("http://nobody.invalid:3128", "proxy")):
            self.kigen(0, "settings", "Network.Proxy", proxy)
            self.addCleanup(self.kigen, 0, "settings", "--unset", "Network.Proxy")
            self.assert_found(self.examine(status=1), "reachability", "problem", word)

    def test_identity(self):
        findings = self.examine(profile=self.profile("wrong", CaFile="ca.pem"), status=1)
        self.assert_found(findings, "trust", "problem", "could not prove")
        self.assert_found(findings, "reachability", "ok")
        damaged = write(os.path.join(self.authority.folder, "damaged.pem"),
                        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
        findings = self.examine(profile=self.profile("damaged", CaFile=damaged), status=1)
        self.assert_found(findings, "trust", "problem")
        self.assertIn("damaged", "".join(one["text"] for one in findings if one["id"] == "trust"))
        self.assert_found(self.examine(profile=self.profile("none", CaFile="nothing.pem"), status=1), "profiles", "problem", "CaFile")

    def test_roots_near_their_end(self):
        for days, level in ((20, "hint"), (400, "ok")):
            base = os.path.join(self.story.folder, "root-%d" % days)
            forge.done("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", base + ".key", "-out", base + ".pem",
                       "-days", str(days), "-subj", "/CN=Old Root")
            told = [one["level"] for one in self.examine(profile=self.profile("old", CaFile=base + ".pem"), status=1)
                    if one["id"] == "trust"]
            self.assertEqual(told, [level, "problem"])


class Desktops(Doctor):
    def test_no_session(self):
        self.assert_found(self.examine(), "tray", "hint", "not a desktop's session")

    def test_everything_is_there(self):
        with desktop.Desktop(self.story.folder) as own:
            own.serve(desktop.TRAY)
            own.serve(desktop.NOTICES)
            own.own(desktop.agent_name(self.desk.state))
            findings = self.examine(environment=own.environment)
            self.assert_found(findings, "tray", "ok")
            self.assert_found(findings, "notifications", "ok", "Pinboard 7.5", "with buttons")
            self.assert_found(findings, "agent", "ok")
            own.capabilities = ["body"]
            own.has_host = False
            findings = self.examine(environment=own.environment)
            self.assert_found(findings, "tray", "hint")
            self.assert_found(findings, "notifications", "ok", "without buttons")

    def test_nothing_is_there(self):
        with desktop.Desktop(self.story.folder) as own:
            for screen, level in (({}, "hint"), ({"DISPLAY": ":0"}, "problem")):
                findings = self.examine(environment={**own.environment, **screen}, status=int(level == "problem"))
                self.assert_found(findings, "tray", "hint")
                self.assert_found(findings, "notifications", level)
                self.assert_found(findings, "agent", level)


if __name__ == "__main__":
    unittest.main(verbosity=2)
