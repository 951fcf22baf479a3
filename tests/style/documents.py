# SPDX-License-Identifier: Apache-2.0
"""What the documents name is there: the targets of links, files of the source, and the tests of PROMISES.md.

    documents.py ROOT BUILD
"""
import fnmatch
import glob
import json
import os
import re
import sys

from conventions import files

# NAME.c and data/schema/NNN.sql stand for any.
ANY = re.compile(r"\b(NAME|NNN|ROOM|NOUN|VERSION)\b")
SOURCE = re.compile(r"`([\w./@-]+\.(?:c|h|py|sh|sql|md|profile|wxs|po|pem|1))`")


def lines(root, path):
    with open(os.path.join(root, path), encoding="utf-8") as file:
        yield from enumerate(file.read().split("\n"), 1)


def links(root, path):
    for number, line in lines(root, path):
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", line):
            if not re.match(r"\w+:", target) and not os.path.exists(os.path.join(root, os.path.dirname(path), target)):
                yield number, f"{target} is not there"


def sources(root, path, there):
    for number, line in lines(root, path):
        for name in SOURCE.findall(line):
            if not ANY.search(name) and not any(one == name or one.endswith("/" + name) for one in there):
                yield number, f"{name} is not in the source"


def known_tests(build):
    """By name, and by the name of what is run in shares."""
    names = set()
    for kind in ("tests", "benchmarks"):
        with open(os.path.join(build, "meson-info", f"intro-{kind}.json"), encoding="utf-8") as file:
            names |= {test["name"] for test in json.load(file)}
    return names | {re.sub(r"-\d+$", "", name) for name in names}


def promised_tests(root, path, known):
    for number, line in lines(root, path):
        cells = line.split("|")
        if len(cells) != 5:
            continue
        for name in re.findall(r"`([a-z0-9*-]+)`", re.sub(r"\([^)]*\)", "", cells[2])):
            if not fnmatch.filter(known, name):
                yield number, f"there is no test {name}"


def main(root, build):
    there = list(files(root))
    documents = sorted(os.path.relpath(path, root) for path in glob.glob(os.path.join(root, "data/documents/*.md")))
    found = []
    for path in ["README.md"] + documents:
        found += [(path, *offence) for offence in links(root, path)]
        found += [(path, *offence) for offence in sources(root, path, there)]
    promises = os.path.join("data", "documents", "PROMISES.md")
    found += [(promises, *offence) for offence in promised_tests(root, promises, known_tests(build))]
    print("\n".join(f"{path}:{number}: {what}" for path, number, what in found) or f"{len(documents)} documents")
    return 1 if found or not documents else 0


if __name__ == "__main__":
    sys.exit(main(os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])))
