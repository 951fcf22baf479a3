# SPDX-License-Identifier: Apache-2.0
"""A small browser that knows nothing of the rehearsal: it reads a page as a person does and presses what it is told to."""
import html.parser
import http.client
import re
import ssl
import time
import unicodedata
import urllib.parse


def fold(text):
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


class Form:
    def __init__(self, attributes):
        self.action = attributes.get("action", "")
        self.method = attributes.get("method", "get").lower()
        self.multipart = attributes.get("enctype", "") == "multipart/form-data"
        self.hidden = []
        self.fields = []  # (label, name, value, type)
        self.buttons = []  # [text, name, value, is_image]


class Reader(html.parser.HTMLParser):
    """Forms with their labels, links with their texts, and all the text there is."""

    def __init__(self):
        super().__init__()
        self.forms, self.links, self.cells = [], [], []
        self.text, self.title, self.base, self.refresh = "", "", None, None
        self.form = self.link = self.button = self.label_for = None
        self.labels = {}
        self.last = ""
        self.in_title = False

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "form":
            self.form = Form(attributes)
            self.forms.append(self.form)
        elif tag == "a" and "href" in attributes:
            self.link = ["", attributes["href"]]
            self.links.append(self.link)
        elif tag == "base":
            self.base = attributes["href"]
        elif tag == "title":
            self.in_title = True
        elif tag == "meta" and attributes.get("http-equiv", "").lower() == "refresh":
            self.refresh = attributes["content"]
        elif tag == "button":
            self.button = ["", attributes.get("name"), attributes.get("value", ""), False]
            self.form.buttons.append(self.button)
        elif tag == "label":
            self.label_for = attributes.get("for")
            if self.label_for:
                self.labels[self.label_for] = ""
        elif tag == "input":
            self.handle_input(attributes)

    def handle_input(self, attributes):
        kind = attributes.get("type", "text")
        name, value = attributes.get("name"), attributes.get("value", "")
        if kind == "hidden":
            self.form.hidden.append((name, value))
        elif kind == "submit":
            self.form.buttons.append([value, name, value, False])
        elif kind == "image":
            self.form.buttons.append([attributes["alt"], name, "", True])
        else:
            label = self.labels.get(attributes.get("id"), self.last)
            self.form.fields.append((fold(label), name, value, kind))

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "a":
            self.link = None
        elif tag == "button":
            self.button = None
        elif tag == "label":
            self.label_for = None
        elif tag == "title":
            self.in_title = False

    def handle_data(self, data):
        if self.in_title:
            self.title += data
            return
        self.text += data + "\n"
        if self.link is not None:
            self.link[0] += data
        if self.button is not None:
            self.button[0] += data
        if self.label_for:
            self.labels[self.label_for] += data
        if data.strip():
            self.last = data.strip().rstrip("：")


class Page:
    def __init__(self, address, status, headers, body):
        self.address, self.status, self.headers, self.body = address, status, headers, body
        self.type = headers.get("Content-Type", "")
        if self.type.startswith("text/html"):
            self.read()

    def read(self):
        declared = re.search(r"charset=([\w-]+)", self.type)
        declared = declared or re.search(r"charset=([\w-]+)", self.body[:1024].decode("latin-1"))
        self.charset = declared.group(1).lower() if declared else self.guess()
        # a page that was cut off may end in half a character
        self.source = self.body.decode(self.charset, "strict" if b"</html>" in self.body else "replace")
        reader = Reader()
        reader.feed(self.source)
        self.forms, self.links = reader.forms, reader.links
        self.text, self.title = fold(reader.text), fold(reader.title)
        self.base = reader.base or self.address
        self.refresh = self.headers.get("Refresh") or reader.refresh

    def guess(self):
        for charset in ("utf-8", "shift_jis", "euc-jp"):
            try:
                if "の" in self.body.decode(charset):
                    return charset
            except UnicodeDecodeError:
                pass
        return "latin-1"

    def refresh_address(self):
        target = re.search(r"url=(.*)$", self.refresh, re.I).group(1).strip("'\" ")
        return urllib.parse.urljoin(self.base, target)

    def has(self, text):
        """Whether there is a button or a link of that text."""
        return any(fold(link[0]) == fold(text) for link in self.links) or any(
            fold(button[0]) == fold(text) for form in self.forms for button in form.buttons
        )

    def value_after(self, label):
        """The word that stands behind a label."""
        found = re.search(re.escape(fold(label)) + "[：:]?([0-9A-Za-z]+)", self.text)
        return found and found.group(1)


class Browser:
    def __init__(self, port, trust, certificate=None):
        context = ssl.create_default_context(cafile=trust)
        if certificate:
            context.load_cert_chain(certificate)
        self.connection = http.client.HTTPSConnection("localhost", port, context=context, timeout=30)
        self.base = f"https://localhost:{port}"
        self.cookies = {}

    def close(self):
        self.connection.close()

    def fetch(self, address, method="GET", body=None, headers=None):
        parts = urllib.parse.urlsplit(urllib.parse.urljoin(self.base, address))
        target = parts.path + ("?" + parts.query if parts.query else "")
        headers = dict(headers or {})
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection.request(method, target, body, headers)
        answer = self.connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
        data = answer.read()
        address = urllib.parse.urlunsplit(parts)
        if answer.status in (302, 303):
            where = urllib.parse.urljoin(address, answer.headers["Location"])
            if where.startswith(self.base + "/"):
                return self.fetch(where)
        return Page(address, answer.status, answer.headers, data)

    def press(self, page, text, values=None, nth=0):
        """Follows the link, or presses the button, that says so; `values` are by label."""
        links = [link for link in page.links if fold(link[0]) == fold(text)]
        if links:
            return self.fetch(urllib.parse.urljoin(page.base, links[nth][1]))
        buttons = [(form, b) for form in page.forms for b in form.buttons if fold(b[0]) == fold(text)]
        assert buttons, f"there is no {text} on {page.title}: {page.text}"
        return self.send(page, *buttons[nth], {fold(label): value for label, value in (values or {}).items()})

    def send(self, page, form, button, values):
        pairs = list(form.hidden)
        for label, name, value, kind in form.fields:
            pairs.append((name, values.pop(label) if label in values else value))
        assert not values, f"there is no field {list(values)} among {form.fields}"
        if button[3]:
            pairs += [(button[1] + ".x", "3"), (button[1] + ".y", "4")]
        elif button[1]:
            pairs.append((button[1], button[2]))
        address = urllib.parse.urljoin(page.base, form.action or page.address)
        if form.method == "get":
            return self.fetch(address.split("?")[0] + "?" + urllib.parse.urlencode(pairs, encoding=page.charset))
        if form.multipart:
            return self.fetch(address, "POST", *self.multipart(pairs, page.charset))
        data = urllib.parse.urlencode(pairs, encoding=page.charset)
        return self.fetch(address, "POST", data, {"Content-Type": "application/x-www-form-urlencoded"})

    @staticmethod
    def multipart(pairs, charset):
        boundary = "----------boundary7351"
        body = b""
        for name, value in pairs:
            head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            body += head.encode(charset)
        body += f"--{boundary}--\r\n".encode()
        return body, {"Content-Type": f"multipart/form-data; boundary={boundary}"}

    def await_issue(self, page):
        """Waits on the status page, by what it offers, until it says something else than 'not yet'."""
        seen = []
        for _ in range(100):
            status = re.search("証明書ステータス[：:]?(鍵生成中|発行要求中|発行済み|発行失敗)", page.text).group(1)
            if status not in seen:
                seen.append(status)
            if status in ("発行済み", "発行失敗"):
                return page, seen
            time.sleep(0.05)
            if page.refresh:
                page = self.fetch(page.refresh_address())
            else:
                page = self.press(page, next(word for word in ("更新", "最新の情報に更新") if page.has(word)))
        raise AssertionError("the certificate was never issued")

    def apply(self):
        page = self.press(self.fetch("/p/ru"), "証明書更新申請")
        return self.press(page, "Submit")

    def to_key(self, page):
        return self.press(page, "鍵の取得") if page.has("鍵の取得") else self.fetch(page.refresh_address())

    def set_password(self, page, password, again=None):
        again = password if again is None else again
        return self.press(page, "Submit", {"パスワード": password, "パスワードの確認": again})

    def take(self, page, password="2468"):
        """From the key page to the file."""
        return self.press(self.set_password(page, password), "Download")

    def renew(self, password="2468"):
        page, _ = self.await_issue(self.apply())
        return self.take(self.to_key(page), password)
