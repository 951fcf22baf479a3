# SPDX-License-Identifier: Apache-2.0
"""Renderings of the years from 2010 on: semantic elements, addresses that name things, redirections after each form."""
import html
import re

from foreign_rendering import Rendering, quoted


class Modern(Rendering):
    """Resources with their own addresses, buttons as elements, a secret in each form against forgery."""
    name, about = "utf8-modern", "semantic HTML5, button elements, label for=, definition lists, gzip, a token in forms"
    declared = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    paths = {"menu": "/renewals/", "confirm": "/renewals/new", "apply": "/renewals", "list": "/renewals/all",
             "obtain-ids": "/p/rcd/verify", "obtain-file": "/p/rcd/download"}
    inside = ("status", "key", "password", "ready", "file")
    names = {"password": "credential[passphrase]", "again": "credential[passphrase_confirmation]",
             "request": "notice[request]", "reference": "notice[reference]"}
    words = {"Submit": "送信", "GetKey": "鍵を取得する", "Download": "ダウンロードする", "PasswordAgain": "確認用パスワード",
             "Password": "鍵の暗号化パスワード"}
    session_name, cookie = "__Host-session", "%s=%s; Path=/; Secure; HttpOnly; SameSite=Strict"
    redirect, wait, transport, date_form, obtain_form = 303, "meta", "gzip", "%Y-%m-%d %H:%M", "two"

    def path(self, go):
        if go.step in self.inside:
            return "/renewals/%s/%s" % (go.values["application"], go.step)
        return self.paths[go.step]

    def parameters(self, go):
        pairs = [(self.names.get(key, key), value) for key, value in go.values.items() if key != "application"]
        return pairs + ([("authenticity_token", self.session["id"][::-1])] if go.acts and self.session else [])

    def step_of(self, path, values):
        match = re.fullmatch(r"/renewals/(\d+)/(\w+)", path)
        if match and match.group(2) in self.inside:
            values["application"] = match.group(1)
            return match.group(2)
        return super().step_of(path, values)

    def read(self, request):
        visit = super().read(request)
        token = visit and visit.values.pop("authenticity_token", None)
        if visit and (visit.step in ("apply", "password")) and (
            request.method != "POST" or token != visit.session[::-1]):
            raise ValueError("the token did not come back, or not by POST")
        return visit

    def document(self):
        title = self.text(self.page.title)
        return ('<!doctype html>\n<html lang=ja><head>%s%s<title>%s | 共通認証局</title></head><body><header><nav>'
                '<a href="/help">ヘルプ</a></nav></header><main><h1>%s</h1>\n%s\n</main><footer><small>© 2024</small>'
                '</footer></body></html>' % (self.declared, self.refresh(), title, title, self.parts()))

    def put_warning(self, text):
        return '<div role="alert"><svg width="1" height="1"><title>!</title></svg><p>%s</p></div>' % self.text(text)

    def put_values(self, pairs):
        return "<dl>%s</dl>" % "".join("<dt>%s</dt>\n  <dd><code>%s</code></dd>\n" % (self.text(label),
                                                                                                self.text(value))
                                       for label, value in pairs)

    def put_way(self, go):
        return '<a class="button" href="%s"><span class="icon" aria-hidden="true"></span> <span>%s</span></a>' % (
            html.escape(self.address(go)), self.text(go.label))

    def put_form(self, form):
        fields = ""
        for field in form.fields:
            if field.kind == "readonly":
                fields += self.put_values([(field.label, field.value)])
                continue
            limits = ' inputmode="numeric" pattern="[0-9]{4}" maxlength="4"' if field.kind == "password" else ""
            fields += ('<div class="field"><label for="f-%s">%s <abbr title="必須">*</abbr></label>\n'
                       '<input id="f-%s" name="%s" type="%s" required autocomplete="off"%s></div>' % (
                           field.key, self.text(field.label), field.key, self.field_name(field), field.kind, limits))
        return ('%s<form action="%s" method="post" accept-charset="utf-8">%s%s<button type="submit"><b>%s</b></button>'
                '</form>%s'
                % (self.above(form), self.path(form.go), self.hidden(form.go), fields,
                   self.text(form.go.label), self.below(form)))

    def put_listing(self, listing):
        articles = ""
        for cells, go in listing.rows:
            articles += "<li><article>%s%s</article></li>" % (
                self.put_values(list(zip(listing.headings, cells))), self.put_way(go) if go else "")
        return "<ol>%s</ol>" % articles

    def file_headers(self, request):
        return "application/octet-stream", "attachment; filename*=" + quoted("証明書_%s.p12" % request)


class DivSpans(Rendering):
    """Nothing but div and span; addresses relative to each page."""
    name, about = "div-spans", "divs with spans for tables and lists, labels as text before a field, relative addresses"
    declared = '<meta http-equiv="content-type" content="text/html; charset=UTF-8">'
    content_type = "text/html"
    paths = {step: "/p/ru/app/" + step for step in Rendering.paths}
    words = {"Status": "ステータス", "Refresh": "最新の状態に更新", "DownloadKey": "Download Key", "AppliedAt": "申請日"}
    session_name, wait, list_form, date_form = "s", "header", "direct", "%Y.%m.%d %H:%M"

    def address(self, go):
        """Relative: ../app/x from below /p/ru/app/, from the entry's own place ru/app/x."""
        whole = super().address(go)
        place = "/p/ru/app/"
        if self.page is None or self.page.name in ("menu", "obtain", "lost"):
            return whole
        return "../app/" + whole[len(place):]

    def put_prose(self, text):
        return "<div class=t>%s</div>" % self.text(text)

    def put_warning(self, text):
        return "<div class=e><span></span><span>%s</span></div>" % self.text(text)

    def put_values(self, pairs):
        return '<div class="grid">%s</div>' % "".join(
            '<div class="r"><div class="k">%s</div><div class="v">%s</div></div>' % (self.text(label), self.text(value))
            for label, value in pairs)

    def put_form(self, form):
        fields = ""
        for field in form.fields:
            inner = "<span>%s</span>" % field.value
            if field.kind != "readonly":
                inner = '<input type="%s" name="%s">' % (field.kind, self.field_name(field))
            fields += "<div>%s: %s</div>" % (self.text(field.label), inner)
        return '%s<form action="%s" method=post><div>%s%s</div><div><input type=submit value=%s></div></form>' % (
            self.above(form), html.escape(self.path(form.go)), self.hidden(form.go), fields,
            '"%s"' % self.text(form.go.label))

    def put_listing(self, listing):
        rows = '<div class="head">%s</div>' % "".join("<span>%s</span>" %
                                                      self.text(label) for label in listing.headings)
        for cells, go in listing.rows:
            rows += '<div class="row">%s<span>%s</span></div>' % (
                "".join("<span>%s</span>" % self.text(cell) for cell in cells), self.put_way(go) if go else "")
        return '<div class="list">%s</div>' % rows


class Multipart(Rendering):
    """One form a page, sent as multipart; each button says by itself where to."""
    name, about = "multipart", "one multipart form a page, formaction on its buttons, the session in a hidden field"
    session_in, session_name = "parameter", "_flowExecutionKey"
    paths = {step: "/p/%s/%s.do" % ("rcd" if step.startswith("obtain") else "ru", step) for step in Rendering.paths}
    names = {"application": "bean.applicationNo", "password": "bean.pass1", "again": "bean.pass2"}
    words = {"Apply": "更新申請", "Issued": "発行完了", "Download": "鍵のダウンロード"}
    list_form, date_form, transport = "inline", "%Y/%m/%d", "chunked"

    def document(self):
        title = self.text(self.page.title)
        return ('<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN"><html><head><title>%s</title></head>'
                '<body><form method="post" enctype="multipart/form-data" action="/p/ru/menu.do"><h3>%s</h3>%s%s</form>'
                '</body></html>'
                % (title, title, self.hidden_session(), self.parts()))

    def hidden_session(self):
        return self.input % ("hidden", self.session_name, self.session["id"]) if self.session else ""

    def put_way(self, go):
        values = "".join(self.input % ("hidden", self.names[key], value)
                         for key, value in go.values.items() if key == "application")
        extra = "?direct=1" if go.values.get("direct") else ""
        return '%s<button type="submit" name="pressed" value="%s" formaction="%s">%s</button>' % (
            values, go.step, self.path(go) + extra, self.text(go.label))

    def put_menu(self, ways):
        ways = [go for go in ways if go.step != "menu"] + [go for go in ways if go.step == "menu"]
        return "<div>%s</div>" % " ".join(self.put_way(go) for go in ways)

    def put_values(self, pairs):
        return "<table>%s</table>" % "".join("<tr><td class=label>%s</td><td>：</td><td>%s</td></tr>" % (
            self.text(label), self.text(value)) for label, value in pairs)

    def put_inputs(self, fields):
        rows = "".join("<tr><td>%s</td><td>：</td><td>%s</td></tr>" % (
            self.text(field.label), field.value if field.kind == "readonly" else
            self.input % (field.kind, self.field_name(field), "")) for field in fields)
        return "<table>%s</table>" % rows

    def put_form(self, form):
        return "%s%s%s%s" % (self.above(form), self.put_inputs(form.fields),
                             self.put_way(form.go), self.below(form))

    def put_listing(self, listing):
        rows = "<tr>%s</tr>" % "".join("<th>%s</th>" % self.text(label) for label in listing.headings)
        for cells, go in listing.rows:
            button = '<button type="submit" formaction="%s?%s=%s">%s</button>' % (
                self.path(go), self.names["application"], cells[0], self.text(go.label)) if go else ""
            rows += "<tr>%s<td>%s</td></tr>" % ("".join("<td>%s</td>" % self.text(cell) for cell in cells), button)
        return "%s<table border>%s</table>" % (self.put_inputs(listing.fields), rows)


class SelectRadio(Rendering):
    """What to do is chosen, then sent by one button."""
    name, about = "select-radio", "the menu's action and the list's row are chosen by radio buttons, sent by one Submit"
    paths = {**{step: "/p/ru/step/" + step for step in Rendering.paths}, "chosen": "/p/ru/step/chosen"}
    session_name, list_form, redirect = "RASESSION", "radio", 302
    wait = "button"

    def step_of(self, path, values):
        if path == self.paths["chosen"]:
            return values.get("action") if values.get("action") in self.paths else "menu"
        return super().step_of(path, values)

    def put_menu(self, ways):
        if self.page.name != "menu":
            return super().put_menu(ways)
        radios = "".join('<input type="radio" name="action" id="a%d" value="%s"><label for="a%d">%s</label><br>' % (
            at, go.step, at, self.text(go.label)) for at, go in enumerate(ways))
        return '<form action="%s" method="post"><fieldset>%s</fieldset><input type="submit" value="Submit"></form>' % (
            self.paths["chosen"], radios)

    def put_way(self, go):
        return self.put_button(go, "get")

    def put_form(self, form):
        rows = "".join("<tr><th>%s</th><td>%s</td></tr>" % (
            self.text(field.label), field.value if field.kind == "readonly" else self.input % (
                field.kind, self.field_name(field), "")) for field in form.fields)
        return '%s<form action="%s" method="post">%s<table>%s</table><input type="submit" value="%s"></form>' % (
            self.above(form), self.path(form.go), self.hidden(form.go), rows,
            self.text(form.go.label))

    def put_listing(self, listing):
        rows = "<tr><th></th>%s</tr>" % "".join("<th>%s</th>" % self.text(label) for label in listing.headings[:-1])
        ready = [go for _, go in listing.rows if go]
        for cells, go in listing.rows:
            state = "disabled" if go is None else "checked" if go is ready[-1] else ""
            rows += '<tr><td><input type="radio" name="application" value="%s" %s></td>%s</tr>' % (
                cells[0], state, "".join("<td>%s</td>" % self.text(cell) for cell in cells))
        button = '<input type="submit" value="%s">' % self.text("DownloadKey") if ready else ""
        return '<form action="%s" method="post"><table>%s</table>%s</form>' % (self.paths["key"], rows, button)


class RefreshHeader(SelectRadio):
    """Pages that go on by themselves: before the menu, while the certificate is made, and to the file."""
    name, about = "refresh", "a page before the menu, the waiting and the download go on by meta refresh"
    entry, wait, delivery, list_form, redirect = "enter", "meta", "deliver", "page", None
    paths = {step: "/ra/%s.aspx" % step for step in Rendering.paths}
    declared = '<meta content="text/html; charset=utf-8" http-equiv="Content-Type">'
    session_name, content_type = "ASP.NET_SessionId", "text/html"

    def step_of(self, path, values):
        return Rendering.step_of(self, path, values)

    def put_menu(self, ways):
        return Rendering.put_menu(self, ways)

    def refresh(self):
        if not self.page.refresh:
            return ""
        seconds, go = self.page.refresh
        return "<META CONTENT=\"%d; URL='%s'\" HTTP-EQUIV=\"Refresh\">" % (seconds, html.escape(self.address(go)))

    def put_listing(self, listing):
        return DivSpans.put_listing(self, listing)


class PostRedirectGet(DivSpans):
    """Each form is answered by a redirection; every address is relative to <base>."""
    name, about = "post-redirect-get", "303 after each form, relative Location, base href, the status by reloading only"
    declared = '<base href="/p/ru/flow/"><meta charset="UTF-8">'
    paths = {step: "/p/ru/flow/x/" + step for step in Rendering.paths}
    words = {"Submit": "申請", "Download": "ダウンロード", "RequestId": "受付番号"}
    session_name, redirect, wait, list_form = "sid", 303, "none", "page"

    def path(self, go):
        return "x/" + go.step

    def address(self, go):
        return Rendering.address(self, go)

    def location(self, go, session):
        return "./" + self.painter(None, session).address(go)[2:]

    def put_values(self, pairs):
        return "<ul>%s</ul>" % "".join("<li><b>%s</b> %s</li>" %
                                       (self.text(label), self.text(value)) for label, value in pairs)


class CarriedOut(PostRedirectGet):
    """What is sent is only noted: the address that the redirection leads to does it."""
    name, about = "carried-out-by-get", "an application is made by the GET that a 303 leads to, each time that it comes"
    session_name, carries, wait = "flow", True, "button"


RENDERINGS = [Modern, DivSpans, Multipart, SelectRadio, RefreshHeader, PostRedirectGet, CarriedOut]
