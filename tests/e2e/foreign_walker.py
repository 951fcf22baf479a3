# SPDX-License-Identifier: Apache-2.0
"""A visitor who reads labels alone, to try the foreign authority without the client that it is to judge."""
import gzip
import http.client
import ssl
import unicodedata
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit

BUTTONS = ("submit", "image")


def fold(text):
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


class Reader(HTMLParser):
    """A page as texts, controls and forms, in order; what a browser would not show is left out."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.base, self.refresh = None, None
        self.texts, self.controls, self.forms, self.labels = [], [], [], {}
        self.form, self.open, self.label, self.unseen = None, None, None, None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        values = {name: value or "" for name, value in attrs}
        if self.unseen:
            self.unseen[1] += tag == self.unseen[0]
        elif "hidden" in values or "display:none" in values.get("style", "") or tag in ("script", "style", "template"):
            self.unseen = [tag, 1]
        else:
            getattr(self, "start_" + tag, lambda _: None)(values)

    def handle_endtag(self, tag):
        if self.unseen:
            self.unseen[1] -= tag == self.unseen[0]
            if self.unseen[1] == 0:
                self.unseen = None
        elif tag == "form":
            self.form = None
        elif tag in ("a", "button") and self.open:
            self.open = None
        elif tag == "label":
            self.label = None

    def handle_data(self, data):
        if self.unseen or not data.strip():
            return
        if self.open:
            self.open["text"] += data
        elif self.label:
            self.labels[self.label] = self.labels.get(self.label, "") + data
        self.texts.append(data)

    def start_base(self, values):
        self.base = values["href"]

    def start_meta(self, values):
        if values.get("http-equiv", "").lower() == "refresh":
            self.refresh = values["content"]

    def start_form(self, values):
        self.form = {"action": values.get("action"), "method": values.get("method", "get").lower(),
                     "enctype": values.get("enctype", ""), "fields": []}
        self.forms.append(self.form)

    def start_label(self, values):
        self.label = values.get("for")

    def start_a(self, values):
        self.open = {"text": "", "href": values.get("href")}
        self.controls.append(self.open)

    def start_area(self, values):
        self.controls.append({"text": values.get("alt", ""), "href": values["href"]})

    def start_img(self, values):
        if self.open:
            self.open["text"] += values.get("alt", "")

    def start_button(self, values):
        if "disabled" not in values and values.get("type", "submit").lower() == "submit":
            self.open = {"text": "", "form": self.form, **values}
            self.controls.append(self.open)

    def start_input(self, values):
        kind = values.get("type", "text").lower()
        if self.form is None or "disabled" in values:
            return
        if kind in BUTTONS:
            self.controls.append({"text": values.get("value", values.get("alt", "")), "form": self.form, **values})
        elif kind not in ("reset", "button"):
            self.form["fields"].append({**values, "type": kind})


class Walker:
    """Goes from page to page; `reader` is the present one, `body` and `kind` what came last."""

    def __init__(self, authority, pem=None):
        self.context = ssl.create_default_context(cafile=authority["anchor"])
        if pem:
            self.context.load_cert_chain(pem)
        self.base, self.url, self.cookies = authority["base"], None, {}
        self.connection = self.reader = None
        self.status, self.headers, self.kind, self.body = 0, None, "", b""

    def close(self):
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def get(self, address):
        self.send("GET", address)

    def send(self, method, address, body=None, kind=None):
        """One request, its redirections as long as they stay on the site, and the page read."""
        self.url = urljoin(self.url or self.base, address)
        for _ in range(5):
            self.exchange(method, body, kind)
            where = self.status in (302, 303) and urljoin(self.url, self.headers["Location"])
            if not where or not where.startswith(self.base + "/"):
                break
            self.url = where
            method, body, kind = "GET", None, None
        self.kind = self.headers.get("Content-Type", "")
        self.reader = Reader(self.decoded()) if "html" in self.kind else None

    def exchange(self, method, body, kind):
        parts = urlsplit(self.url)
        if self.connection is None:
            self.connection = http.client.HTTPSConnection(parts.hostname, parts.port, context=self.context, timeout=8)
        headers = {"Accept-Encoding": "gzip", "Cookie": "; ".join("%s=%s" % one for one in self.cookies.items())}
        if kind:
            headers["Content-Type"] = kind
        try:
            self.connection.request(method, parts.path + ("?" + parts.query if parts.query else ""), body, headers)
            answer = self.connection.getresponse()
            self.body = answer.read()
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        self.status, self.headers = answer.status, answer.headers
        if answer.headers.get("Content-Encoding") == "gzip":
            self.body = gzip.decompress(self.body)
        for line in answer.headers.get_all("Set-Cookie") or []:
            for name, crumb in SimpleCookie(line).items():
                self.cookies.pop(name, None)
                if crumb.value:
                    self.cookies[name] = crumb.value

    def decoded(self):
        """By the header, by the meta tag, or by trying which one makes sense."""
        head = self.body[:600].decode("latin-1").lower()
        for place in (self.kind.lower(), head):
            if "charset=" in place:
                name = place.split("charset=")[1].lstrip('"').replace(">", '"').replace(";", '"').split('"')[0].strip()
                return self.body.decode({"shift_jis": "cp932", "windows-31j": "cp932"}.get(name, name))
        for name in ("utf-8", "cp932", "euc_jp"):
            try:
                if any(word in self.body.decode(name) for word in ("証明書", "パスワード", "申請", "鍵", "無効")):
                    return self.body.decode(name)
            except UnicodeDecodeError:
                pass
        return self.body.decode("latin-1")

    def says(self, *words):
        """Whether a text of the page, alone or after a colon, is one of the words."""
        words = {fold(word) for word in words}
        return any(fold(part) in words for text in self.reader.texts for part in text.replace(
            "：", ":").replace(" / ", ":").split(":"))

    def contains(self, word):
        return fold(word) in fold("".join(self.reader.texts))

    def control(self, words):
        for word in words:
            for one in self.reader.controls:
                if fold(one["text"]) == fold(word):
                    return one
        return None

    def press(self, words, password=None, ids=()):
        """Presses what is so labelled; where that is a radio button, chooses it and sends its form."""
        one = self.control(words) or self.choose(words)
        if one is None:
            raise LookupError("%s: no %s among %s" % (self.url, words, [c["text"] for c in self.reader.controls]))
        place = urljoin(self.url, self.reader.base or "")
        if "href" in one:
            self.get(urljoin(place, one["href"]))
            return
        form = one["form"]
        pairs = self.filled(form["fields"], password, list(ids))
        if one.get("type", "").lower() == "image":
            pairs += [(one["name"] + ".x", "3"), (one["name"] + ".y", "4")]
        elif one.get("name"):
            pairs.append((one["name"], one.get("value", "")))
        self.submit(form, urljoin(place, one.get("formaction") or form["action"]), pairs)

    def submit(self, form, address, pairs):
        encoding = self.encoding()
        if form["method"] == "get":
            self.get(address.split("?")[0] + "?" + urlencode(pairs, encoding=encoding))
        elif form["enctype"] == "multipart/form-data":
            body = "".join('--walk\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % pair for pair in pairs)
            self.send("POST", address, (body + "--walk--\r\n").encode(encoding), "multipart/form-data; boundary=walk")
        else:
            self.send("POST", address, urlencode(pairs, encoding=encoding), "application/x-www-form-urlencoded")

    def encoding(self):
        try:
            self.body.decode("utf-8")
            return "utf-8"
        except UnicodeDecodeError:
            return "euc_jp" if "EUC" in self.kind else "cp932"

    def choose(self, words):
        """The radio button so labelled, chosen; the button of its form."""
        wanted = {fold(word) for word in words}
        for form in self.reader.forms:
            for field in form["fields"]:
                if field["type"] == "radio" and fold(self.reader.labels.get(field.get("id"), "")) in wanted:
                    field["checked"] = ""
                    return next(one for one in self.reader.controls if one.get("form") is form)
        return None

    @staticmethod
    def filled(fields, password, ids):
        """As a browser would send them: both passwords, then the IDs in their order."""
        pairs = []
        for field in fields:
            value = field.get("value", "")
            if field["type"] in ("radio", "checkbox") and "checked" not in field:
                continue
            if field["type"] == "password":
                value = password or ""
            elif field["type"] == "text" and "readonly" not in field:
                value = ids.pop(0) if ids else value
            if field.get("name"):
                pairs.append((field["name"], value))
        return pairs

    def follow(self):
        """Goes where the page itself wants to go; whether it wanted."""
        told = self.reader and (self.reader.refresh or self.headers.get("Refresh"))
        if not told:
            return False
        target = told.split("=", 1)[1].strip().strip("'\"")
        self.get(urljoin(urljoin(self.url, self.reader.base or ""), target))
        return True
