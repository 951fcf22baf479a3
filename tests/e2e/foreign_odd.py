# SPDX-License-Identifier: Apache-2.0
"""Renderings that are odd in one way each: widths and blanks, values below their headings, much that misleads."""
import html

from foreign_new import SelectRadio
from foreign_old import EucLinks, TableForms
from foreign_rendering import Rendering

WIDE = {code: chr(code + 0xFEE0) for code in range(0x21, 0x7F)}


class Fullwidth(TableForms):
    """Words in every width and with blanks of every kind, told as windows-31j."""
    name, about = "fullwidth", "full-width Latin, half-width kana, ideographic and no-break spaces, breaks in labels"
    content_type, declared = "text/html; charset=Windows-31J", ""
    words = {"Apply": "証明書　更新申請", "Fetch": " 更新後証明書 の 取得 ", "Submit": "Ｓｕｂｍｉｔ", "GetKey": "鍵 の 取 得",
             "Download": "Ｄｏｗｎｌｏａｄ", "DownloadKey": "Ｄｏｗｎｌｏａｄ　Ｋｅｙ", "Password": "ﾊﾟｽﾜｰﾄﾞ",
             "PasswordAgain": "ﾊﾟｽﾜｰﾄﾞの確認", "Status": "証 明 書 ス テ ー タ ス", "RequestId": "リクエスト　ＩＤ",
             "ReferenceId": "ﾘﾌｧﾚﾝｽ ID", "Generating": "鍵　生　成　中", "Issued": "発行 済み", "Refresh": "再　表　示",
             "SessionLostText": "ｾｯｼｮﾝが無効です。", "SessionLost": "セッション　無効"}
    session_name = "WIDE"

    def step_of(self, path, values):
        if path != self.script:
            return Rendering.step_of(self, path, values)
        return next((step for step, code in self.codes.items() if code == values.get("MODE")), None)

    def date(self, moment):
        return super().date(moment).translate(WIDE)

    def put_values(self, pairs):
        return "<TABLE>%s</TABLE>" % "".join("<TR><TD>&nbsp;■&nbsp;%s&nbsp;：<TD>&nbsp;%s&nbsp;\n" % (
            self.text(label).replace(" ", "&nbsp;"), self.text(value)) for label, value in pairs)

    def button(self, go):
        return "<BUTTON TYPE=SUBMIT>\n&nbsp;<B>%s</B>\n&#12288;</BUTTON>" % self.text(go.label).replace("　", "<BR>")


class VerticalTable(Rendering):
    """Headings in one row, what they stand for in the next one, for values and fields alike."""
    name, about = "vertical-table", "headings in one row and values or fields in the row below"
    content_type, declared = "text/html; charset=UTF-8", "<meta charset=utf-8>"
    words = {"Status": "状態", "Refresh": "状態を確認", "DownloadKey": "鍵の取得", "Submit": "次へ",
             "Password": "証明書パスワード", "PasswordAgain": "証明書パスワード(確認用)", "AppliedAt": "受付日時"}
    session_name, date_form = "VT", "%y/%m/%d %H:%M:%S"
    paths = {step: "/p/ru/%d" % at for at, step in enumerate(Rendering.paths)}

    def date(self, moment):
        return "令和%d年%d月%d日 %02d:%02d:%02d" % (moment.year - 2018, moment.month, moment.day, moment.hour, moment.minute,
                                              moment.second)

    def table(self, headings, rows):
        return "<table><thead><tr>%s</tr></thead><tbody>%s</tbody></table>" % (
            "".join("<th>%s</th>" % self.text(label) for label in headings),
            "".join("<tr>%s</tr>" % "".join("<td>%s</td>" % cell for cell in row) for row in rows))

    def put_values(self, pairs):
        return self.table([label for label, _ in pairs], [[self.text(value) for _, value in pairs]])

    def put_way(self, go):
        return self.put_button(go)

    def put_form(self, form):
        cells = [field.value if field.kind == "readonly" else self.input % (field.kind, self.field_name(field), "")
                 for field in form.fields]
        table = self.table([field.label for field in form.fields], [cells]) if cells else ""
        return '%s<form action="%s" method="post">%s%s<input type="submit" value="%s"></form>%s' % (
            self.above(form), self.path(form.go), self.hidden(form.go), table,
            self.text(form.go.label), self.put_button(form.cancel) if form.cancel else "")

    def put_listing(self, listing):
        return self.table(listing.headings, [[self.text(cell) for cell in cells] + [self.put_button(go) if go else ""]
                                             for cells, go in listing.rows])


class Noise(SelectRadio):
    """The same among other things: other forms, other buttons, text that nobody sees and old rows in the list."""
    name, about = "noise", "search, language and logout forms, hidden and disabled things, misleading comments"
    paths = {step: "/p/ru/" + step[::-1] for step in Rendering.paths}
    session_name, list_form, redirect = "NOISE", "page", None
    first = """<!-- <a href="/p/ru/tuogol">証明書更新申請</a> 証明書ステータス: 発行済み -->
<script>document.write('<form><input type="submit" value="Submit"></form> セッション無効');</script>
<style>.s:after { content: "発行済み"; }</style>
<form action="/p/ru/hcraes" method="get"><input type="text" name="q" placeholder="サイト内検索">
<input type="submit" value="検索"></form>
<form action="/p/ru/hcraes" method="get"><select name="lang"><option>日本語<option>English</select>
<button>Language</button></form>
<form action="/p/ru/tuogol" method="post"><input type="submit" value="ログアウト"></form>
<div hidden><p>証明書ステータス：発行失敗</p><a href="/p/ru/tuogol">鍵の取得</a></div>
<p style="display:none">セッション無効</p><template><button>Download</button></template>
<ol class="steps"><li>申請内容の確認</li><li>Submit</li><li>鍵の取得</li><li>Download</li></ol>"""
    last = """<h3>お知らせ</h3><ul><li>2020/12/14 「セッション無効」と表示された場合は、ブラウザを閉じてやり直してください。</li>
<li><a href="/p/ru/hcraes">証明書更新申請の手順について</a></li><li><a href="/p/rx">証明書の失効</a></li></ul>
<form action="/p/ru/tuogol" method="post"><input type="password" name="admin" disabled>
<input type="submit" value="管理者ログイン" disabled>
</form>"""

    def step_of(self, path, values):
        return Rendering.step_of(self, path, values)

    def document(self):
        title = self.text(self.page.title)
        return ('<html><head><meta charset="utf-8"><title>%s</title></head><body>%s<h2>%s</h2>%s%s</body></html>'
                % (title, self.first, title, self.parts(), self.last))

    def read(self, request):
        visit = super().read(request)
        if visit and (visit.values.get("trap") or visit.values.get("dead")):
            raise ValueError("a field was sent that a browser would not send")
        if request.path == self.paths["logout"]:
            visit.session = ""
        return visit

    def put_menu(self, ways):
        return "<ul>%s</ul>" % "".join("<li>%s</li>" % self.put_way(go) for go in ways)

    def put_way(self, go):
        return self.put_button(
            go, "post", '<input type="checkbox" name="trap" value="1">' if go.label == "GetKey" else "")

    def put_form(self, form):
        rows = "".join('<tr><th>%s<span class="must">必須</span></th><td>%s<small>（半角）</small></td></tr>' % (
            self.text(field.label),
            '<input name="shown" value="%s" readonly>' % field.value if field.kind == "readonly" else
            self.input % (field.kind, self.field_name(field), "")) for field in form.fields)
        cancel = '<button type="submit" name="action" value="back" formaction="%s">%s</button>' % (
            self.path(form.cancel), self.text(form.cancel.label)) if form.cancel else ""
        return ('%s<form action="%s" method="post">%s<input type="hidden" name="dead" value="1" disabled>'
                '<table>%s</table>%s'
                '<input type="submit" name="action" value="%s"><input type="reset" value="クリア"><button type="button">印刷'
                '</button></form>' % (self.above(form), self.path(form.go),
                                      self.hidden(form.go), rows, cancel, self.text(form.go.label)))

    def put_listing(self, listing):
        old = ["202112140100009", "0110119153", "2021/12/14 10:11:12", "取得済み"]
        dead = "<button disabled>%s</button>" % self.text("DownloadKey")
        rows = "<tr>%s</tr>" % "".join("<th>%s</th>" % self.text(label) for label in listing.headings)
        for cells, go in [(old, None)] + listing.rows:
            rows += "<tr>%s<td>%s</td></tr>" % ("".join("<td>%s</td>" % self.text(cell) for cell in cells),
                                               self.put_way(go) if go else dead)
        return "<table>%s</table>" % rows


class ReadOnlyFields(Rendering):
    """Values stand in fields that cannot be written, labels in aria-label, legends and placeholders."""
    name, about = "read-only-fields", "values in read-only fields and outputs, labels in aria-label or placeholder"
    session_name, list_form, obtain_form = "ro", "direct", "two"
    words = {"Password": "Password", "PasswordAgain": "Confirm password", "RequestId": "Request ID",
             "ReferenceId": "Reference ID", "Refresh": "Reload", "Download": "Download"}
    paths = {step: "/p/ru;step=" + step for step in Rendering.paths}

    def put_values(self, pairs):
        return "<form>%s</form>" % "".join('<p><label for="v%d">%s</label> %s</p>' % (
            at, self.text(label), '<output id="v%d">%s</output>' % (at, self.text(value)) if at % 3 == 2 else
            '<input id="v%d" readonly value="%s">' % (at, self.text(value))) for at, (label, value) in enumerate(pairs))

    def put_form(self, form):
        fields = ""
        for at, field in enumerate(form.fields):
            if field.kind == "readonly":
                fields += '<p><label>%s<input readonly name="shown" value="%s"></label></p>' % (
                    self.text(field.label), field.value)
            else:
                fields += '<p><input type="%s" name="%s" %s="%s"></p>' % (
                    field.kind, self.field_name(field), ("aria-label", "placeholder")[at % 2], self.text(field.label))
        return ('%s<form action="%s" method="post"><fieldset><legend>%s</legend>%s%s</fieldset>'
                '<button>%s</button></form>'
                % (self.above(form), html.escape(self.path(form.go)),
                   self.text(self.page.title), self.hidden(form.go), fields, self.text(form.go.label)))

    def put_listing(self, listing):
        items = ""
        for cells, go in listing.rows:
            items += "<fieldset><legend>%s</legend>%s%s</fieldset>" % (
                cells[0], "".join("<p>%s： %s</p>" % (self.text(label), self.text(cell))
                                  for label, cell in zip(listing.headings, cells)), self.put_way(go) if go else "")
        return items


class UndeclaredEuc(EucLinks):
    """EUC-JP, and nothing says so."""
    name, about = "undeclared-euc", "EUC-JP that nothing tells of, forms instead of links"
    content_type, session_name = "text/html", "sessid"
    words = {}
    transport, tls12 = "length", False

    def put_menu(self, ways):
        return "".join(self.put_button(go) for go in ways)


RENDERINGS = [Fullwidth, VerticalTable, Noise, ReadOnlyFields, UndeclaredEuc]
