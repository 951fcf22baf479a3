# SPDX-License-Identifier: Apache-2.0
"""The practice authority at its worst: each switch happens, and who applies once gets the certificate where that can be."""
import http.client
import subprocess
import time
import unittest

from rehearsal import PROGRAM, Rehearsal, openssl, serial
from test_faults import CUT, reach

SORRY = "ただいまシステムの保守を行っています。"
CROWDED = "ただいま混み合っています。しばらくしてからもう一度操作してください。"


def bare(status, type_, words):
    return lambda page: (page.status, page.type, words in page.body.decode()) == (status, type_, True)


def leads(status, target):
    return lambda page: page.status == status and target in page.headers["Location"]


# What each answer looks like; it may come to any request that is sent.
ANSWERS = {
    "maintenance": lambda page: (page.status, page.forms, page.links) == (200, [], []) and SORRY in page.text,
    "crowded": lambda page: (page.status, page.forms, page.links) == (200, [], []) and CROWDED in page.text,
    "login": lambda page: page.status == 200 and page.has("ログイン"),
    "menu-again": lambda page: page.status == 200 and page.has("証明書更新申請"),
    "no-ids": lambda page: "申請情報を受け付けました。" in page.text and "リクエスト" not in page.text,
    "empty": bare(200, "text/html", ""),
    "file": lambda page: (page.status, page.type) == (200, "application/octet-stream"),
    "forbidden": bare(403, "text/html", ""),
    "missing": bare(404, "text/html", "Not Found"),
    "bad-gateway": bare(502, "text/html", "Proxy Error"),
    "redirect-http": leads(302, "http://localhost:"),
    "redirect-away": leads(302, "https://127.0.0.1:"),
    "redirect-missing": lambda page: page.status == 404,
    "redirect-moved": leads(307, "moved=1"),
    "redirect-itself": leads(307, "/p/ru"),
}
NO_ANSWER = {"cut": "none", "reset": "none", "broken": "part"}
BEFORE_AND_AFTER = (("submit", 0), ("taken", 1))


class Case(unittest.TestCase):
    def look(self, site, user=None):
        """The list."""
        user = user or site.user()
        return user, user.press(user.fetch("/p/ru"), "更新後証明書の取得")

    def fetch_from_list(self, site):
        """Waits until the list has it; the file's page."""
        for _ in range(300):
            user, page = self.look(site)
            if page.has("Download Key"):
                return user.take(user.press(page, "Download Key"))
            time.sleep(0.05)
        raise AssertionError("the list never shows it")

    def told(self, site):
        return [(event["request"] is not None, event["answer"]) for event in site.events("sent")]


class Sending(Case):
    """Given a Submit, when its answer is this, then it was sent once, and taken or not as the switch says."""

    def finish(self, site, taken):
        site.receive(self.fetch_from_list(site) if taken else site.user().renew())
        self.assertEqual(len(site.events("application")), 1)

    def answer(self, name, point, taken, check):
        fault = f"{name}-{point}"
        with self.subTest(fault), Rehearsal("--fault", fault) as site:
            check(site)
            self.assertEqual([event["name"] for event in site.events("fault")], [fault])
            self.assertEqual(len(site.events("application")), taken)
            self.assertEqual(site.events("sent")[0]["serial"], serial(site.client))
            self.finish(site, taken)

    def test_answers(self):
        def check(site):
            page = reach(site, site.user(), "submit")
            self.assertTrue(is_it(page), (page.status, page.type, page.body))
            self.assertEqual(self.told(site), [(taken == 1, "whole")])

        for name, is_it in ANSWERS.items():
            for point, taken in BEFORE_AND_AFTER:
                self.answer(name, point, taken, check)

    def test_no_answer(self):
        def check(site):
            self.assertRaises(CUT, reach, site, site.user(), "submit")
            # a page that breaks off before it is taken is that of a taken application: nothing stands in its way
            self.assertEqual(self.told(site), [(len(site.events("application")) == 1, NO_ANSWER[name])])

        for name in NO_ANSWER:
            for point, taken in BEFORE_AND_AFTER:
                self.answer(name, point, 1 if name == "broken" else taken, check)

    def test_reset_is_a_reset(self):
        for point, _ in BEFORE_AND_AFTER:
            with self.subTest(point), Rehearsal("--fault", "reset-" + point) as site:
                self.assertRaises(ConnectionResetError, reach, site, site.user(), "submit")

    def test_silent(self):
        def check(site):
            user = site.user()
            page = reach(site, user, "confirm")
            user.connection.sock.settimeout(0.5)
            self.assertRaises(TimeoutError, user.press, page, "Submit")
            self.assertEqual(self.told(site), [(taken == 1, "none")])

        for point, taken in BEFORE_AND_AFTER:
            self.answer("silent", point, taken, check)

    def test_a_refusal_in_words_is_none(self):
        with Rehearsal("--fault", "refused") as site:
            self.assertIn("エラーコード", site.user().apply().text)
            self.assertEqual(self.told(site), [(False, "whole")])

    def test_footnote(self):
        for rendering in ("plain", "redirect"):
            with self.subTest(rendering), Rehearsal("--fault", "footnote", "--rendering", rendering) as site:
                page = site.user().apply()
                self.assertIn("申請情報を受け付けました", page.text)
                self.assertIn("エラーコード", page.text)
                self.finish(site, True)

    def test_every_sending_is_counted(self):
        """As a form by GET, as a link, as a form by POST: three times sent are three."""
        for rendering in ("get", "links", "modern"):
            with self.subTest(rendering), Rehearsal("--rendering", rendering, "--fault", "busy-submit:2") as site:
                user = site.user()
                page = user.press(user.fetch("/p/ru"), "証明書更新申請")
                self.assertEqual([user.press(page, "Submit").status for _ in range(3)], [503, 503, 200])
                self.assertEqual(self.told(site), [(False, "whole"), (False, "whole"), (True, "whole")])

    def test_already_or_charged_again(self):
        for options, applications in ((), 1), (("--fault", "charges-again"), 3):
            with self.subTest(options), Rehearsal(*options) as site:
                user = site.user()
                pages = [user.apply() for _ in range(3)]
                self.assertEqual(len(site.events("application")), applications)
                self.assertEqual(len(site.events("sent")), 3)
                self.assertEqual("すでに更新申請" in pages[2].text, applications == 1)

    def test_a_307_brings_it_twice(self):
        """Who follows a redirect that keeps the method sends once more: with one already taken that is charged again."""
        for name in ("redirect-moved", "redirect-itself"):
            with self.subTest(name), Rehearsal("--fault", name + "-taken", "--fault", "charges-again") as site:
                curl = ["curl", "-sS", "-L", "--cacert", site.path("tls-root.pem"), "--cert", site.client]
                user = site.user()
                page = user.press(user.fetch("/p/ru"), "証明書更新申請")
                words = [word for pair in page.forms[0].hidden for word in ("--data", "=".join(pair))]
                words += ["--data", "submit=Submit", "-b", "; ".join("=".join(one) for one in user.cookies.items())]
                got = subprocess.run([*curl, *words, site.start["base"] + "/p/ru"], check=True, capture_output=True, text=True)
                self.assertIn("受け付けました", got.stdout)
                self.assertEqual((len(site.events("sent")), len(site.events("application"))), (2, 2))


class Lists(Case):
    """Given an application whose answer was lost, when the list is asked, then it shows what the switch lets it."""

    def lost(self, *options, status="0.1"):
        faults = [word for one in options for word in ("--fault", one)]
        site = Rehearsal("--fault", "cut-taken", *faults, "--status-seconds", status, "--list-lag-seconds", "6")
        self.addCleanup(site.__exit__)
        self.assertRaises(CUT, reach, site, site.user(), "submit")
        return site

    def receive(self, site):
        site.receive(self.fetch_from_list(site))
        self.assertEqual(len(site.events("sent")), 1)

    def assert_empty(self, site):
        self.assertIn("表示する情報がありません", self.look(site)[1].text)

    def test_lags(self):
        site = self.lost("list-lags", status="0")
        self.assert_empty(site)
        self.receive(site)

    def test_issued_only(self):
        site = self.lost("list-issued-only", status="3")
        self.assert_empty(site)
        self.receive(site)

    def test_issued_only_and_lagging(self):
        site = self.lost("list-issued-only", "list-lags")
        self.assert_empty(site)
        self.receive(site)

    def test_unfetched_only(self):
        site = self.lost("list-unfetched-only")
        self.receive(site)
        self.assert_empty(site)

    def test_unfetched_only_when_the_file_breaks_off(self):
        site = self.lost("list-unfetched-only", "broken-download")
        self.assertRaises(http.client.IncompleteRead, self.fetch_from_list, site)
        self.assert_empty(site)

    def test_never(self):
        site = self.lost("list-never", "list-says-incomplete")
        time.sleep(1)  # more than it would take to issue
        for _ in range(3):
            self.assert_empty(site)
            self.assertIn("更新申請が完了していません", self.look(site)[1].text)

    def test_never_is_once_where_a_number_says_so(self):
        site = self.lost("list-never:1")
        self.assert_empty(site)
        self.receive(site)

    def test_shows_what_waits_otherwise(self):
        site = self.lost(status="5")
        self.assertIn("鍵生成中", self.look(site)[1].text)


class Keys(Case):
    """Given an issued certificate, when its key is fetched more than once, then it is as the switch says."""

    def test_the_same_pair(self):
        with Rehearsal() as site:
            first = serial(site.receive(site.user().renew()))
            self.assertEqual(serial(site.receive(self.fetch_from_list(site))), first)

    def test_new_pair(self):
        with Rehearsal("--fault", "new-pair") as site:
            user = site.user()
            page, _ = user.await_issue(user.apply())
            ready = user.set_password(user.to_key(page), "2468")
            pages = [user.press(ready, "Download"), user.press(ready, "Download"), self.fetch_from_list(site)]
            pems = [site.receive(page, name=f"new{number}.pem") for number, page in enumerate(pages)]
            self.assertEqual(len({openssl("pkey", "-in", pem, "-pubout") for pem in pems}), 3)
            self.assertEqual([event["serial"] for event in site.events("issued")], [serial(pem) for pem in pems])
            for pem in pems:
                self.assertEqual(site.browser(pem).fetch("/p/ru").status, 200)

    def test_new_pair_when_the_first_breaks_off(self):
        with Rehearsal("--fault", "new-pair", "--fault", "broken-download") as site:
            self.assertRaises(http.client.IncompleteRead, site.user().renew)
            site.receive(self.fetch_from_list(site))
            self.assertEqual(len(site.events("issued")), 2)
            self.assertEqual(len(site.events("application")), 1)

    def test_once(self):
        for broken in ([], ["--fault", "broken-download"]):
            with self.subTest(broken), Rehearsal("--fault", "once", *broken) as site:
                user = site.user()
                page, _ = user.await_issue(user.apply())
                ready = user.set_password(user.to_key(page), "2468")
                if broken:
                    self.assertRaises(http.client.IncompleteRead, user.press, ready, "Download")
                else:
                    site.receive(user.press(ready, "Download"))
                    self.assertIn("すでに取得されています", user.press(ready, "Download").text)
                user, page = self.look(site)
                self.assertIn("すでに取得されています", user.press(page, "Download Key").text)

    def test_once_is_not_used_up_by_a_page(self):
        with Rehearsal("--fault", "once", "--fault", "maintenance-download") as site:
            user = site.user()
            page, _ = user.await_issue(user.apply())
            ready = user.set_password(user.to_key(page), "2468")
            self.assertIn(SORRY, user.press(ready, "Download").text)
            site.receive(user.press(ready, "Download"))


class Steps(Case):
    """Given maintenance at a step, when it is over, then the certificate comes, with one application."""

    def test_maintenance(self):
        for point in ("menu", "confirm", "submit", "taken", "status", "list", "key", "password", "ready", "download"):
            options = ["--rendering", "redirect"] if point == "ready" else []
            with self.subTest(point), Rehearsal("--fault", "maintenance-" + point, *options) as site:
                self.assertTrue(ANSWERS["maintenance"](reach(site, site.user(), point)))
                site.receive(self.fetch_from_list(site) if site.events("application") else site.user().renew())
                self.assertEqual(len(site.events("application")), 1)

    def test_proof(self):
        checks = {**{name: ANSWERS[name] for name in ("maintenance", "crowded", "login", "empty", "forbidden", "missing",
                                                      "bad-gateway")},
                  "busy": lambda page: page.status == 503, "error": lambda page: page.status == 500,
                  "session-lost": lambda page: "セッション無効" in page.text}
        for name, is_it in checks.items():
            with self.subTest(name), Rehearsal("--fault", name + "-proof:2") as site:
                new = site.receive(site.user().renew())
                for _ in range(2):
                    self.assertTrue(is_it(site.browser(new).fetch("/p/ru")))
                    self.assertTrue(site.user().fetch("/p/ru").has("証明書更新申請"), "the old one is let in")
                self.assertTrue(site.browser(new).fetch("/p/ru").has("証明書更新申請"))

    def test_not_registered_yet(self):
        with Rehearsal("--fault", "refused-proof:3") as site:
            new = site.receive(site.user().renew())
            for _ in range(3):
                page = site.browser(new).fetch("/p/ru")
                self.assertEqual(page.status, 403)
                self.assertIn("登録されていません", page.text)
            self.assertEqual(site.browser(new).fetch("/p/ru").status, 200)


class Obtain(Case):
    """Given the paper notice, when /p/rcd is troubled, then it is as the switch says."""

    def obtain(self, site):
        user, ids = site.browser(), site.ids()
        values = {"リクエストID": ids[0], "リファレンスID": ids[1], "証明書パスワード": "2468", "証明書パスワード(確認用)": "2468"}
        return user.press(user.fetch("/p/rcd"), "ダウンロード", values)

    def test_maintenance(self):
        with Rehearsal("--fault", "maintenance-obtain") as site:
            self.assertTrue(ANSWERS["maintenance"](site.browser().fetch("/p/rcd")))
            site.receive(self.obtain(site))
        with Rehearsal("--fault", "maintenance-obtained", "--fault", "maintenance-proof") as site:
            self.assertTrue(ANSWERS["maintenance"](self.obtain(site)))
            new = site.receive(self.obtain(site))
            self.assertTrue(ANSWERS["maintenance"](site.browser(new).fetch("/p/ru")))
            self.assertTrue(site.browser(new).fetch("/p/ru").has("証明書更新申請"))

    def test_ids_said_to_be_wrong_for_a_while(self):
        with Rehearsal("--fault", "obtain-unknown:2") as site:
            for _ in range(2):
                self.assertIn("正しくありません", self.obtain(site).text)
            site.receive(self.obtain(site))

    def test_given_out_once(self):
        with Rehearsal("--fault", "once", "--fault", "broken-obtained") as site:
            self.assertRaises(http.client.IncompleteRead, self.obtain, site)
            self.assertIn("すでに取得されています", self.obtain(site).text)

    def test_new_pair(self):
        with Rehearsal("--fault", "new-pair") as site:
            pems = [site.receive(self.obtain(site), name=f"new{number}.pem") for number in range(2)]
            self.assertNotEqual(*[openssl("pkey", "-in", pem, "-pubout") for pem in pems])


class CommandLine(unittest.TestCase):
    def test_waits_reach_the_profile(self):
        with Rehearsal("--wait", "Issue=4", "--wait", "Settle=0") as site:
            with open(site.path("rehearsal.profile"), encoding="utf-8") as profile:
                self.assertIn("\n[Waits]\nIssue=4\nSettle=0\n", profile.read())

    def test_mistakes_are_told(self):
        for words in (["--wait", "Issue"], ["--wait", "Sleep=4"], ["--wait", "Issue=x"], ["--list-lag-seconds", "-1"]):
            with self.subTest(words):
                got = subprocess.run([PROGRAM, *words], check=False, capture_output=True, text=True, timeout=30)
                self.assertEqual((got.returncode, got.stdout), (2, ""))


if __name__ == "__main__":
    unittest.main()
