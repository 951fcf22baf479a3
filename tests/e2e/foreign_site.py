# SPDX-License-Identifier: Apache-2.0
"""What the foreign authority's site does: from a visit (step, parameters, session) to a page, a file or a redirection.

How a page looks, and how a request tells its step, is the rendering's alone.
"""
import os
import secrets
import time

import foreign_ca
from foreign_list import show_list
from foreign_obtain import obtain
from foreign_page import Answer, Field, Form, Go, Page, Visit
from foreign_troubles import TROUBLES

WEB_ERROR = b"<html><head><title>%s</title></head><body><h1>%s</h1></body></html>\n"
NAMES = (("CommonName", "0110119153"), ("Organizational Unit", "medical"), ("Organizational Unit", "hokkaido"),
         ("Organization", "ReceiptOnline"), ("Country", "JP"))


class Site:
    """All of it but the transport."""

    def __init__(self, rendering, records, faults, folder, options):
        self.rendering, self.records, self.faults = rendering, records, faults
        self.events, self.issuer = records.events, records.issuer
        self.folder, self.options, self.first = folder, options, self.issuer.serial("first")
        self.sessions = {}
        self.others = None

    # Sessions

    def session_of(self, visit, serial):
        session = self.sessions.get(visit.session)
        if session is None or session["serial"] != serial:
            return None
        if time.monotonic() - session["used"] > self.options.session_seconds:
            self.sessions.pop(visit.session, None)
            return None
        session["used"] = time.monotonic()
        return session

    def new_session(self, serial):
        session = {"id": secrets.token_hex(12), "serial": serial, "used": time.monotonic(), "words": {}}
        self.sessions[session["id"]] = session
        return session

    # Answers

    def show(self, page, session, status=200):
        headers, body = self.rendering.answer(page, session)
        return Answer(status, headers, body)

    def lost(self, visit):
        self.sessions.pop(visit.session, None)
        answer = self.show(Page("lost", "SessionLost", [
            ("warning", "SessionLostText"), ("prose", "ブラウザを閉じてから、もう一度アクセスしてください。")]), None)
        answer.headers.update(self.rendering.forget())
        return answer

    def error(self, status, words, **headers):
        text = ("%d %s" % (status, words)).encode()
        return Answer(status, {"Content-Type": "text/html", **headers}, WEB_ERROR % (text, text))

    def respond(self, request):
        """The answer to a request; None where the connection is cut without one."""
        if request.path == "/p/cert":
            with open(self.issuer.root, "rb") as root:
                return Answer(200, {"Content-Type": "application/x-x509-ca-cert"}, root.read())
        visit = self.rendering.read(request)
        if visit is None:
            return self.error(404, "Not Found")
        if visit.step.startswith("obtain"):
            before = self.trouble_before(visit, request, visit.step)
            return self.cut_within(visit.step, obtain(self, visit)) if before is False else before
        if request.serial is None:
            return self.error(403, "Forbidden")
        answer = self.troubled(visit, request)
        if visit.step == "apply":
            self.tell_sent(visit, request, answer)
        return answer

    def troubled(self, visit, request):
        """What a step answers, unless something goes wrong."""
        for step in (visit.step,) + (("proof",) if self.is_proof(visit, request) else ()):
            before = self.trouble_before(visit, request, step)
            if before is not False:
                return before
        return self.trouble_after(visit, request, self.step(visit, request))

    def is_proof(self, visit, request):
        """Whether a certificate that was fetched here shows whether it is let in."""
        return visit.step in ("enter", "menu") and request.serial != self.first

    def tell_sent(self, visit, request, answer):
        """Each Submit that arrived is told, whatever becomes of it."""
        trouble = "none" if answer is None else answer.trouble
        how = {"none": "none", "silent": "none", "close": "none", "cut-within": "part"}.get(trouble, "whole")
        self.events.tell("sent", serial=request.serial, request_id=visit.taken or None, answer=how)

    def host(self, request):
        return request.headers.get("Host", "localhost")

    def trouble_before(self, visit, request, step):
        """What goes wrong before anything is done; False for nothing."""
        take, session = self.faults.take, self.session_of(visit, request.serial)
        if take("slow-answer", step):
            time.sleep(2)
        if take("cut-before", step):
            return None
        if take("error-500", step):
            return self.error(500, "Internal Server Error")
        if take("busy", step):
            return self.error(503, "Service Unavailable", **{"Retry-After": "1"})
        if take("session-lost", step):
            return self.lost(visit)
        for name, (_, trouble) in TROUBLES.items():
            if take(name, step):
                return trouble(self, session, request)
        return False

    def trouble_after(self, visit, request, answer):
        """What goes wrong with the answer when everything is done."""
        step, take, session = visit.step, self.faults.take, self.session_of(visit, request.serial)
        for name, (_, trouble) in TROUBLES.items():
            if take(name + "-after", step):
                return trouble(self, session, request)
        if take("busy-after", step):
            return self.error(503, "Service Unavailable", **{"Retry-After": "1"})
        if take("session-lost-after", step):
            return self.lost(visit)
        if take("cut-after", step):
            return None
        if take("error-after", step):
            return self.error(500, "Internal Server Error")
        answer = self.cut_within(step, answer)
        if take("hangup", step):
            answer.trouble = "hangup"
        return answer

    def cut_within(self, step, answer):
        if self.faults.take("cut-within", step):
            answer.trouble = "cut-within"
        return answer

    def step(self, visit, request):
        """A step of the renewal, by its name."""
        session = self.session_of(visit, request.serial)
        if visit.step in ("enter", "menu") and session is None:
            session = self.new_session(request.serial)
        if session is None:
            return self.lost(visit)
        if visit.step == "fetch":
            return self.do_fetch(visit, session, request)
        return getattr(self, "do_" + visit.step)(visit, session)

    # Steps

    def do_enter(self, _visit, session):
        return self.show(Page("enter", "Enter", [("prose", "しばらくお待ちください。")],
                              refresh=(0, Go("Menu", "menu"))), session)

    def do_menu(self, _visit, session):
        self.events.tell("login", serial=session["serial"])
        return self.show(Page("menu", "Menu", [
            ("prose", "オンライン請求ネットワーク関連システム 共通認証局の電子証明書を更新します。"),
            ("prose", "行う操作を選択してください。"),
            ("menu", [Go("Apply", "confirm"), Go("Fetch", "list")])]), session)

    def do_confirm(self, _visit, session):
        if self.faults.take("refuse", "confirm"):
            return self.refuse(session)
        if self.faults.take("already", "confirm"):
            return self.already(session)
        return self.show(Page("confirm", "Confirm", [
            ("prose", "以下の内容で申請します。よろしければ「Submit」をクリックしてください。"),
            ("form", Form(Go("Submit", "apply", acts=True), values=list(NAMES), cancel=Go("Cancel", "menu"))),
        ]), session)

    def refuse(self, session):
        self.events.tell("refused", serial=session["serial"])
        return self.show(Page("error", "Error", [("warning", "この証明書は更新できません。（E1042）"),
                                                 ("menu", [Go("Back", "menu")])]), session)

    def already(self, session):
        return self.show(Page("error", "Error", [("warning", "Already"), ("menu", [Go("Back", "menu")])]), session)

    def do_apply(self, visit, session):
        if self.faults.take("refuse", "apply"):
            return self.refuse(session)
        if self.faults.take("already", "apply"):
            return self.already(session)
        if self.has_applied(session) and self.faults.take("says-already", "apply"):
            return self.already(session)
        if self.faults.take("slow", "apply"):
            self.records.slow = 5.0
        if self.rendering.carries:
            session["carried"], session["ticket"] = 0, secrets.token_hex(8)
            return Answer(303, {"Location": self.rendering.location(
                Go("Submit", "carry", {"application": session["ticket"]}), session)})
        return self.take(visit, session)

    def do_carry(self, visit, session):
        """Carries out what was sent, as often as it is asked to: the address is all that it looks at."""
        if visit.values.get("application") != session.get("ticket"):
            return self.nothing(session)
        session["carried"] += 1
        answer = self.take(visit, session)
        if session["carried"] > 1:
            self.events.tell("sent", serial=session["serial"], request_id=visit.taken, answer="whole")
        return answer

    def has_applied(self, session):
        return any(not one["failed"] for one in self.records.of(session["serial"]))

    def take(self, visit, session):
        """Makes an application, whether there is one already or not."""
        application = self.records.apply(session["serial"])
        visit.taken = application["request"]
        here = Go("Status", "status", {"application": application["request"]})
        if visit.step == "carry":
            return self.do_status(Visit(here.step, here.values, session["id"]), session)
        return self.shown_or_sent(here, self.do_status, session)

    def shown_or_sent(self, go, step, session):
        """What follows on a sent form: its page at once, or the way to it."""
        if self.rendering.redirect:
            return Answer(self.rendering.redirect, {"Location": self.rendering.location(go, session),
                                                    **self.rendering.keep(session)})
        return step(Visit(go.step, go.values, session["id"]), session)

    def application(self, visit, session):
        return self.records.find(visit.values.get("application", ""), session["serial"])

    def do_status(self, visit, session):
        application = self.application(visit, session)
        if application is None:
            return self.nothing(session)
        status = self.records.status(application, self.faults.has("issue-failed"))
        here = {"application": application["request"]}
        refresh, ways = None, []
        if status == "Failed":
            self.faults.take("issue-failed", "status")
        if status == "Issued":
            ways = [Go("GetKey", "key", here)]
        elif status != "Failed":
            refresh = (1, Go("Refresh", "status", here))
            ways = [refresh[1]] if self.rendering.wait == "button" else []
        return self.show(Page("status", "Sent", [
            ("prose", "申請情報を受け付けました。証明書の発行申請はこれで完了です。"),
            ("values", [("RequestId", application["request"]), ("ReferenceId", application["reference"]),
                        ("Status", self.rendering.word(status))]),
            ("prose", "※「証明書ステータス」は、自動的に「鍵生成中」→「発行要求中」→「発行済み」と遷移します。"),
            ("menu", ways + [Go("Back", "menu")]),
            ("prose", "受け付けた申請情報の詳細は以下のとおりです。"),
            ("values", list(NAMES)), *self.footnotes()], refresh=refresh if self.rendering.wait in ("meta", "header") else None), session)

    def footnotes(self):
        if not self.faults.take("footnote", "status"):
            return []
        return [("prose", "※申請内容に不備がある場合は、申請が却下されることがあります。その場合は「この証明書は更新できません。（E1042）」"
                 "と表示されます。")]

    def nothing(self, session):
        return self.show(Page("error", "Error", [("warning", "該当する申請情報がありません。"),
                                                 ("menu", [Go("Back", "menu")])]), session)

    def do_key(self, visit, session, warning=None):
        """The form for the password; where it comes from the list, some sites deliver right behind it."""
        application = self.application(visit, session)
        if application is None or application["issued"] is None:
            return self.nothing(session)
        if self.is_gone(application):
            return self.gone(session)
        here = {"application": application["request"]}
        direct = visit.values.get("direct")
        go = Go("DownloadKey", "fetch", here, acts=True) if direct else Go("Submit", "password", here, acts=True)
        return self.show(Page("key", "GetKey", ([("warning", warning)] if warning else []) + [
            ("prose", "鍵を暗号化するパスワードを入力してください。パスワードは任意の4桁の半角数字です。"),
            ("form", Form(go, fields=[Field("shown", "RequestId", "readonly", application["request"]),
                                      Field("password", "Password", "password"),
                                      Field("again", "PasswordAgain", "password")], cancel=Go("Cancel", "menu"))),
        ]), session)

    def is_gone(self, application):
        """Where each key is given out once: whether that one was."""
        return application["downloads"] > 0 and self.faults.take("once", "file")

    def gone(self, session):
        return self.show(Page("error", "Error", [("warning", "この鍵は取得済みです。再度取得することはできません。")]), session)

    def password_of(self, visit, step):
        """The password posted, or what is wrong with it: (password, warning)."""
        word, again = visit.values.get("password", ""), visit.values.get("again", "")
        if word != again or self.faults.take("mismatch", step):
            return None, "パスワードが一致しません。もう一度入力してください。"
        if len(word) != 4 or not (word.isascii() and word.isdigit()):
            return None, "パスワードは半角数字4桁で入力してください。"
        return word, None

    def do_password(self, visit, session):
        word, warning = self.password_of(visit, "password")
        application = self.application(visit, session)
        if warning or application is None:
            return self.do_key(visit, session, warning)
        session["words"][application["request"]] = word
        return self.shown_or_sent(Go("Download", "ready", {"application": application["request"]}),
                                  self.do_ready, session)

    def do_ready(self, visit, session):
        application = self.application(visit, session)
        if application is None:
            return self.nothing(session)
        here = {"application": application["request"]}
        page = Page("ready", "GetKey", [
            ("prose", "鍵をダウンロードします。鍵のダウンロードを行うには、「%s」をクリックしてください。"
             % self.rendering.word("Download")),
            ("menu", [Go("Download", self.rendering.delivery, here), Go("Back", "menu")])])
        return self.show(page, session)

    def do_deliver(self, visit, session):
        return self.show(Page("deliver", "GetKey", [("prose", "まもなくダウンロードを開始します。")],
                              refresh=(1, Go("Download", "file", visit.values))), session)

    def do_fetch(self, visit, session, request):
        """The password and the file in one step, from the list."""
        word, warning = self.password_of(visit, "password")
        application = self.application(visit, session)
        if warning or application is None or not application["issued"]:
            return show_list(self, session, warning or "対象を選択してください。")
        session["words"][application["request"]] = word
        visit.step = "file"
        before = self.trouble_before(visit, request, "file")
        return self.do_file(visit, session) if before is False else before

    def do_file(self, visit, session):
        application = self.application(visit, session)
        word = session["words"].get(application["request"]) if application else None
        if word is None:
            return self.nothing(session)
        if self.is_gone(application):
            return self.gone(session)
        if self.faults.take("page", "file"):
            return self.show(Page("error", "Error", [("warning", "ただいま混み合っております。時間をおいて操作してください。"),
                                                     ("menu", [Go("Back", "menu")])]), session)
        body = self.file(application, word)
        self.records.downloaded(application)
        kind, disposition = self.rendering.file_headers(application["request"])
        return Answer(200, {"Content-Type": kind, "Content-Disposition": disposition}, body)

    def file(self, application, word):
        """The PKCS#12, or what a fault makes of it."""
        take = self.faults.take
        name = self.records.pair_of(application, application["downloads"] > 0 and take("new-pair", "file"))
        if take("others", "file"):
            self.issuer.renew("others", foreign_ca.OTHER_SUBJECT)
            return self.issuer.pack("others", word)
        if take("other-issuer", "file"):
            self.others = self.others or foreign_ca.Issuer(os.path.join(
                self.folder, "stranger"), foreign_ca.STRANGER_SUBJECT)
            self.others.renew("others")
            return self.others.pack("others", word)
        if take("rubbish", "file"):
            return secrets.token_bytes(2900)
        if take("other-password", "file"):
            word = "0000" if word != "0000" else "1111"
        packed = self.issuer.pack(name, word, keyless=take("keyless", "file"))
        return packed[:len(packed) // 2] if take("half", "file") else packed

    def do_list(self, _visit, session):
        return show_list(self, session)
