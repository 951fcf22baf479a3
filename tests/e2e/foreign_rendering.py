# SPDX-License-Identifier: Apache-2.0
"""What all renderings share: words, addresses, sessions and character sets.  All markup is theirs."""
import copy
import html
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, quote, urlencode

from foreign_multipart import parse_multipart
from foreign_page import WORDS, Visit

STEPS = ("enter", "menu", "confirm", "apply", "status", "key", "password", "ready", "deliver", "file", "list", "fetch",
         "obtain", "obtain-ids", "obtain-file", "logout", "search", "carry")
KEYS = ("application", "password", "again", "direct", "request", "reference", "shown")


class Rendering:
    """One look of the site; each page is painted by a copy that knows its page and session."""
    name, about = "", ""
    encoding, content_type, declared = "utf-8", "text/html; charset=utf-8", ""
    words = {}
    paths = {step: "/p/ru/" + step for step in STEPS}
    names = {}
    session_name, session_in = "SESSIONID", "cookie"
    cookie = "%s=%s; Path=/"
    wait, redirect, list_form, delivery, obtain_form = "button", None, "page", "file", "one"
    entry, transport, tls12, date_form = "menu", "length", False, "%Y/%m/%d %H:%M:%S"
    carries = False  # what is sent is answered with 303, and done by who follows
    input = '<input type="%s" name="%s" value="%s">'

    def __init__(self):
        self.page = self.session = None

    # Words

    def word(self, key):
        return self.words.get(key) or WORDS.get(key, key)

    def text(self, key):
        """A word or a sentence as it stands in the page."""
        return html.escape(self.word(key))

    def date(self, moment):
        return moment.strftime(self.date_form)

    # Addresses

    def parameters(self, go):
        """What an address carries as (name, value), the session where it travels so."""
        pairs = [(self.names.get(key, key), value) for key, value in go.values.items()]
        if self.session_in == "parameter" and self.session:
            pairs.append((self.session_name, self.session["id"]))
        return pairs

    def path(self, go):
        return self.paths[go.step]

    def address(self, go):
        """Where a link leads; not yet escaped for HTML."""
        pairs = self.parameters(go)
        return self.path(go) + ("?" + urlencode(pairs, encoding=self.encoding) if pairs else "")

    def hidden(self, go):
        return "".join(self.input % ("hidden", name, html.escape(value)) for name, value in self.parameters(go))

    def location(self, go, session):
        """Where a redirection leads."""
        return self.painter(self.page, session).address(go)

    def step_of(self, path, _values):
        if path == "/p/ru":
            return self.entry
        if path == "/p/rcd":
            return "obtain"
        return next((step for step in STEPS if self.paths.get(step) == path), None)

    def read(self, request):
        """The request as a visit; None for an address that is not there."""
        values = dict(parse_qsl(request.query, keep_blank_values=True, encoding=self.encoding, errors="replace"))
        kind = request.headers.get("Content-Type", "")
        if kind.startswith("multipart/form-data"):
            values.update(parse_multipart(request.body, kind, self.encoding))
        elif request.body:
            values.update(parse_qsl(request.body.decode("ascii", "replace"), keep_blank_values=True,
                                    encoding=self.encoding, errors="replace"))
        step = self.step_of(request.path, values)
        if step in ("logout", "search"):
            values, step = {}, "menu"
        keys = {self.names.get(key, key): key for key in KEYS}
        return step and Visit(step, {keys.get(name, name): value for name, value in values.items()},
                              self.session_read(request, values))

    # Sessions

    def session_read(self, request, values):
        if self.session_in == "parameter":
            return values.get(self.session_name, "")
        try:
            crumb = SimpleCookie(request.headers.get("Cookie", "")).get(self.session_name)
        except CookieError:
            crumb = None
        return crumb.value if crumb else ""

    def keep(self, session):
        """The headers that tell a visitor its session."""
        if self.session_in != "cookie" or session is None:
            return {}
        return {"Set-Cookie": self.cookie % (self.session_name, session["id"])}

    def forget(self):
        if self.session_in != "cookie":
            return {}
        return {"Set-Cookie": "%s=; Path=/; Expires=Thu, 01-Jan-1970 00:00:01 GMT; Max-Age=0" % self.session_name}

    # Pages

    def painter(self, page, session):
        one = copy.copy(self)
        one.page, one.session = page, session
        return one

    def answer(self, page, session):
        """The page's headers and bytes."""
        painter = self.painter(page, session)
        headers = {"Content-Type": self.content_type, "Cache-Control": "no-store", **self.keep(session)}
        if page.refresh and self.wait == "header":
            headers["Refresh"] = "%d; url=%s" % (page.refresh[0], painter.address(page.refresh[1]))
        return headers, painter.document().encode(self.encoding, "xmlcharrefreplace")

    def file_headers(self, request):
        return "application/x-pkcs12", 'attachment; filename="%s.p12"' % request

    def refresh(self):
        """The meta tag that waits, where this one does so."""
        if not self.page.refresh or self.wait == "header":
            return ""
        seconds, go = self.page.refresh
        return '<meta http-equiv="refresh" content="%d;url=%s">' % (seconds, html.escape(self.address(go)))

    def parts(self):
        return "\n".join(getattr(self, "put_" + kind)(what) for kind, what in self.page.parts)

    def document(self):
        """The whole page."""
        title = self.text(self.page.title)
        return ('<!DOCTYPE html>\n<html lang="ja"><head>%s%s<title>%s</title></head>\n<body>\n<h1>%s</h1>\n%s\n'
                '</body></html>\n' % (self.declared, self.refresh(), title, title, self.parts()))

    def put_prose(self, text):
        return "<p>%s</p>" % self.text(text)

    def put_warning(self, text):
        return '<p class="error"><strong>%s</strong></p>' % self.text(text)

    def put_menu(self, ways):
        return "\n".join(self.put_way(go) for go in ways)

    def put_way(self, go):
        """A way on that stands alone: a link, unless it is made otherwise."""
        return '<p><a href="%s">%s</a></p>' % (html.escape(self.address(go)), self.text(go.label))

    def put_button(self, go, method="post", extra=""):
        """A form that is one button."""
        return ('<form action="%s" method="%s">%s<input type="submit" value="%s">%s</form>'
                % (html.escape(self.path(go)), method, self.hidden(go), self.text(go.label), extra))

    def above(self, form):
        """What a form shows above its fields."""
        return self.put_values(form.values) if form.values else ""

    def below(self, form):
        """The way out of a form."""
        return self.put_way(form.cancel) if form.cancel else ""

    def put_values(self, pairs):
        return "<table>%s</table>" % "".join("<tr><th>%s</th><td>%s</td></tr>" % (self.text(label), self.text(value))
                                             for label, value in pairs)

    def field_name(self, field):
        return self.names.get(field.key, field.key)


def quoted(text):
    """For Content-Disposition's filename*."""
    return "UTF-8''" + quote(text)
