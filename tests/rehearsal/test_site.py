# SPDX-License-Identifier: Apache-2.0
"""What the site does beside the way of a renewal: who is let in, sessions, the other services, TLS, and its folder."""
import configparser
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import unittest

from browser import fold
from rehearsal import PROGRAM, Rehearsal, openssl, serial


def run(*words, **more):
    return subprocess.run([PROGRAM, *words], check=False, capture_output=True, text=True, timeout=30, **more)


class Entrance(unittest.TestCase):
    def assert_refused(self, site, browser, reason):
        page = browser.fetch("/p/ru")
        self.assertEqual(page.status, 403)
        self.assertIn("証明書が確認できません", page.text)
        self.assertEqual(site.events("refused")[-1]["reason"], reason)
        self.assertEqual(site.events("login"), [])

    def test_without_a_certificate(self):
        with Rehearsal() as site:
            self.assert_refused(site, site.browser(), "none")

    def test_with_a_stranger(self):
        with Rehearsal() as site, Rehearsal() as other:
            self.assert_refused(site, site.browser(other.client), "unknown")

    def test_expired(self):
        with Rehearsal("--days-left", "-1") as site:
            self.assert_refused(site, site.user(), "expired")

    def test_too_early(self):
        with Rehearsal("--days-left", "100") as site:
            user = site.user()
            page = user.press(user.fetch("/p/ru"), "証明書更新申請")
            self.assertIn("90日前から", page.text)
            self.assertEqual(site.events("application-refused")[0]["reason"], "too-early")
        with Rehearsal("--days-left", "100", "--renew-from", "120") as site:
            site.receive(site.user().renew())

    def test_second_application(self):
        with Rehearsal() as site:
            user = site.user()
            user.apply()
            page = user.apply()
            self.assertIn(fold("すでに更新申請を受け付けています。「更新後証明書の取得」から証明書を取得してください。"), page.text)
            self.assertEqual(len(site.events("application")), 1)
            self.assertEqual([e["reason"] for e in site.events("application-refused")], ["already"])

    def test_at_once(self):
        with Rehearsal("--status-seconds", "0") as site:
            self.assertIn("発行済み", site.user().apply().text)


class Sessions(unittest.TestCase):
    def test_time_out(self):
        with Rehearsal("--session-seconds", "1") as site:
            user = site.user()
            page = user.fetch("/p/ru")
            # The session runs out in one second; longer does no harm.
            time.sleep(2.2)
            self.assertIn("セッション無効", user.press(page, "証明書更新申請").text)
            self.assertTrue(user.press(user.fetch("/p/ru"), "証明書更新申請").has("Submit"))
            self.assertEqual(len(site.events("session-lost")), 1)

    def test_cookie_and_token_must_come_back(self):
        with Rehearsal() as site:
            user = site.user()
            page = user.fetch("/p/ru")
            user.cookies.clear()
            self.assertIn("セッション無効", user.press(page, "証明書更新申請").text)
            page = user.fetch("/p/ru")
            page.forms[0].hidden.clear()
            self.assertEqual(user.press(page, "証明書更新申請").status, 400)
            self.assertEqual(site.events("rejected")[0]["reason"], "no token")

    def test_a_button_must_be_pressed(self):
        with Rehearsal() as site:
            user = site.user()
            page = user.fetch("/p/ru")
            page.forms[0].buttons[0][1] = None
            self.assertEqual(user.press(page, "証明書更新申請").status, 400)

    def test_a_session_is_one_certificates(self):
        with Rehearsal() as site:
            user = site.user()
            new = site.receive(user.renew())
            page = user.fetch("/p/ru")
            other = site.browser(new)
            other.cookies = user.cookies
            self.assertIn("セッション無効", other.press(page, "証明書更新申請").text)

    def test_cancel_leads_back(self):
        with Rehearsal("--rendering", "buttons") as site:
            user = site.user()
            page = user.press(user.fetch("/p/ru"), "証明書更新申請")
            self.assertTrue(user.press(page, "キャンセル").has("更新後証明書の取得"))


class Services(unittest.TestCase):
    def obtain(self, user, ids, password="1234", again=None):
        values = {"リクエストID": ids[0], "リファレンスID": ids[1], "証明書パスワード": password}
        values["証明書パスワード(確認用)"] = password if again is None else again
        return user.press(user.fetch("/p/rcd"), "ダウンロード", values)

    def test_obtain(self):
        with Rehearsal() as site:
            user, ids = site.browser(), site.ids()
            self.assertIn("正しくありません", self.obtain(user, [ids[0], "wrong"]).text)
            self.assertIn("半角数字4桁", self.obtain(user, ids, "abcd").text)
            self.assertIn("一致しません", self.obtain(user, ids, "1234", "4321").text)
            self.assertIn("180日", self.obtain(user, site.ids("client-notice.txt")).text)
            self.assertEqual(site.events("downloaded"), [])
            new = site.receive(self.obtain(user, ids), "1234")
            self.assertTrue(site.browser(new).fetch("/p/ru").has("証明書更新申請"))

    def revoke(self, user, ids, mail="a@example.jp", again=None):
        page = user.press(user.fetch("/p/rx"), "次へ", {"リクエストID": ids[0], "リファレンスID": ids[1]})
        if not page.has("申請"):
            return page
        values = {"メールアドレス": mail, "メールアドレス(確認用)": mail if again is None else again}
        page = user.press(page, "申請", values)
        return user.press(page, "申請") if "入力内容確認" in page.text else page

    def test_revoke(self):
        for rendering in ("plain", "redirect", "multipart", "modern", "xhtml"):
            with self.subTest(rendering), Rehearsal("--rendering", rendering) as site:
                user, ids = site.user(), site.ids("client-notice.txt")
                self.assertTrue(user.fetch("/p/ru").has("証明書更新申請"))
                self.assertIn("正しくありません", self.revoke(user, [ids[0], "wrong"]).text)
                self.assertIn("一致しません", self.revoke(user, ids, again="b@example.jp").text)
                self.assertEqual(site.events("revoked"), [])
                self.assertIn("受け付けました", self.revoke(user, ids).text)
                self.assertEqual(site.events("revoked")[0]["serial"], serial(site.client))
                self.assertEqual(user.fetch("/p/ru").status, 403)
                self.assertIn("すでに失効", self.revoke(user, ids).text)

    def test_root(self):
        with Rehearsal() as site:
            page = site.browser().fetch("/p/cert")
            self.assertIn("attachment", page.headers["Content-Disposition"])
            profile = configparser.ConfigParser(delimiters="=", interpolation=None)
            profile.optionxform = str
            profile.read(site.path("rehearsal.profile"), encoding="utf-8")
            self.assertEqual(hashlib.sha256(page.body).hexdigest().upper(), profile["Trust"]["RootSha256"])
            self.assertEqual(profile["Endpoints"]["Base"], site.start["base"])
            root = openssl("x509", "-in", site.path("tls-root.pem"), "-noout", "-fingerprint", "-sha256")
            self.assertIn(profile["Trust"]["RootSha256"], root.replace(":", ""))

    def test_home(self):
        with Rehearsal() as site:
            user = site.browser()
            page = user.fetch("/")
            self.assertIn("練習用", page.text)
            self.assertIn(site.folder, user.press(page, "？ 指導される方へ").text)
            self.assertEqual(user.fetch("/nowhere").status, 404)
            self.assertEqual(user.fetch("/p/rux").status, 404)


class Transport(unittest.TestCase):
    def curl(self, site, *words):
        trust = ["--cacert", site.path("tls-root.pem"), "--cert", site.client]
        return subprocess.run(["curl", "-sS", *trust, *words], check=False, capture_output=True, text=True)

    def test_both_versions_of_tls(self):
        with Rehearsal() as site:
            for option, version in (("1.2", "1.2"), ("1.3", "1.3")):
                got = self.curl(site, "--tlsv" + option, "--tls-max", option, site.start["base"] + "/p/ru")
                self.assertIn("証明書更新申請", got.stdout)
                self.assertEqual(site.events("handshake")[-1]["tls"], version)
            self.assertNotEqual(self.curl(site, "--tls-max", "1.1", site.start["base"]).returncode, 0)

    def test_one_connection_serves_many_requests(self):
        with Rehearsal() as site:
            got = self.curl(site, "-w", "%{num_connects}\n", *[site.start["base"] + "/p/ru"] * 5, *["-o/dev/null"] * 5)
            self.assertEqual(got.stdout.split(), ["1", "0", "0", "0", "0"])
            self.assertEqual(len(site.events("handshake")), 1)
            self.assertEqual({e["connection"] for e in site.events("request")}, {1})

    def test_its_own_root_vouches_for_it(self):
        with Rehearsal() as site, Rehearsal() as other:
            url = site.start["base"]
            self.assertEqual(self.curl(other, url).returncode, 60)
            self.assertEqual(self.curl(site, url.replace("localhost", "127.0.0.1")).returncode, 0)

    def test_loopback_only(self):
        for address in ("0.0.0.0", "192.168.1.1", "example.jp"):
            got = run("--address", address)
            self.assertEqual(got.returncode, 2)
            self.assertIn(address, got.stderr)

    def test_a_taken_port_is_told(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = str(taken.getsockname()[1])
            got = run("--port", port, "--key-type", "ec")
            self.assertEqual(got.returncode, 1)
            self.assertIn(port, got.stderr)


class Folder(unittest.TestCase):
    def test_goes_on_where_it_was(self):
        folder = tempfile.mkdtemp(prefix="kigen-test-")
        try:
            with Rehearsal(folder=folder) as site:
                user = site.user()
                user.await_issue(user.apply())
                before = (serial(site.client), site.ids(), serial(site.path("ca.pem")))
            with Rehearsal(folder=folder) as site:
                user = site.user()
                page = user.press(user.fetch("/p/ru"), "更新後証明書の取得")
                site.receive(user.take(user.press(page, "Download Key")))
                after = (serial(site.client), site.ids(), serial(site.path("ca.pem")))
                self.assertEqual(before, after)
                self.assertEqual(len(site.events("application")), 1)
        finally:
            shutil.rmtree(folder)

    def test_a_temporary_one_is_removed(self):
        for end in ("eof", signal.SIGTERM, signal.SIGINT):
            with self.subTest(end):
                words = [PROGRAM, "--key-type", "ec", "--until-eof"]
                process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
                folder = process.stdout.readline().split('"folder":"')[1].split('"')[0]
                self.assertTrue(os.path.isdir(folder))
                if end == "eof":
                    process.stdin.close()
                else:
                    process.send_signal(end)
                self.assertEqual(process.wait(30), 0)
                self.assertFalse(os.path.exists(folder))
                process.stdin.close()
                process.stdout.close()

    def test_secrets_are_its_owners(self):
        with Rehearsal() as site:
            site.receive(site.user().renew("8642"), "8642")
            for name in ("client.p12", "ledger.ini", "ca.pem.key", "tls-root.pem.key", "notice.txt", "events.jsonl"):
                self.assertEqual(os.stat(site.path(name)).st_mode & 0o077, 0, name)
            with open(site.path("events.jsonl"), encoding="utf-8") as log:
                self.assertNotIn("8642", log.read().replace(site.folder, ""))

    def test_no_password_in_the_log_of_a_get(self):
        with Rehearsal("--rendering", "get") as site:
            site.receive(site.user().renew("8642"), "8642")
            self.assertTrue(all("?" not in e["path"] for e in site.events("request")))

    def test_shapes_of_pkcs12(self):
        for form, words in (("modern", "AES-256-CBC"), ("3des", "TripleDES"), ("rc2", "40BitRC2")):
            with self.subTest(form):
                self.judge_shape(form, words)

    def judge_shape(self, form, words):
        folder = tempfile.mkdtemp(prefix="kigen-test-")
        line = [PROGRAM, "--folder", folder, "--until-eof", "--key-type", "ec", "--pkcs12", form, "--password", "0123"]
        try:
            subprocess.run(line, check=True, stdin=subprocess.DEVNULL, capture_output=True)
            judge = ["openssl", "pkcs12", "-legacy", "-info", "-in", os.path.join(folder, "client.p12"), "-nodes"]
            got = subprocess.run(judge + ["-passin", "pass:0123"], check=True, capture_output=True, text=True)
            self.assertIn(words, got.stderr)
            self.assertIn("sha256" if form == "modern" else "sha1", got.stderr)
            self.assertEqual(got.stdout.count("BEGIN CERTIFICATE"), 2)
            self.assertIn("friendlyName: 0110119153", got.stdout)
            self.assertIn("PRIVATE KEY", got.stdout)
        finally:
            shutil.rmtree(folder)


class CommandLine(unittest.TestCase):
    def test_mistakes_are_told(self):
        for words in (["--rendering", "99"], ["--key-type", "dsa"], ["--pkcs12", "des"], ["--password", "12"], ["extra"]):
            with self.subTest(words):
                got = run(*words)
                self.assertEqual((got.returncode, got.stdout), (2, ""))
                self.assertIn(words[-1] if len(words[-1]) > 2 else "", got.stderr)


if __name__ == "__main__":
    unittest.main()
