# SPDX-License-Identifier: Apache-2.0
"""Renderings of the years around 2005: tables for the layout, links with the session in them, pictures for buttons."""
import html

from foreign_rendering import Rendering


class TableForms(Rendering):
    """A CGI script with one address; the step is a hidden code and the button's own words."""
    name, about = "table-forms-sjis", "Shift_JIS told by a meta tag alone, layout tables, upper case, cells left open"
    encoding, content_type = "cp932", "text/html"
    declared = '<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=Shift_JIS">'
    input = '<INPUT TYPE="%s" NAME="%s" VALUE="%s">'
    codes = {"menu": "00", "confirm": "10", "apply": "11", "status": "12", "key": "20", "password": "21", "ready": "22",
             "file": "23", "list": "30", "obtain-file": "41"}
    names = {"application": "REQID", "password": "PWD", "again": "PWD2", "request": "RID", "reference": "FID"}
    session_name, tls12 = "CGISESSID", True
    script = "/cgi-bin/ru/main.cgi"

    def path(self, go):
        return self.script

    def parameters(self, go):
        return [("MODE", self.codes[go.step])] + super().parameters(go)

    def step_of(self, path, values):
        if path != self.script:
            return super().step_of(path, values)
        step = next((step for step, code in self.codes.items() if code == values.get("MODE")), None)
        pressed = values.get("CMD")
        words = [self.word(key) for key in ("Apply", "Fetch", "Submit", "Cancel", "GetKey", "Download", "DownloadKey",
                                            "Refresh", "Obtain", "Back")]
        if step is None or pressed not in words:
            raise ValueError("MODE or the pressed button did not arrive as it stood in the page: %r" % values)
        return step

    def document(self):
        title = self.text(self.page.title)
        return ('<HTML><HEAD>%s<TITLE>%s</TITLE></HEAD>\n<BODY BGCOLOR=#FFFFFF TEXT=#000000>\n'
                '<CENTER><TABLE WIDTH=600><TR><TD BGCOLOR=#003399><FONT COLOR=#FFFFFF SIZE=+1><B>%s</B></FONT>\n'
                '<TR><TD>%s\n</TABLE></CENTER></BODY></HTML>'
                % (self.declared, title, title, self.parts()))

    def put_prose(self, text):
        return "<FONT SIZE=2>%s</FONT><BR>" % self.text(text)

    def put_warning(self, text):
        return "<FONT COLOR=RED><B>%s</B></FONT><BR>" % self.text(text)

    def put_values(self, pairs):
        return "<TABLE BORDER=1>%s</TABLE>" % "".join(
            "<TR><TD BGCOLOR=#CCCCFF NOWRAP>%s<TD>%s\n" % (self.text(label), self.text(value))
            for label, value in pairs)

    def button(self, go):
        return '<INPUT TYPE=SUBMIT NAME=CMD VALUE="%s">' % self.text(go.label)

    def put_way(self, go):
        return "<FORM METHOD=POST ACTION=%s>%s%s</FORM>" % (self.path(go), self.hidden(go), self.button(go))

    def put_form(self, form):
        rows = "".join("<TR><TD>%s<TD>%s" % (self.text(label), self.text(value)) for label, value in form.values)
        for field in form.fields:
            if field.kind == "readonly":
                rows += "<TR><TD>%s<TD><B>%s</B>" % (self.text(field.label), field.value)
            else:
                rows += '<TR><TD NOWRAP>%s<TD><INPUT TYPE=%s NAME=%s SIZE=12>' % (
                    self.text(field.label), field.kind.upper(), self.field_name(field))
        reset = "<INPUT TYPE=RESET VALUE=クリア>" if form.fields else ""
        return ("<TABLE BORDER=0><FORM METHOD=POST ACTION=%s>%s%s<TR><TD COLSPAN=2 ALIGN=CENTER>%s%s</FORM></TABLE>%s"
                % (self.path(form.go), self.hidden(form.go), rows, self.button(form.go), reset,
                   self.below(form)))

    def put_listing(self, listing):
        rows = "<TR BGCOLOR=#CCCCFF>" + "".join("<TH>%s" % (self.text(label) or "&nbsp;") for label in listing.headings)
        for cells, go in listing.rows:
            rows += "<TR>" + "".join("<TD>%s" % self.text(cell) for cell in cells)
            rows += "<TD>" + (self.put_way(go) if go else "&nbsp;")
        return "<TABLE BORDER=1 CELLPADDING=3>%s</TABLE>" % rows


class EucLinks(Rendering):
    """Everything is a GET; the session and the step stand in the address, values in lines of text."""
    name, about = "euc-links", "EUC-JP told by the header, links with the session in them, values as lines of text"
    encoding, content_type = "euc_jp", "text/html;charset=EUC-JP"
    words = {"Apply": "更新申請", "Fetch": "更新後の証明書の取得", "Submit": "送信", "GetKey": "証明書の取得",
             "Download": "ダウンロード", "DownloadKey": "鍵のダウンロード", "Status": "発行状況",
             "Refresh": "最新の情報に更新", "PasswordAgain": "パスワード（確認）", "Issued": "発行済"}
    session_in, session_name = "parameter", "SID"
    names = {"application": "no", "password": "p1", "again": "p2"}
    date_form, tls12, transport = "%Y年%m月%d日 %H時%M分", True, "close"
    steps = ("menu", "confirm", "apply", "status", "key", "password", "ready", "file", "list", "obtain-file")

    def path(self, go):
        return "/p/rcd/index.php" if go.step == "obtain-file" else "/p/ru/index.php"

    def parameters(self, go):
        return [("P", str(self.steps.index(go.step)))] + super().parameters(go)

    def step_of(self, path, values):
        if path.endswith("/index.php") and values.get("P", "").isdigit():
            return dict(enumerate(self.steps)).get(int(values["P"]))
        return super().step_of(path, values)

    def put_prose(self, text):
        return self.text(text) + "<br>"

    put_warning = put_prose

    def put_values(self, pairs):
        return "<hr>\n" + "".join("%s：%s<br>\n" % (self.text(label), self.text(value))
                                  for label, value in pairs) + "<hr>"

    def put_menu(self, ways):
        return " | ".join('[<a href="%s">%s</a>]' % (html.escape(self.address(go)), self.text(go.label)) for go in ways)

    def put_form(self, form):
        if not form.fields:
            return self.put_values(form.values) + self.put_menu([form.go, form.cancel])
        lines = ""
        for field in form.fields:
            lines += self.text(field.label) + "："
            lines += field.value if field.kind == "readonly" else '<input type=%s name=%s size=10 maxlength=64>' % (
                field.kind, self.field_name(field))
            lines += "<br>\n"
        return ('<form action="%s">%s%s<input type=submit value="%s"></form>'
                % (self.path(form.go), self.hidden(form.go), lines, self.text(form.go.label)))

    def put_listing(self, listing):
        items = ""
        for cells, go in listing.rows:
            items += "<li>" + " / ".join("%s：%s" % (self.text(label), self.text(cell))
                                         for label, cell in zip(listing.headings, cells))
            items += "<br>" + self.put_menu([go]) if go else ""
        return "<ul>%s</ul>" % items


class ImageButtons(TableForms):
    """Pictures for buttons and links, a map for the menu; nowhere a word about the characters."""
    name, about = "image-buttons", "pictures for buttons, links and a map of links; Shift_JIS that nothing tells of"
    declared, tls12 = "", False
    script = "/ra/renew.dll"
    words = {"Fetch": "更新後証明書の取得", "Submit": "送信", "Download": "ダウンロード"}
    session_name = "ASPSESSIONIDQQ"

    def step_of(self, path, values):
        if path != self.script:
            return Rendering.step_of(self, path, values)
        step = next((step for step, code in self.codes.items() if code == values.get("MODE")), None)
        if step is not None and values.get("VIA") == "form" and not {"go.x", "go.y"} <= set(values):
            raise ValueError("a picture was pressed, and its coordinates did not come: %r" % values)
        return step

    def button(self, go):
        return ('<INPUT TYPE=HIDDEN NAME=VIA VALUE=form>'
                '<INPUT TYPE=IMAGE NAME=go SRC=/img/b%s.gif ALT="%s" BORDER=0>') % (
                    self.codes[go.step], self.text(go.label))

    def put_menu(self, ways):
        if self.page.name != "menu":
            return super().put_menu(ways)
        areas = "".join('<AREA SHAPE=RECT COORDS="0,%d,200,%d" HREF="%s" ALT="%s">' % (
            at * 40, at * 40 + 38, html.escape(self.address(go)), self.text(go.label)) for at, go in enumerate(ways))
        return '<IMG SRC="/img/menu.gif" WIDTH=200 HEIGHT=80 BORDER=0 USEMAP="#m"><MAP NAME="m">%s</MAP>' % areas

    def put_way(self, go):
        if go.step == "menu":
            return '<A HREF="%s"><IMG SRC=/img/back.gif BORDER=0 ALT="%s"></A>' % (
                html.escape(self.address(go)), self.text(go.label))
        return super().put_way(go)


class Xhtml(Rendering):
    """XHTML 1.0 Strict with every character beyond ASCII as a reference."""
    name, about = "xhtml-entities", "XHTML in US-ASCII, self-closed elements, all Japanese as character references"
    encoding, content_type = "ascii", "application/xhtml+xml"
    input = '<input type="%s" name="%s" value="%s" />'
    paths = {step: "/p/ru/%s.jsp" % step.replace("-", "_") for step in Rendering.paths}
    names = {"application": "form:id", "password": "form:secret", "again": "form:secretConfirm"}
    words = {"PasswordAgain": "パスワード再入力", "Refresh": "再読み込み", "CommonName": "コモンネーム"}
    session_name, cookie, date_form = "JSESSIONID", "%s=%s; Path=/p; Secure; HttpOnly", "%Y-%m-%dT%H:%M:%S+09:00"
    transport = "chunked"

    def text(self, key):
        return "".join("&#x%x;" % ord(c) if ord(c) > 126 else html.escape(c) for c in self.word(key))

    def document(self):
        title = self.text(self.page.title)
        return ('<?xml version="1.0" encoding="US-ASCII"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" '
                '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">\n'
                '<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="ja"><head><title>%s</title>'
                '<link rel="stylesheet" href="/s.css" /></head><body><div id="page"><h2>%s</h2><br />%s</div>'
                ' </body></html>' % (title, title, self.parts()))

    def put_values(self, pairs):
        return '<table summary=""><tbody>%s</tbody></table>' % "".join(
            '<tr><th scope="row"><span>%s</span></th><td><div>%s</div></td></tr>' % (self.text(label), self.text(value))
            for label, value in pairs)

    def put_form(self, form):
        rows = "".join('<div><label>%s <input type="%s" name="%s" value="%s"%s /></label></div>' % (
            self.text(field.label), "text" if field.kind == "readonly" else field.kind, self.field_name(field),
            field.value, ' readonly="readonly"' if field.kind == "readonly" else "") for field in form.fields)
        return ('%s<form action="%s" method="post">%s<div>%s<input type="submit" name="form:go" value="%s" /></div>'
                '</form>%s'
                % (self.above(form), self.path(form.go), rows, self.hidden(form.go),
                   self.text(form.go.label), self.below(form)))

    def put_listing(self, listing):
        head = "".join("<th>%s</th>" % self.text(label) for label in listing.headings)
        rows = "".join("<tr>%s<td>%s</td></tr>" % ("".join("<td>%s</td>" % self.text(cell) for cell in cells),
                                                  self.put_way(go) if go else "<br />") for cells, go in listing.rows)
        return "<table><thead><tr>%s</tr></thead><tbody>%s</tbody></table>" % (head, rows)


RENDERINGS = [TableForms, EucLinks, ImageButtons, Xhtml]
