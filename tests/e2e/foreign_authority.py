# SPDX-License-Identifier: Apache-2.0
"""A registration authority that shares no line with Kigen: Python's standard library and the openssl command.

It judges a client that knows labels alone: what its pages say is in the profile, how they are made is any site's way.
"""
import argparse
import json
import os
import re
import signal
import sys
import threading
import time

import foreign_ca
from foreign_faults import FAULTS, Faults, parse
from foreign_gallery import RENDERINGS, rendering_named
from foreign_records import Events, Records
from foreign_server import Server, make_context
from foreign_site import Site

PROFILE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "data", "profiles", "obn.profile")
WAITS = {"FirstPoll": 1, "LongestPoll": 2, "Issue": 30, "Settle": 3, "Timeout": 5}


def options(words):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0], allow_abbrev=False)
    parser.add_argument("--folder")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--rendering", default="1", help="its name, or its number")
    parser.add_argument("--fault", action="append", default=[], metavar="NAME[:N|:always]")
    parser.add_argument("--status-seconds", type=float, default=1.0)
    parser.add_argument("--days-left", type=int, default=7)
    parser.add_argument("--key-type", choices=("rsa", "ec"), default="rsa")
    parser.add_argument("--list-lag-seconds", type=float, default=5.0)
    parser.add_argument("--wait", action="append", default=[], metavar="KEY=SECONDS",
                        help="a wait of the profile: " + ", ".join(WAITS))
    parser.add_argument("--session-seconds", type=float, default=600.0)
    parser.add_argument("--until-eof", action="store_true")
    parser.add_argument("--list-renderings", action="store_true")
    parser.add_argument("--list-faults", action="store_true")
    chosen = parser.parse_args(words)
    try:
        chosen.rendering = rendering_named(chosen.rendering)
        for word in chosen.fault:
            parse(word)
        chosen.waits = {**WAITS, **dict(map(wait_of, chosen.wait))}
    except ValueError as problem:
        parser.error(str(problem))
    if not (chosen.folder or chosen.list_renderings or chosen.list_faults):
        parser.error("--folder is needed")
    return chosen


def wait_of(word):
    """KEY=SECONDS as (key, seconds)."""
    key, _, seconds = word.partition("=")
    if key not in WAITS or not seconds.isdigit():
        raise ValueError("no such wait: " + word)
    return key, int(seconds)


def write_profile(folder, base, issuer, waits):
    """obn.profile's labels with this server's place: whoever knows that one knows this one."""
    with open(PROFILE, encoding="utf-8") as file:
        text = file.read()
    own = {"Id": "foreign", "Name": "外の認証局", "Base": base, "CaFile": "tls-anchor.pem",
           "RootSha256": issuer.fingerprint(), **waits}
    for key, value in own.items():
        text, count = re.subn(r"(?m)^%s=.*$" % key, "%s=%s" % (key, value), text)
        if count != 1:
            raise RuntimeError("obn.profile has %d lines %s=" % (count, key))
    path = os.path.join(folder, "foreign.profile")
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def make_site(chosen):
    """The site with its memory, and its TLS."""
    folder = os.path.abspath(chosen.folder)
    os.makedirs(folder, exist_ok=True)
    issuer = foreign_ca.Issuer(os.path.join(folder, "issuer"), foreign_ca.CA_SUBJECT, chosen.key_type)
    first = foreign_ca.make_first(issuer, folder, chosen.days_left)
    events = Events(folder)
    records = Records(folder, events, issuer, chosen.status_seconds)
    faults = Faults(chosen.fault, events)
    if faults.has("already") and not records.of(first):
        records.apply(first, at=time.time() - 3600, by="somebody")
    anchor, chain, key = foreign_ca.make_server_certificate(folder)
    assert os.path.basename(anchor) == "tls-anchor.pem"
    context = make_context(chain, key, issuer.root, chosen.rendering.tls12)
    return folder, Site(chosen.rendering(), records, faults, folder, chosen), context


def serve(chosen):
    folder, site, context = make_site(chosen)
    server = Server(chosen.port, site, context)
    base = "https://localhost:%d" % server.server_port
    profile = write_profile(folder, base, site.issuer, chosen.waits)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    ended = threading.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda *_: ended.set())
    if chosen.until_eof:
        threading.Thread(target=lambda: (sys.stdin.buffer.read(), ended.set()), daemon=True).start()
    print(json.dumps({"base": base, "profile": profile, "port": server.server_port}), flush=True)
    while not ended.wait(0.2):
        pass
    server.shutdown()
    # The threads that wait for stdin or for visitors end with the process.
    sys.stderr.flush()
    os._exit(0)  # pylint: disable=protected-access


def main(words):
    chosen = options(words)
    if chosen.list_renderings:
        for one in RENDERINGS:
            print("%-20s %s" % (one.name, one.about))
    elif chosen.list_faults:
        for name, (about, _) in FAULTS.items():
            print("%-26s %s" % (name, about))
    else:
        serve(chosen)


if __name__ == "__main__":
    main(sys.argv[1:])
