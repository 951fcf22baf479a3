# SPDX-License-Identifier: Apache-2.0
"""Kigen, ended at an instant that is named by its journal (see stop.c): which instants there are, and where one ended."""
import collections
import contextlib
import os
import signal

from story import command

# place is before, after or between; entry counts the journal's entries, act what was done after that entry.
Stop = collections.namedtuple("Stop", "place entry act", defaults=(0,))


class Run:
    """One run with the library: how it ended, the instants that it went through, and where it stopped, if it did."""

    def __init__(self, desk, authority, words, stop=None):
        log = os.path.join(desk.folder, "stops")
        with contextlib.suppress(FileNotFoundError):
            os.unlink(log)
        environment = {**desk.environment(), "LD_PRELOAD": os.environ["KIGEN_TEST_STOP_LIBRARY"], "KIGEN_TEST_STOP_LOG": log}
        if stop:
            environment["KIGEN_TEST_STOP"] = "%s %d %d" % stop
        self.ended = command(*desk.arguments(authority, *words, store="--store" not in words), env=environment, timeout=300)
        with open(log, encoding="utf-8", errors="replace") as file:
            lines = [line.split() for line in file]
        os.unlink(log)
        self.entries = sum(line[0] == "entry" for line in lines)
        self.acts = collections.Counter(int(line[1]) for line in lines if line[0] == "act")
        told = [line for line in lines if line[0] == "stopped"]
        self.stopped = Stop(told[0][1], int(told[0][2]), int(told[0][3])) if told else None
        if bool(told) != (self.ended.returncode == -signal.SIGKILL):
            raise RuntimeError("it ended with %d, and said that it stopped: %r" % (self.ended.returncode, told))

    def instants(self, everything):
        """Where it could have been stopped, in order: after each entry, between it and the next, and before that.  The acts
        between two may be a hundred; unless everything is wanted, the first and one in the middle stand for all.  Where there are none, and the
        disk is the same after the one as before the other, there is one stop, in turn the one and the other.  Entry 0 is the
        program's start."""
        for entry in range(self.entries + 1):
            acts = self.acts[entry]
            for act in range(1, acts + 1) if everything or acts < 2 else sorted({1, (acts + 1) // 2}):
                yield Stop("between", entry, act)
            if entry > 0 and (everything or acts or entry % 2 or entry == self.entries):
                yield Stop("after", entry)
            if entry < self.entries and (everything or acts or not entry % 2):
                yield Stop("before", entry + 1)
