# SPDX-License-Identifier: Apache-2.0
"""What a visitor gets to see of a fault: pages of the site's own, of its server, of a proxy before it, or nothing.

Each takes the site, the visit and the request, and gives an answer; None cuts the connection.  They stand for what
application servers, load balancers and maintenance do, and know nothing of who visits.
"""
from foreign_page import Answer, Field, Form, Go, Page

PROXY = b"""<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">
<html><head><title>502 Proxy Error</title></head><body><h1>Proxy Error</h1>
<p>The proxy server received an invalid response from an upstream server.</p></body></html>
"""


def words(site, session, title, *sentences):
    """A page that says something and leads nowhere."""
    return site.show(Page("notice", title, [("prose", sentence) for sentence in sentences]), session)


def maintenance(site, session, _request):
    return words(site, session, "お知らせ", "ただいまシステムの保守を行っています。", "ご不便をおかけいたします。")


def crowded(site, session, _request):
    return words(site, session, "お知らせ", "ただいま混み合っています。しばらくしてからもう一度お試しください。")


def no_ids(site, session, _request):
    return words(site, session, "Sent", "申請情報を受け付けました。")


def menu(site, session, _request):
    return site.do_menu(None, session) if session else site.error(403, "Forbidden")


def login(site, session, _request):
    """A page for somebody's staff, with a form that leads back to the menu."""
    return site.show(Page("login", "ログイン", [
        ("prose", "利用者IDとパスワードを入力してください。"),
        ("form", Form(Go("ログイン", "menu"), fields=[Field("request", "利用者ID", "text"),
                                                  Field("password", "パスワード", "password")]))]), session)


def empty(_site, _session, _request):
    return Answer(200, {"Content-Type": "text/html"})


def file(_site, _session, _request):
    return Answer(200, {"Content-Type": "application/octet-stream"}, bytes(range(256)) * 3)


def half_page(site, session, _request):
    """Half of the page that says it was taken, as if it were all."""
    answer = no_ids(site, session, _request)
    answer.body = answer.body[:len(answer.body) // 2]
    return answer


def forbidden(_site, _session, _request):
    return Answer(403, {"Content-Type": "text/html"})


def missing(site, _session, _request):
    return site.error(404, "Not Found")


def proxy(_site, _session, _request):
    return Answer(502, {"Content-Type": "text/html; charset=iso-8859-1"}, PROXY)


def silent(_site, _session, _request):
    return Answer(trouble="silent")


def closed(_site, _session, _request):
    """The end of the stream where an answer was expected."""
    return Answer(trouble="close")


def redirect_http(site, _session, request):
    return Answer(302, {"Location": "http://%s/p/ru" % site.host(request)})


def redirect_away(site, _session, request):
    """The same machine by another name."""
    return Answer(302, {"Location": "https://127.0.0.1:%s/p/ru" % site.host(request).rsplit(":", 1)[1]})


def redirect_missing(_site, _session, _request):
    return Answer(302, {"Location": "/p/ru/nowhere/to/be/found"})


def here(request, more=""):
    query = "&".join(part for part in (request.query, more) if part)
    return request.path + ("?" + query if query else "")


def redirect_itself(_site, _session, request):
    return Answer(307, {"Location": here(request)})


def redirect_moved(_site, _session, request):
    return Answer(307, {"Location": here(request, "node=2")})


def not_registered(_site, _session, _request):
    return Answer(403, {"Content-Type": "text/html; charset=utf-8"},
                  "<html><head><title>エラー</title></head><body><p>この証明書は登録されていません。</p></body></html>".encode())


# name: (explanation, what answers)
TROUBLES = {
    "maintenance": ("a page says that the system is being maintained", maintenance),
    "crowded": ("a page says that too many are there", crowded),
    "no-ids": ("a page says that it was taken, and no more", no_ids),
    "menu-again": ("the menu comes again", menu),
    "login": ("a page asks for a name and a password", login),
    "empty": ("200 with nothing in it", empty),
    "other-file": ("a file of any kind comes", file),
    "half-page": ("half a page comes as if it were all", half_page),
    "forbidden": ("403 without a word", forbidden),
    "missing": ("404 Not Found", missing),
    "proxy": ("502 with the page of a proxy", proxy),
    "silent": ("no answer comes and the connection stays", silent),
    "closed": ("the connection is closed without an answer", closed),
    "redirect-http": ("a redirect to http:", redirect_http),
    "redirect-away": ("a redirect to another host", redirect_away),
    "redirect-missing": ("a redirect to an address that is not there", redirect_missing),
    "redirect-itself": ("307 to the same address", redirect_itself),
    "redirect-moved": ("307 to another address that does the same", redirect_moved),
    "not-registered": ("403 with the words that the certificate is not registered", not_registered),
}
# Those that can be the answer to an application.
OF_SENDING = ("no-ids", "menu-again", "half-page", "silent", "redirect-http", "redirect-away", "redirect-missing",
              "redirect-itself", "redirect-moved", "other-file", "closed", "forbidden", "missing", "proxy", "empty", "login",
              "crowded", "maintenance")
