# SPDX-License-Identifier: Apache-2.0
"""What reading a page costs, in instructions as valgrind counts them, and how that grows with the entries on it: the cost of
2000 over ten times that of 200 is about 1 where it is linear, and 10 where it is quadratic.

Run it through `meson test --benchmark page-cost`, or by hand with the built program read-page; words after it choose
renderings, KIGEN_BENCH_ENTRIES=2000 the entries."""
import os
import re
import subprocess
import sys
import tempfile

MOST = int(os.environ.get("KIGEN_BENCH_ENTRIES", "2000"))
SIZES = (MOST // 10, MOST)
HEAD = "<html><head><title>更新後証明書の取得</title></head><body><h1>更新後証明書の取得</h1>"
HEADINGS = "<tr><th>リクエストID<th>コモンネーム<th>申請日時<th>証明書ステータス<th></tr>"
BUTTON = '<input type=submit value="Download Key">'


def cells(i):
    return "<tr><td>2026%011d</td><td>0110119153</td><td>2026/11/%02d 10:00</td><td>発行済み</td>" % (i, i % 28 + 1)


def table(n, cell, around="%s"):
    rows = "".join(cells(i) + "<td>%s</td></tr>" % cell(i) for i in range(n))
    return around % ("<table>%s%s</table>" % (HEADINGS, rows))


def form(inside):
    return "<form method=post action=get>%s</form>" % inside


def link(i):
    return '<a href="get?r=%d">Download Key</a>' % i


def hidden(i):
    return "<input type=hidden name=r value=%d><input type=hidden name=s value=abc>" % i


def blocks(n):
    return "".join("<div><div><span>リクエストID：</span><span>2026%011d</span></div><div><span>コモンネーム：</span>0110119153</div>"
                   "<div>申請日時：2026/11/%02d</div>%s</div>" % (i, i % 28 + 1, form(hidden(i) + "<button>Download Key</button>"))
                   for i in range(n))


def definitions(n):
    return "".join("<dl><dt>リクエストID<dd>2026%011d<dt>申請日時<dd>2026/11/%02d<dt>証明書ステータス<dd>発行済み<dt>操作<dd>%s</dl>"
                   % (i, i % 28 + 1, link(i)) for i in range(n))


RENDERINGS = {
    "table-forms": lambda n: table(n, lambda i: form(hidden(i) + BUTTON)),
    "table-links": lambda n: table(n, link),
    "table-one-form": lambda n: table(n, lambda i: '<input type=submit name=r%d value="Download Key">' % i, form("%s")),
    "table-radios": lambda n: table(n, lambda i: "<input type=radio name=r value=%d>" % i, form("%s" + BUTTON)),
    "table-fields": lambda n: table(n, lambda i: "<input name=f%d>" % i, form("%s" + BUTTON)),
    "definitions": definitions,
    "blocks": blocks,
    "list": lambda n: "<ul>%s</ul>" % "".join("<li>リクエストID：2026%011d %s" % (i, link(i)) for i in range(n)),
    "no-entries": lambda n: "<p>%s</p>" % "".join(link(i) for i in range(n)),
    "named-forms": lambda n: "".join("<form id=o%d></form>" % i for i in range(n)) + "".join(
        "<p>2026%011d<button form=o%d>Download Key</button>" % (i, i) for i in range(n)),
    "labels": lambda n: form("".join("<p><label for=f%d>名前%d</label><input name=f%d id=f%d>" % (i, i, i, i) for i in range(n))),
    "one-label": lambda n: form("<label for=f>名前</label>" * n + "<input name=a id=f>" * n),
    "radio-groups": lambda n: form("".join("<p><input type=radio name=r%d checked>%d" % (i, i) for i in range(n))),
    "one-radio-group": lambda n: form("".join("<p><input type=radio name=r checked>%d" % i for i in range(n)) + BUTTON),
    "empty-terms": lambda n: "<dl>%s</dl>" % ("<dt>リクエストID" * n),
    "headings-alone": lambda n: "<table><tr>%s%s</table>" % ("<th>リクエストID" * n, "<tr><td>1" * n),
    "one-row": lambda n: "<table><tr>%s</table>" % ("<td>リクエストID<td>" * n),
    "words-before-a-colon": lambda n: "<p>%s：1" % ("a " * n),
    "wide-cells": lambda n: "<table>%s</table>" % "".join("<tr><td rowspan=40 colspan=40>%d<td>%s" % (i, link(i)) for i in range(n)),
    "nested": lambda n: ("<div>" * 50 + "1" + link(1) + "</div>" * 50) * (n // 50),
}


def instructions(program, html, folder):
    path = os.path.join(folder, "page.html")
    with open(path, "w", encoding="utf-8") as file:
        file.write(HEAD + html + "</body></html>")
    done = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, path], check=True,
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    return int(re.search(r"Collected\s*:\s*(\d+)", done.stderr).group(1))


def main(program, *chosen):
    with tempfile.TemporaryDirectory(prefix="kigen-bench-") as folder:
        nothing = instructions(program, "", folder)
        print("%-22s %10s %10s %10s" % ("rendering", *("%d" % size for size in SIZES), "growth"))
        for name in chosen or RENDERINGS:
            costs = [instructions(program, RENDERINGS[name](size), folder) - nothing for size in SIZES]
            print("%-22s %8.1f M %8.1f M %10.2f" % (name, *(cost / 1e6 for cost in costs), costs[1] / costs[0] * SIZES[0] / SIZES[1]),
                  flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
