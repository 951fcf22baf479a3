# SPDX-License-Identifier: Apache-2.0
"""What others wrote steers nothing: a certificate, an authority's pages and a server's certificate that hold escape
sequences, carriage returns, C1 controls and marks of direction are listed, told of in errors and logged."""
import http.server
import json
import os
import pty
import subprocess
import ssl
import threading
import unittest

import foreign_ca
import forge
from foreign_server import make_context
from story import Story, command, write

ESCAPE, RETURN, CSI, OVERRIDE = "\x1b[31m", "\r", "\u009b2J", "\u202e"
NAME = "clinic%s-9%s-8%s-7%s-6\u2067\u200f" % (ESCAPE, RETURN, CSI, OVERRIDE)
# As characters and as references: a parser resolves those.
WORDS = "発行%s済み&#27;[1A&#x9b;K&#x202e;&#13;%s%s%s" % (ESCAPE, RETURN, CSI, OVERRIDE)
PAGE = """<html><head><title>%s</title></head><body><h1>%s</h1><table><tr><th>証明書ステータス<td>%s</table>
<p>この証明書は更新できません。%s</p></body></html>""" % ((WORDS,) * 4)
DIRECTIONS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def steering(text):
    """The characters in it that a terminal obeys, apart from lines and tabs."""
    return sorted({"U+%04X" % ord(one) for one in text
                   if (ord(one) < 0x20 and one not in "\n\t") or 0x7f <= ord(one) < 0xa0 or one in DIRECTIONS})


def texts(value):
    """All that stands in a JSON value."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [text for one in value for text in texts(one)]
    return [value] if isinstance(value, str) else []


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):  # pylint: disable=invalid-name
        body = PAGE.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format, *args):  # pylint: disable=redefined-builtin
        pass


class Server(http.server.ThreadingHTTPServer):
    def __init__(self, context):
        self.context = context
        super().__init__(("127.0.0.1", 0), Handler)

    def get_request(self):
        plain, address = super().get_request()
        return self.context.wrap_socket(plain, server_side=True, do_handshake_on_connect=False), address

    def handle_error(self, request, client_address):
        """A client that hangs up is none."""


class ForeignWords(unittest.TestCase):
    def setUp(self):
        self.story = Story("rehearsal", installed=False)
        self.desk, self.authority = self.story.__enter__()
        self.addCleanup(self.story.__exit__, None, None, None)
        self.id = forge.install(self.authority, self.story.folder, NAME, 5, self.desk.nss)

    def serve(self, subject=None):
        """A site with such pages in the authority's place; where a subject is given, its own certificate has that."""
        anchor, chain, key = foreign_ca.make_server_certificate(self.story.folder)
        if subject:
            chain = self.rename(anchor, key, subject)
        self.server = Server(make_context(chain, key, os.path.join(self.authority.folder, "ca.pem"), False))
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        with open(self.authority.profile, encoding="utf-8") as file:
            lines = file.read().splitlines()
        changed = {"Base": "https://localhost:%d" % self.server.server_address[1], "CaFile": anchor}
        lines = [line.split("=")[0] + "=" + changed[line.split("=")[0]] if line.split("=")[0] in changed else line
                 for line in lines]
        self.authority.profile = write(os.path.join(self.story.folder, "words.profile"), "\n".join(lines) + "\n")

    def rename(self, anchor, key, subject):
        request, chain = (os.path.join(self.story.folder, "renamed" + end) for end in (".csr", ".pem"))
        forge.done("openssl", "req", "-utf8", "-new", "-key", key, "-subj", "/CN=" + subject, "-out", request)
        forge.done("openssl", "x509", "-req", "-in", request, "-CA", anchor, "-CAkey",
                   os.path.join(self.story.folder, "tls-root.key"), "-days", "300", "-out", chain)
        return chain

    def tell(self, status, *arguments, language="C.UTF-8"):
        """What it says, out and err: nothing of it steers; bytes, so that Python reads no line ends into it."""
        done = command(*self.desk.arguments(self.authority, *arguments), text=False, timeout=300,
                       env=self.desk.environment(language))
        out, err = done.stdout.decode(), done.stderr.decode()
        self.assertEqual(done.returncode, status, out + err)
        self.assertEqual(steering(out + err), [], out + err)
        if "--json" in arguments:
            self.assertEqual(steering("".join(texts(json.loads(out)))), [], out)
        return out, err

    def test_name_in_lists(self):
        # given a certificate with such a name; when it is listed in every way
        for words in (["list"], ["notices"], ["scan"], ["status"], ["history"], ["doctor"]):
            with self.subTest(words=words):
                done = command(*self.desk.arguments(self.authority, *words))
                self.tell(done.returncode, *words)
                self.tell(done.returncode, *words, "--json")
        # then it is there, by its ID and what can be shown of its name, on one line
        told, _ = self.tell(0, "list")
        line = [line for line in told.splitlines() if line.startswith(self.id[:8])]
        self.assertEqual(len(line), 1, told)
        self.assertIn("clinic", line[0])
        listed = json.loads(self.tell(0, "list", "--json")[0])
        self.assertEqual([one["id"] for one in listed], [self.id])
        self.assertEqual(listed[0]["common_name"], "clinic[31m-9 -82J-7-6")

    def test_name_in_a_file(self):
        # given a PKCS#12 of such a certificate; when it is looked at and brought back, then nothing steers
        path = forge.forge(self.authority, self.story.folder, NAME, 6)
        word = write(os.path.join(self.story.folder, "word"), forge.WORD)
        for words in (["check", path], ["restore", path]):
            for more in ([], ["--json"]):
                self.tell(0, *words, "--password-file", word, *more)

    def test_words_of_a_page(self):
        # given an authority whose page says no in such words; when a renewal is tried
        self.serve()
        renewal = self.desk.renewal()
        told = {}
        for language in ("C.UTF-8", "ja_JP.UTF-8"):
            out, _ = self.tell(4, *renewal, language=language)
            told[language] = json.loads(out)["error"]["message"]
            self.tell(4, "--verbose", *(one for one in renewal if one != "--json"), language=language)
        # then the words are there, and nothing but words
        self.assertIn("発行[31m済み", told["C.UTF-8"])
        self.assertIn("この証明書は更新できません。", told["ja_JP.UTF-8"])
        self.tell(0, "history")
        self.tell(0, "history", "--json")

    def test_words_of_a_servers_certificate(self):
        # given a server whose own certificate has such a name, and not the right one; then what is told of it is clean
        self.serve(subject=NAME)
        self.tell(10, *self.desk.renewal())
        out, err = self.tell(10, "--verbose", *(one for one in self.desk.renewal() if one != "--json"))
        self.assertIn("clinic[31m", out + err)

    def test_on_a_terminal(self):
        # given a terminal; when a renewal tells there how it goes, then only its own moving line moves the cursor
        self.serve()
        master, slave = pty.openpty()
        self.addCleanup(os.close, master)
        renewal = [one for one in self.desk.renewal() if one != "--json"]
        done = subprocess.Popen(self.desk.arguments(self.authority, *renewal), env=self.desk.environment(),
                                stdin=subprocess.DEVNULL, stdout=slave, stderr=slave)
        os.close(slave)
        told = b""
        try:
            while part := os.read(master, 4096):
                told += part
        except OSError:  # the other end is closed
            pass
        self.assertEqual(done.wait(60), 4)
        text = told.decode().replace("\r\n", "\n").replace("\r\x1b[K", "")
        self.assertIn("発行[31m済み", text)
        self.assertEqual(steering(text), [], text)


if __name__ == "__main__":
    unittest.main()
