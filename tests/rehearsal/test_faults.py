# SPDX-License-Identifier: Apache-2.0
"""Each fault does what it says, as often as it was asked for, and no more."""
import http.client
import ssl
import subprocess
import time
import unittest

from rehearsal import PROGRAM, Rehearsal, openssl, serial

# the way of a renewal: the point, and how far a user has to go for it
WAY = ("menu", "confirm", "submit", "taken", "status", "list", "key", "password", "ready", "download")
CUT = (http.client.RemoteDisconnected, http.client.IncompleteRead, ConnectionError, ssl.SSLError)


def reach(site, user, point):
    """Does what the fault waits for; the answer to it."""
    page = user.fetch("/p/ru")
    if point in ("menu",):
        return page
    if point == "list":
        return user.press(page, "更新後証明書の取得")
    page = user.press(page, "証明書更新申請")
    if point == "confirm":
        return page
    page = user.press(page, "Submit")
    if point in ("submit", "taken"):
        return page
    if point == "status":
        return user.fetch(page.refresh_address())
    page, _ = user.await_issue(page)
    page = user.press(page, "鍵の取得")
    if point == "key":
        return page
    page = user.set_password(page, "2468")
    if point in ("password", "ready"):
        return page
    return user.press(page, "Download")


class Faults(unittest.TestCase):
    def each_point(self, trouble, check, points=WAY):
        for point in points:
            # the page with Download is shown by the password's answer; only a redirect asks for it on its own
            options = ["--rendering", "redirect"] if point == "ready" else []
            with self.subTest(f"{trouble}-{point}"):
                with Rehearsal("--fault", f"{trouble}-{point}", "--slow-seconds", "0.4", *options) as site:
                    check(site, point)
                    self.assertEqual([e["name"] for e in site.events("fault")], [f"{trouble}-{point}"])
                    self.finish(site)

    def finish(self, site):
        """Whatever went wrong: in the end there is exactly one application, and its certificate."""
        user = site.user()
        page = user.press(user.fetch("/p/ru"), "更新後証明書の取得")
        if page.has("Download Key") or "鍵生成中" in page.text or "発行要求中" in page.text:
            for _ in range(50):
                if page.has("Download Key"):
                    break
                time.sleep(0.05)
                page = user.press(user.fetch("/p/ru"), "更新後証明書の取得")
            site.receive(user.take(user.press(page, "Download Key")))
        else:
            site.receive(user.renew())
        self.assertEqual(len(site.events("application")), 1)

    def test_session_lost(self):
        def check(site, point):
            page = reach(site, site.user(), point)
            for words in ("セッション無効", "セッションがタイムアウトしました。", "最初のページに戻ってください。"):
                self.assertIn(words, page.text)

        self.each_point("session-lost", check)

    def test_error_and_busy(self):
        def error(site, point):
            self.assertEqual(reach(site, site.user(), point).status, 500)

        def busy(site, point):
            page = reach(site, site.user(), point)
            self.assertEqual((page.status, page.headers["Retry-After"]), (503, "2"))

        self.each_point("error", error)
        self.each_point("busy", busy, ("menu", "submit", "download"))

    def test_cut_and_broken(self):
        def cut(site, point):
            self.assertRaises((http.client.RemoteDisconnected, ConnectionError, ssl.SSLError), reach, site, site.user(), point)

        def broken(site, point):
            with self.assertRaises(http.client.IncompleteRead) as caught:
                reach(site, site.user(), point)
            self.assertGreater(len(caught.exception.partial), 0)

        self.each_point("cut", cut)
        self.each_point("broken", broken, ("menu", "taken", "status", "download"))

    def test_truncated(self):
        def check(site, point):
            page = reach(site, site.user(), point)
            self.assertEqual(page.status, 200)
            self.assertNotIn("</html>", page.source)

        self.each_point("truncated", check, ("confirm", "taken", "status", "list", "key", "password"))

    def test_slow(self):
        def check(site, point):
            before = time.monotonic()
            page = reach(site, site.user(), point)
            self.assertGreaterEqual(time.monotonic() - before, 0.4)
            self.assertEqual(page.status, 200)

        self.each_point("slow", check, ("menu", "taken", "download"))

    def test_an_application_counts_from_when_it_is_taken(self):
        for fault, applications in (("cut-submit", 0), ("cut-taken", 1), ("error-submit", 0), ("error-taken", 1)):
            with self.subTest(fault), Rehearsal("--fault", fault) as site:
                try:
                    reach(site, site.user(), "submit")
                except CUT:
                    pass
                self.assertEqual(len(site.events("application")), applications)

    def test_refused(self):
        with Rehearsal("--fault", "refused") as site:
            self.assertIn("エラーコード:E-1023", site.user().apply().text)
            self.assertEqual([e["reason"] for e in site.events("application-refused")], ["refused"])
            self.assertEqual(site.events("application"), [])

    def test_never_issued(self):
        with Rehearsal("--fault", "pending-forever") as site:
            user = site.user()
            page = user.apply()
            # Nothing is to happen in this time, however long it takes.
            time.sleep(0.5)
            self.assertIn("鍵生成中", user.fetch(page.refresh_address()).text)
            self.assertEqual(site.events("issued"), [])

    def test_issue_fails(self):
        with Rehearsal("--fault", "issue-fails") as site:
            user = site.user()
            page, seen = user.await_issue(user.apply())
            self.assertEqual(seen[-1], "発行失敗")
            self.assertFalse(page.has("鍵の取得"))
            # then nothing stands in the way of another application
            site.receive(user.renew())
            self.assertEqual(len(site.events("issue-failed")), 1)

    def test_wrong_certificates(self):
        for fault, field, wrong in (
            ("other-subject", "-subject", "9999999999"),
            ("other-ca", "-issuer", "Some Other Root CA"),
        ):
            with self.subTest(fault), Rehearsal("--fault", fault) as site:
                new = site.receive(site.user().renew())
                self.assertIn(wrong, openssl("x509", "-in", new, "-noout", field))

    def test_short_validity(self):
        year = 365 * 24 * 60 * 60
        for options, more in (([], True), (["--fault", "short-validity"], False)):
            with self.subTest(options), Rehearsal(*options) as site:
                new = site.receive(site.user().renew())
                check = ["openssl", "x509", "-in", new, "-noout", "-checkend", str(year + 60)]
                self.assertEqual(subprocess.run(check, check=False, capture_output=True).returncode == 0, more)

    def test_spoilt_files(self):
        for fault in ("half-p12", "rubbish-p12"):
            with self.subTest(fault), Rehearsal("--fault", fault + ":2") as site:
                user = site.user()
                for page in (user.renew(), self.fetch_again(user)):
                    self.assertEqual(page.status, 200)
                    self.assertRaises(subprocess.CalledProcessError, site.receive, page)
                site.receive(self.fetch_again(user))

    @staticmethod
    def fetch_again(user):
        return user.take(user.press(user.press(user.fetch("/p/ru"), "更新後証明書の取得"), "Download Key"))

    def test_keyless(self):
        with Rehearsal("--fault", "keyless-p12") as site:
            with open(site.receive(site.user().renew()), encoding="utf-8") as file:
                content = file.read()
            self.assertIn("BEGIN CERTIFICATE", content)
            self.assertNotIn("PRIVATE KEY", content)

    def test_foreign_key(self):
        for key_type in ("ec", "rsa"):
            with self.subTest(key_type), Rehearsal("--fault", "foreign-key-p12", "--key-type", key_type) as site:
                new = site.receive(site.user().renew())
                own = openssl("x509", "-in", new, "-noout", "-pubkey")
                self.assertNotEqual(own, openssl("pkey", "-in", new, "-pubout"))

    def test_new_refused(self):
        with Rehearsal("--fault", "new-refused") as site:
            new = site.receive(site.user().renew())
            self.assertEqual(site.browser(new).fetch("/p/ru").status, 403)
            self.assertEqual(site.user().fetch("/p/ru").status, 200)
            self.assertEqual(site.browser(new).fetch("/p/ru").status, 200)

    def test_already_applied(self):
        with Rehearsal("--fault", "already-applied") as site:
            user = site.user()
            self.assertIn("すでに更新申請を受け付けています", user.apply().text)
            new = site.receive(self.fetch_again(user))
            self.assertNotEqual(serial(new), serial(site.client))
            self.assertEqual(site.events("application"), [])

    def test_old_application(self):
        with Rehearsal("--fault", "old-application") as site:
            user = site.user()
            self.assertEqual(serial(site.receive(self.fetch_again(user))), serial(site.client))
            site.receive(user.renew())
            page = user.press(user.fetch("/p/ru"), "更新後証明書の取得")
            self.assertEqual(sum(len(form.buttons) for form in page.forms), 2)

    def test_always(self):
        with Rehearsal("--fault", "error-menu:always") as site:
            user = site.user()
            self.assertEqual([user.fetch("/p/ru").status for _ in range(5)], [500] * 5)

    def test_other_services(self):
        faults = ["error-obtain", "error-revoke", "error-root"]
        with Rehearsal(*[word for fault in faults for word in ("--fault", fault)]) as site:
            for path in ("/p/rcd", "/p/rx", "/p/cert"):
                self.assertEqual([site.user().fetch(path).status for _ in range(2)], [500, 200])

    def test_list_and_unknown(self):
        lines = subprocess.run([PROGRAM, "--list-faults"], check=True, capture_output=True, text=True).stdout.splitlines()
        self.assertTrue(all(len(line.split()) > 1 for line in lines))
        for name in ("no-such", "error-menu:0", "error-menu:often", "truncated-download"):
            run = subprocess.run([PROGRAM, "--fault", name], check=False, capture_output=True, text=True)
            self.assertEqual(run.returncode, 2)
            self.assertIn(name, run.stderr)


if __name__ == "__main__":
    unittest.main()
