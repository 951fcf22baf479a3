# SPDX-License-Identifier: Apache-2.0
"""The foreign authority's HTTPS: Python's own server and TLS, a thread a connection, cut where a fault says so."""
import gzip
import http.server
import socket
import socketserver
import ssl
import struct
import sys
import traceback
from dataclasses import dataclass
from urllib.parse import urlsplit


SILENCE = 60.0


@dataclass
class Request:
    """A request with whom it comes from: the certificate's serial, None without one."""
    method: str
    path: str
    query: str
    headers: object
    body: bytes
    serial: str = None


class Handler(http.server.BaseHTTPRequestHandler):
    """One connection."""
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "Apache", ""
    timeout = 60
    serial, close_connection = None, True

    def setup(self):
        """The handshake belongs to the connection's thread, or one slow visitor would hold up all."""
        self.request.settimeout(20)
        try:
            self.request.do_handshake()
        except (OSError, ssl.SSLError) as problem:
            self.server.site.events.tell("handshake-failed", why=str(problem))
            raise ConnectionError("no handshake") from problem
        shown = self.request.getpeercert()
        self.serial = shown["serialNumber"].upper() if shown else None
        self.server.site.events.tell("connection", serial=self.serial or "")
        super().setup()

    def log_message(self, format, *args):  # pylint: disable=redefined-builtin
        sys.stderr.write("%s %s\n" % (self.log_date_time_string(), format % args))

    def handle_any(self):
        """Reads a request, has it answered, and sends what the answer says."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = urlsplit(self.path)
        site = self.server.site
        site.events.tell("request", method=self.command, path=parts.path, serial=self.serial or "")
        try:
            answer = site.respond(Request(self.command, parts.path, parts.query, self.headers, body, self.serial))
        except ValueError as problem:
            traceback.print_exc()
            site.events.tell("bad-request", why=str(problem), path=parts.path)
            answer = site.error(400, "Bad Request")
        except Exception as problem:  # pylint: disable=broad-except
            traceback.print_exc()
            site.events.tell("broken", why=repr(problem), path=parts.path)
            answer = site.error(500, "Internal Server Error")
        if answer is None:
            self.cut()
        elif answer.trouble == "silent":
            self.wait_until_gone()
        elif answer.trouble == "close":
            self.close_connection = True
        else:
            self.send(answer)

    do_GET = do_POST = handle_any

    def send(self, answer):
        """The answer in the rendering's way of transport."""
        transport = self.server.site.rendering.transport
        body, headers = answer.body, dict(answer.headers)
        is_page = headers.get("Content-Type", "").startswith(("text/html", "application/xhtml"))
        if transport == "gzip" and is_page and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body)
            headers["Content-Encoding"] = "gzip"
        self.send_response(answer.status)
        for name, value in headers.items():
            self.send_header(name, value)
        if transport == "close":
            self.send_header("Connection", "close")
            self.close_connection = True
        if answer.trouble == "cut-within" or transport not in ("chunked", "close"):
            self.send_header("Content-Length", str(len(body)))
        elif transport == "chunked":
            self.send_header("Transfer-Encoding", "chunked")
            body = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces(body)) + b"0\r\n\r\n"
        self.end_headers()
        if answer.trouble == "cut-within":
            self.wfile.write(body[:len(body) // 2])
            self.cut(reset=False)
            return
        self.wfile.write(body)
        if answer.trouble == "hangup":
            self.close_connection = True

    def wait_until_gone(self):
        """Not a word, until the visitor has enough of it."""
        self.close_connection = True
        try:
            self.request.settimeout(SILENCE)
            self.rfile.read(1)
        except OSError:
            pass

    def cut(self, reset=True):
        """No TLS goodbye, and a reset on the wire where what was sent need not arrive."""
        self.close_connection = True
        if reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()


def pieces(body):
    """Odd sizes, so that characters are torn."""
    sizes = (97, 501, 1000)
    at = 0
    while at < len(body):
        size = sizes[at % 3]
        yield body[at:at + size]
        at += size


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    """Listens on loopback alone."""
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(self, port, site, context):
        self.site, self.context = site, context
        super().__init__(("127.0.0.1", port), Handler)

    def server_bind(self):
        """Without HTTPServer's look-up of the machine's name."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = "localhost", self.server_address[1]

    def get_request(self):
        plain, address = super().get_request()
        return self.context.wrap_socket(plain, server_side=True, do_handshake_on_connect=False), address

    def handle_error(self, request, client_address):
        problem = sys.exc_info()[1]
        if not isinstance(problem, (OSError, ssl.SSLError)):
            traceback.print_exc()


def make_context(chain, key, client_root, tls12):
    """TLS that asks for a client certificate and lets those in who have none: /p/rcd is for them."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if tls12:
        context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(chain, key)
    context.load_verify_locations(client_root)
    context.verify_mode = ssl.CERT_OPTIONAL
    return context
