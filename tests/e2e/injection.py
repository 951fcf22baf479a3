# SPDX-License-Identifier: Apache-2.0
"""Faults of the system, injected by strace into a whole renewal: which there can be, some of them, and one of them.

A place is one call of one kind in an undisturbed run: the Nth.  A fault is an error (or a kill) at that place, once or from
there on.
"""
import collections
import os
import re

from story import command

# What can go wrong with a call, where it is on one of our files, and where it is on the network.
FILES = {
    "openat": ("EMFILE", "EACCES", "EIO", "KILL"),
    "read": ("EIO",),
    "pread64": ("EIO",),
    "write": ("ENOSPC", "EIO", "KILL"),
    "pwrite64": ("ENOSPC", "EIO", "KILL"),
    "ftruncate": ("EIO", "KILL"),
    "fsync": ("EIO", "KILL"),
    "fdatasync": ("EIO", "KILL"),
    "rename": ("EIO", "EACCES", "KILL"),
    "renameat2": ("EIO", "EROFS", "KILL"),
    "unlink": ("EIO", "EACCES", "KILL"),
    "mkdir": ("EACCES", "KILL"),
    "mmap": ("ENOMEM",),
}
NETWORK = {
    "socket": ("EMFILE",),
    "connect": ("ECONNREFUSED", "ENETUNREACH", "ETIMEDOUT", "KILL"),
    "sendto": ("ECONNRESET", "EPIPE", "KILL"),
    "recvfrom": ("ECONNRESET", "ETIMEDOUT", "KILL"),
}
CALLS = sorted({**FILES, **NETWORK})

Kind = collections.namedtuple("Kind", "call where error lasts")
Fault = collections.namedtuple("Fault", "kind number")


def works():
    """Whether one process may look into another here, and change what its calls bring."""
    done = command("strace", "-f", "--seccomp-bpf", "-e", "trace=getcwd", "-e", "inject=getcwd:error=EIO", "pwd", "-P")
    return "(INJECTED)" in done.stderr


def traced(desk, authority, log, *options):
    """A renewal under strace, which ends as the renewal does, also by a signal."""
    words = desk.arguments(authority, *desk.renewal())
    return command("strace", "-f", "-y", "-s", "0", "-o", log, *options, *words, env=desk.environment(), timeout=300)


def place_of(desk, call, arguments):
    """Whose file it is done to; None where it is none of ours, as the libraries' own."""
    if call in NETWORK:
        return "network" if re.search("AF_INET|<TCP|<socket:", arguments) or call == "socket" else None
    for where, path in (("state", desk.state), ("claims", desk.home), ("store", desk.nss), ("password", desk.password),
                        ("backup", desk.folder)):
        if re.search(re.escape(path) + '[/>"]', arguments):
            return where
    return None


def faults(desk, log):
    """All that an undisturbed run's log offers, each kind in the order of its places.  strace counts for each thread, and
    nearly everything is done by the first."""
    counted = collections.Counter()
    found = collections.defaultdict(list)
    first = None
    with open(log, encoding="utf-8", errors="replace") as file:
        for line in file:
            told = re.match(r"(\d+) +(\w+)\((.*)", line)
            first = first or told and told.group(1)
            if not told or told.group(1) != first or told.group(2) not in CALLS:
                continue
            call = told.group(2)
            counted[call] += 1
            where = place_of(desk, call, told.group(3))
            for error in (NETWORK if call in NETWORK else FILES)[call] if where else ():
                for lasts in (False, True)[:1 if error == "KILL" else 2]:
                    found[Kind(call, where, error, lasts)].append(counted[call])
    return {kind: [Fault(kind, number) for number in numbers] for kind, numbers in sorted(found.items())}


def one_for_each_place(offered):
    """For each call on each of the places one fault: the errors, once and lasting, take turns from place to place."""
    groups = collections.defaultdict(list)
    for kind in offered:
        groups[kind.call, kind.where].append(kind)
    chosen = []
    for turn, kinds in enumerate(groups.values()):
        places = offered[kinds[turn % len(kinds)]]
        # The golden section: with each group elsewhere between the beginning and the end.
        chosen.append(places[int(turn * 0.618034 % 1 * len(places))])
    return chosen


def inject(desk, authority, fault):
    """How a renewal with that fault ended, and whether it was met at all."""
    log = os.path.join(desk.folder, "strace")
    kill = fault.kind.error == "KILL"
    # A filter in the kernel makes it twice as fast, but no signal is injected then.
    what, options = ("signal=KILL", ()) if kill else ("error=" + fault.kind.error, ("--seccomp-bpf",))
    when = "%d+" % fault.number if fault.kind.lasts else str(fault.number)
    done = traced(desk, authority, log, *options, "-e", "trace=" + fault.kind.call,
                  "-e", "inject=%s:%s:when=%s" % (fault.kind.call, what, when))
    with open(log, encoding="utf-8", errors="replace") as file:
        text = file.read()
    os.unlink(log)
    return done, done.returncode == -9 if kill else "(INJECTED)" in text
