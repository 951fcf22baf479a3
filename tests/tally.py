# SPDX-License-Identifier: Apache-2.0
"""Adds up what several runs of `meson test` left behind, for tests/run.

collect RESULTS TREE JSON STATUS   takes over a run's results and tells of failures and skips; fails where there are none,
                                   or where meson failed and no test did
broken  RESULTS NAME LOG           something that counts as one failure, with the end of its log
named   TREE TREE STYLE …          which tests of a tree the user's names (of tests or suites) mean
total   RESULTS                    the slowest ten, and the last line; fails where something failed
"""
import fnmatch
import json
import os
import re
import sys

PASSED = {"OK", "EXPECTEDFAIL"}
SKIPPED = {"SKIP"}
# Where a test says itself that it left something out: TAP, and Python's unittest with -v.
LEFT_OUT = (re.compile(r"^ok \d+.*# SKIP ?(.*)$", re.I), re.compile(r"^\S.* \.\.\. skipped ['\"]?(.*?)['\"]?$"))
TAIL = 60
SLOWEST = 10


def runs(path):
    """One a line; a last line that meson did not come to finish is none."""
    with open(path, encoding="utf-8", errors="replace") as file:
        return [json.loads(line) for line in file if line.endswith("}\n")]


def output(run):
    return "\n".join(run.get(stream) or "" for stream in ("stdout", "stderr")).strip("\n")


def name_of(tree, run):
    """meson's is PROJECT:SUITE+SUITE / NAME."""
    suite, _, name = run["name"].rpartition(" / ")
    return f"{tree}: {suite.split(':')[-1].split('+')[0]} / {name}" if suite else f"{tree}: {name}"


def reason(run):
    """Of a test that was skipped as a whole: the reason it gave, else the last thing it said."""
    lines = [line.strip() for line in output(run).splitlines() if line.strip()]
    for line in lines:
        found = re.match(r"^1\.\.0 *# *SKIP *(.*)$", line, re.I)
        if found:
            return found.group(1)
    return lines[-1] if lines else "it gave no reason"


def remember(results, outcome, name, seconds=0):
    with open(os.path.join(results, "outcomes"), "a", encoding="utf-8") as file:
        file.write(f"{outcome} {seconds:.0f} {name}\n")


def collect(results, tree, path, status):
    found = runs(path) if os.path.exists(path) else []
    for run in found:
        name = name_of(tree, run)
        if run["result"] in PASSED:
            remember(results, "passed", name, run["duration"])
            for line in output(run).splitlines():
                for pattern in LEFT_OUT:
                    match = pattern.match(line)
                    if match:
                        print(f"-- {name} left something out: {match.group(1)}")
        elif run["result"] in SKIPPED:
            remember(results, "skipped", name, run["duration"])
            print(f"-- {name} skipped: {reason(run)}")
        else:
            remember(results, "failed", name, run["duration"])
            print(f"!! {name}: {run['result']} after {run['duration']:.0f} s")
            print("\n".join("   " + line for line in output(run).splitlines()[-TAIL:]))
    sys.stdout.flush()
    well = all(run["result"] in PASSED | SKIPPED for run in found)
    return 1 if not found or (well and status != "0") else 0


def broken(results, name, log):
    remember(results, "failed", name)
    print(f"!! {name} failed; all of it is in {log}")
    with open(log, encoding="utf-8", errors="replace") as file:
        lines = file.read().splitlines()
    # Two compilers at work: the error may lie far above the last line.
    first = next((number for number, line in enumerate(lines) if line.startswith("FAILED:")), None)
    shown = lines[-TAIL:] if first is None else lines[first:first + TAIL]
    print("\n".join("   " + line for line in shown))
    return 0


def named(tree, shown, style, *names):
    with open(os.path.join(tree, "meson-info", "intro-tests.json"), encoding="utf-8") as file:
        tests = json.load(file)
    chosen, known = [], set()
    for test in tests:
        suites = {suite.split(":")[-1] for suite in test["suite"]}
        for name in names:
            if fnmatch.fnmatchcase(test["name"], name) or name in suites:
                known.add(name)
                if (style == "any" or "style" not in suites) and test["name"] not in chosen:
                    chosen.append(test["name"])
    for name in names:
        # Of the checks of the source some are in one tree alone.
        if name not in known and style == "any":
            print(f"{shown} has no test or suite {name}", file=sys.stderr)
    print(" ".join(chosen))
    return 0


def total(results):
    path = os.path.join(results, "outcomes")
    outcomes = []
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            outcomes = [line.rstrip("\n").split(" ", 2) for line in file]
    count = {word: sum(outcome == word for outcome, _, _ in outcomes) for word in ("passed", "failed", "skipped")}
    slowest = sorted(((int(seconds), name) for _, seconds, name in outcomes if seconds != "0"), reverse=True)[:SLOWEST]
    if slowest:
        print("The slowest:")
    for seconds, name in slowest:
        print(f"{seconds:5} s  {name}")
    for outcome, _, name in outcomes:
        if outcome == "failed":
            print(f"failed: {name}")
    print(f"{count['passed']} passed, {count['failed']} failed, {count['skipped']} skipped")
    return 1 if count["failed"] or not outcomes else 0


if __name__ == "__main__":
    sys.exit({"collect": collect, "broken": broken, "named": named, "total": total}[sys.argv[1]](*sys.argv[2:]))
