# SPDX-License-Identifier: Apache-2.0
"""The arrows of the house, as the linker sees them: what each room takes from others and from libraries, and that what
stays resident brings no cryptography, network or parser along.

    arrows.py BUILD FOOTPRINT
"""
import os
import re
import subprocess
import sys

from conventions import BELOW

# Who may call a library; the resident part none of them but SQLite.
LIBRARIES = {
    "libcrypto.so": {"crypto", "web", "rehearsal"},
    "libssl.so": {"web"},
    "libcurl.so": {"web"},
    "libxml2.so": {"web"},
    "libsqlite3.so": {"state"},
    "libsoup-3.0.so": {"rehearsal"},
    "libjson-glib-1.0.so": {"cli", "authority"},
    "libnss3.so": {"store"},
    "libnssutil3.so": {"store"},
    "libsmime3.so": {"store"},
    "libnspr4.so": {"store"},
    "libplc4.so": {"store"},
}
# Who is known to call one: were these not seen, nothing would be.
KNOWN = {("crypto", "libcrypto.so"), ("state", "libsqlite3.so"), ("store", "libnss3.so"), ("rehearsal", "libsoup-3.0.so")}
NOT_RESIDENT = r"lib(crypto|ssl|curl|xml2|nss\w*|nspr4|plc4|plds4|smime3|gnutls|soup|json-glib|gtk)\b"


def run(*words):
    return subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True).stdout


def symbols(path, *options):
    """Without the compiler's own, which every object has."""
    lines = run("nm", "-P", *options, path).splitlines()
    # NAME TYPE …; before each object comes its path, which may have blanks.
    found = [re.match(r"(\S+) [A-Za-z]( |$)", line) for line in lines]
    names = {match.group(1).split("@")[0] for match in found if match}
    return {name for name in names if not name.startswith("_")}


def rooms(build):
    found = {}
    for room in BELOW:
        path = os.path.join(build, "src", room, f"libkigen-{room}.a")
        if os.path.exists(path):
            found[room] = path
    return found


def main(build, footprint):
    offences = []
    archives = rooms(build)
    needs = {room: symbols(path, "-u") for room, path in archives.items()}
    gives = {room: symbols(path, "--defined-only", "-g") for room, path in archives.items()}

    for room in archives:
        for other in archives:
            if other == room:
                continue
            taken = sorted((needs[room] - gives[room]) & gives[other])
            if taken and other not in BELOW[room]:
                offences.append(f"{room} calls {other}, which it does not stand on: {', '.join(taken)}")
            # Two of one name: the linker takes whichever comes first.  The rehearsal is never linked with the others.
            if other > room and "rehearsal" not in (room, other):
                both = sorted(gives[room] & gives[other])
                if both:
                    offences.append(f"{room} and {other} both define {', '.join(both)}")

    seen = set()
    for library, allowed in LIBRARIES.items():
        path = run("gcc", "-print-file-name=" + library).strip()
        if not os.path.isabs(path):
            continue
        exported = symbols(path, "-D", "--defined-only")
        for room in archives:
            used = sorted((needs[room] & exported) - gives[room])
            if used:
                seen.add((room, library))
                if room not in allowed:
                    offences.append(f"{room} calls {library}: {', '.join(used[:6])}")
    for room, library in sorted(KNOWN - seen):
        offences.append(f"the check is blind: {room} is not seen to call {library}")

    # Without a resident part yet, its three rooms stand for it.
    if not {"kigen_state_open", "kigen_calendar_day"} <= symbols(footprint, "--defined-only"):
        offences.append("the check is blind: the footprint is empty")
    programs = [footprint, os.path.join(build, "src", "kigen-agent")]
    for program in programs:
        if os.path.exists(program):
            for line in run("ldd", program).splitlines():
                if re.search(NOT_RESIDENT, line.split("=>")[0]):
                    offences.append(f"{os.path.basename(program)} brings {line.split()[0]} along")

    print("\n".join(offences) or f"{len(archives)} rooms: " + ", ".join(sorted(f"{room} calls {library}" for room, library in seen)))
    return 1 if offences else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
