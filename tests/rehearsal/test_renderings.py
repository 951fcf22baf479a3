# SPDX-License-Identifier: Apache-2.0
"""The whole renewal in every rendering, by what the pages say alone."""
import subprocess
import unittest

from rehearsal import PROGRAM, Rehearsal, openssl, serial

DECLARED = {  # rendering: (charset in the header, charset in the page, charset of the bytes)
    "plain": ("utf-8", "utf-8", "utf-8"),
    "sjis": ("shift_jis", None, "shift_jis"),
    "euc": (None, "euc-jp", "euc-jp"),
    "undeclared": (None, None, "shift_jis"),
    "redirect": ("euc-jp", None, "euc-jp"),
    "xhtml": (None, "utf-8", "ascii"),
}


def renderings():
    lines = subprocess.run([PROGRAM, "--list-renderings"], check=True, capture_output=True, text=True).stdout
    return [line.split()[1] for line in lines.splitlines()]


class Renderings(unittest.TestCase):
    def renew(self, rendering):
        with Rehearsal("--rendering", rendering) as site:
            # given a user at the menu, when the whole way is gone
            user = site.user()
            page = user.fetch("/p/ru")
            self.assertIn("練習用", page.text)
            confirm = user.press(page, "証明書更新申請")
            for words in ("鍵更新申請情報の確認", "0110119153", "medical", "hokkaido", "通知用メールアドレス", "申請用データ"):
                self.assertIn(words, confirm.text)
            page, seen = user.await_issue(user.press(confirm, "Submit"))
            self.assertIn("送信完了", page.text)
            self.assertEqual(seen[-1], "発行済み")
            self.assertEqual(seen[0], "鍵生成中")
            request = page.value_after("リクエストID")
            page = user.to_key(page)
            self.assertIn("鍵の取得", page.text)
            # then wrong passwords are told so, and the right one brings a file that opens with it
            self.assertIn("半角数字4桁", user.set_password(page, "１２３４").text.split("入力してください")[1])
            self.assertIn("一致しません", user.set_password(page, "1234", "1235").text)
            new = site.receive(user.take(page))
            subject = openssl("x509", "-in", new, "-noout", "-subject", "-nameopt", "RFC2253")
            self.assertIn("CN=0110119153,OU=medical,OU=hokkaido,O=ReceiptOnline,C=JP", subject)
            openssl("verify", "-CAfile", site.path("ca.pem"), new)
            # and the list has it, and gives it again under another password
            page = user.press(user.fetch("/p/ru"), "更新後証明書の取得")
            self.assertIn(request, page.text)
            again = site.receive(user.take(user.press(page, "Download Key"), "1357"), "1357", "again.pem")
            self.assertEqual(serial(new), serial(again))
            # and it is accepted on a new connection
            self.assertTrue(site.browser(new).fetch("/p/ru").has("証明書更新申請"))
            self.judge(site, serial(new))

    def judge(self, site, new):
        old = serial(site.client)
        self.assertEqual([e["serial"] for e in site.events("application")], [old])
        self.assertEqual([e["serial"] for e in site.events("issued")], [new])
        self.assertEqual([e["serial"] for e in site.events("handshake")], [old, new])
        self.assertEqual([e["serial"] for e in site.events("login")], [old, old, new])
        self.assertEqual(len(site.events("downloaded")), 2)
        self.assertEqual(site.events("rejected"), [])

    def test_whole_renewal(self):
        self.assertGreaterEqual(len(renderings()), 8)
        for rendering in renderings():
            with self.subTest(rendering):
                self.renew(rendering)

    def test_charsets(self):
        for rendering, (header, meta, charset) in DECLARED.items():
            with self.subTest(rendering), Rehearsal("--rendering", rendering) as site:
                page = site.user().fetch("/p/ru")
                source = page.body.decode(charset)
                self.assertEqual("charset=" in page.type, header is not None)
                self.assertIn(header or "", page.type.lower())
                self.assertEqual("charset=" in source, meta is not None)
                self.assertIn(meta or "", source.lower())
                if charset != "utf-8" and charset != "ascii":
                    self.assertRaises(UnicodeDecodeError, page.body.decode, "utf-8")

    def test_first_certificate_everywhere(self):
        for rendering in renderings():
            with self.subTest(rendering), Rehearsal("--rendering", rendering) as site:
                request, reference = site.ids()
                user = site.browser()
                values = {"リクエストID": request, "リファレンスID": reference, "証明書パスワード": "9753"}
                values["証明書パスワード(確認用)"] = "9753"
                file = user.press(user.fetch("/p/rcd"), "ダウンロード", values)
                site.receive(file, "9753")


if __name__ == "__main__":
    unittest.main()
