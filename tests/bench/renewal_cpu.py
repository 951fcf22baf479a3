# SPDX-License-Identifier: Apache-2.0
"""The processor time of a whole renewal by Kigen, beside that of the same requests made by curl and `openssl pkcs12`.

Both renew against the practice authority, the waits of which cost no processor time and are therefore out.  What is
counted is user and system time of the programs themselves, children included, as the kernel reports it.  Run it through
`meson test --benchmark`, or by hand with KIGEN_PROGRAMS naming the folder of the built programs.
"""
import html.parser
import os
import resource
import statistics
import sys
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))

from story import CLIENT_PASSWORD, PASSWORD, Story, command, write  # noqa: E402

ROUNDS = int(os.environ.get("KIGEN_BENCH_ROUNDS", "5"))
OPTIONS = ("--rendering", "1", "--status-seconds", "0")


def spent():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


class Form(html.parser.HTMLParser):
    """The forms of a page: action, method, fields, and the texts of their buttons."""

    def __init__(self, page):
        super().__init__()
        self.forms, self.links, self.anchor, self.button = [], [], None, None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.forms.append({"action": given.get("action", ""), "method": given.get("method", "get").lower(), "fields": [],
                               "texts": [], "passwords": []})
        elif tag == "input" and self.forms:
            form, kind = self.forms[-1], given.get("type", "text").lower()
            if kind == "submit":
                form["texts"].append(given.get("value", ""))
                if given.get("name"):
                    form["fields"].append((given["name"], given.get("value", "")))
            elif kind == "password":
                form["passwords"].append(given["name"])
            elif given.get("name"):
                form["fields"].append((given["name"], given.get("value", "")))
        elif tag == "a":
            self.anchor = given.get("href")
        elif tag == "button" and self.forms:
            self.button = given

    def handle_endtag(self, tag):
        if tag == "a":
            self.anchor = None
        elif tag == "button":
            self.button = None

    def handle_data(self, text):
        if self.anchor is not None:
            self.links.append((text.strip(), self.anchor))
        if self.button is not None:
            self.forms[-1]["texts"].append(text.strip())
            if self.button.get("name"):
                self.forms[-1]["fields"].append((self.button["name"], self.button.get("value", "")))


class Curl:
    """One user of curl: a cookie jar, a client certificate, the page that lies open."""

    def __init__(self, desk, authority):
        self.folder, self.base = desk.folder, authority.base
        word = write(os.path.join(desk.folder, "curl-word"), CLIENT_PASSWORD)
        self.pem = os.path.join(desk.folder, "client.pem")
        command("openssl", "pkcs12", "-in", os.path.join(authority.folder, "client.p12"), "-passin", "file:" + word, "-nodes",
                "-out", self.pem)
        self.root = os.path.join(authority.folder, "tls-root.pem")
        self.url, self.page = authority.base + "/", ""

    def ask(self, url, *more, output=None):
        self.url = urllib.parse.urljoin(self.url, url)
        jar = os.path.join(self.folder, "jar")
        done = command("curl", "--silent", "--show-error", "--fail", "--location", "--cacert", self.root, "--cert", self.pem,
                       "--cookie", jar, "--cookie-jar", jar, *more, *(("--output", output) if output else ()), self.url)
        if done.returncode != 0:
            sys.exit("curl: " + done.stderr)
        self.page = done.stdout

    def press(self, label, output=None):
        parsed = Form(self.page)
        for text, href in parsed.links:
            if label in text:
                return self.ask(href, output=output)
        for form in parsed.forms:
            if any(label in text for text in form["texts"]):
                fields = form["fields"] + [(name, PASSWORD) for name in form["passwords"]]
                body = write(os.path.join(self.folder, "body"), urllib.parse.urlencode(fields))
                if form["method"] == "post":
                    return self.ask(form["action"], "--data", "@" + body, output=output)
                return self.ask(form["action"] + "?" + urllib.parse.urlencode(fields), output=output)
        sys.exit("no “%s” on this page:\n%s" % (label, self.page))


def renew_by_curl(desk, authority):
    curl = Curl(desk, authority)
    before = spent()
    curl.ask("/p/ru")
    curl.press("更新後証明書の取得")
    curl.ask("/p/ru")
    curl.press("証明書更新申請")
    curl.press("Submit")
    for _ in range(5):
        if "鍵の取得" in curl.page:
            break
        curl.ask(curl.url)
    if "type=\"password\"" not in curl.page:
        curl.press("鍵の取得")
    curl.press("Submit")
    packed, word = os.path.join(desk.folder, "curl.p12"), write(os.path.join(desk.folder, "w"), PASSWORD)
    curl.press("Download", output=packed)
    curl.pem = os.path.join(desk.folder, "new.pem")
    opened = command("openssl", "pkcs12", "-in", packed, "-passin", "file:" + word, "-nodes", "-out", curl.pem)
    written = command("openssl", "pkcs12", "-export", "-in", curl.pem, "-passout", "file:" + word, "-out", desk.backup)
    if opened.returncode or written.returncode:
        sys.exit(opened.stderr + written.stderr)
    curl.ask("/p/ru")
    return spent() - before


def renew_by_kigen(desk, authority):
    before = spent()
    done = desk.kigen(authority, *desk.renewal())
    if done.returncode != 0:
        sys.exit(done.stderr)
    return spent() - before


def measure(renew):
    with Story("rehearsal", *OPTIONS) as (desk, authority):
        return renew(desk, authority)


def main():
    rounds = [(measure(renew_by_kigen), measure(renew_by_curl)) for _ in range(ROUNDS)]
    own, others = (statistics.median(column) for column in zip(*rounds))
    print("kigen %.0f ms, curl and openssl %.0f ms of processor time (medians of %d): ratio %.2f"
          % (own * 1000, others * 1000, ROUNDS, own / others))


if __name__ == "__main__":
    main()
