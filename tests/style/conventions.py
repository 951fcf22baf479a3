# SPDX-License-Identifier: Apache-2.0
"""The conventions of this source that no other tool checks.  Prints one offence a line: PATH:LINE: what.

    conventions.py ROOT
"""
import ast
import os
import re
import subprocess
import sys

SPDX = "SPDX-License-Identifier: Apache-2.0"
SOURCES = (".c", ".h", ".py", ".sh", ".sql", ".profile", ".xml", ".po", ".rc", ".1", ".5", ".7", ".8", ".desktop",
           ".service", ".css", ".ui", ".svg", ".policy", ".bash")
TOP = {"src", "include", "tests", "data", "meson.build", "README.md", "LICENSE"}
MOST_LINES = 400
# A test is read a scenario at a time.
MOST_LINES_OF_TESTS = 500

# What each room may name.  The links, which cannot be talked round by a declaration of one's own, are arrows.py's.
BELOW = {
    "base": [],
    "crypto": ["base"],
    "state": ["base"],
    "notice": ["state", "base"],
    "store": ["crypto", "base"],
    "web": ["crypto", "base"],
    "authority": ["web", "crypto", "base"],
    "renewal": ["authority", "web", "store", "state", "crypto", "base"],
    "workspace": ["renewal", "authority", "store", "state", "notice", "crypto", "base"],
    "doctor": ["workspace", "desktop", "renewal", "authority", "web", "store", "state", "notice", "crypto", "base"],
    "conversation": ["workspace", "renewal", "authority", "store", "state", "crypto", "base"],
    "cli": ["conversation", "doctor", "workspace", "desktop", "renewal", "authority", "store", "state", "notice", "crypto", "base"],
    "dialog": ["conversation", "doctor", "workspace", "desktop", "renewal", "authority", "store", "state", "notice", "crypto",
               "base"],
    "desktop": ["base"],
    "agent": ["desktop", "notice", "state", "base"],
    "rehearsal": [],
}
# A library's headers are for the room that hides the library.
LIBRARIES = {
    r"openssl/": {"crypto", "web", "rehearsal"},
    r"curl/": {"web"},
    r"libxml/": {"web"},
    r"json-glib/": {"cli", "authority"},
    r"sqlite3": {"state"},
    r"libsoup/": {"rehearsal"},
    r"(nss|cert(db|t)?|key(hi|thi)|pk11(pub|func)|p12|pkcs11t?)\.h": {"store"},
    r"(pr(error|init|io|types|thread|mem|time)|sec(item|asn1|err|modt?|oidt?|der|port|comon))\.h": {"store"},
    r"gtk/|gdk/": {"dialog"},
    r"libnotify/": {"desktop"},
}
LATER = "TO" "DO|FIX" "ME|XX" "X"  # in pieces, so that this line is none of them


def files(root):
    """Every file of ours, as paths below the root: not what is hidden at the top, built or cached."""
    for folder, folders, names in os.walk(root):
        below = os.path.relpath(folder, root)
        if below == ".":
            folders[:] = [name for name in folders if name == ".ci" or name[0] != "." and not name.startswith("build")]
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(names):
            yield os.path.normpath(os.path.join(below, name))


def read(root, path):
    with open(os.path.join(root, path), "rb") as file:
        return file.read().decode("utf-8", "surrogateescape")


def bare(text, strings=True):
    """C without comments and, with `strings`, without what is in quotes; every line stays where it is."""
    def blank(match):
        found = match.group(0)
        if found[0] in "\"'":
            return found[0] + re.sub(r"[^\n]", " ", found[1:-1]) + found[-1] if strings else found
        return re.sub(r"[^\n]", " ", found)
    return re.sub(r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", blank, text, flags=re.S)


def room_of(path):
    parts = path.split(os.sep)
    return parts[1] if parts[0] == "src" and len(parts) > 2 else None


def room_of_header(path):
    """Of ROOM/NOUN.h, as it lies below include/kigen and as it is included."""
    parts = path.split("/")
    return parts[0] if len(parts) == 2 and parts[0] in BELOW else None


def is_source(path, text):
    name = os.path.basename(path)
    return name.endswith(SOURCES) or name == "meson.build" or text.startswith("#!")


# ---- rules: each takes (root, path, text) and gives (line, what) ----

def licence(_root, path, text):
    if not is_source(path, text):
        return
    lines = text.split("\n")
    # Behind what has to be the very first line of its kind, and a title of a translation.
    first = 1 if lines[0].startswith(("#!", "<?xml", "'\\\"")) or path.endswith(".po") else 0
    if len(lines) <= first or SPDX not in lines[first]:
        yield first + 1, "the licence's line is not the first"


def length(_root, path, text):
    most = MOST_LINES_OF_TESTS if path.startswith("tests/") else MOST_LINES
    if path.endswith((".c", ".h")) and text.count("\n") > most:
        yield most + 1, f"{text.count(chr(10))} lines; {most} are the most"


def conditions(_root, path, text):
    if not path.endswith((".c", ".h")):
        return
    depth = 0
    for number, line in enumerate(bare(text).split("\n"), 1):
        if re.match(r"\s*#\s*(if|ifdef|ifndef|elif|else)\b", line):
            if depth > 0:
                yield number, "a condition of the preprocessor inside braces: another file is the place"
        elif not re.match(r"\s*#", line):
            depth += line.count("{") - line.count("}")


def line_comments(_root, path, text):
    if not path.endswith((".c", ".h")):
        return
    without = re.sub(r"/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'",
                     lambda match: re.sub(r"[^\n]", " ", match.group(0)), text, flags=re.S)
    for number, line in enumerate(without.split("\n"), 1):
        if "//" in line:
            yield number, "a // comment: /* */ for words, and code that is not needed goes"


def log_domain(_root, path, text):
    if not path.endswith(".c"):
        return
    room = room_of(path)
    wanted = f'#define G_LOG_DOMAIN "kigen-{room}"' if room else "#define G_LOG_DOMAIN "
    if room is None and not path.startswith("tests" + os.sep):
        return
    if not any(line.startswith(wanted) for line in text.split("\n")[:4]):
        yield 2, f"no {wanted.strip()} below the licence"


def public_names(_root, path, text):
    if not path.startswith(os.path.join("include", "kigen") + os.sep):
        return
    code = bare(text)
    for match in re.finditer(r"^[ \t]*#[ \t]*define[ \t]+(\w+)", code, re.M):
        if not match.group(1).startswith("KIGEN_"):
            yield code.count("\n", 0, match.start()) + 1, f"{match.group(1)} is not called KIGEN_…"
    code = re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", lambda match: re.sub(r"[^\n]", " ", match.group(0)), code, flags=re.M)
    for match in re.finditer(r"\benum\b[^;{]*\{([^}]*)\}", code):
        for constant in re.finditer(r"(?:^|,)\s*([A-Za-z_]\w*)", match.group(1)):
            if not constant.group(1).startswith("KIGEN_"):
                line = code.count("\n", 0, match.start(1) + constant.start(1)) + 1
                yield line, f"{constant.group(1)} is not called KIGEN_…"
    # What is left between braces are members; a function is a name before a bracket, a type what a typedef ends with.
    flat = code
    while "{" in flat:
        flatter = re.sub(r"\{[^{}]*\}", lambda match: re.sub(r"[^\n]", " ", match.group(0)), flat)
        if flatter == flat:
            break
        flat = flatter
    for match in re.finditer(r"\btypedef\b[^;]*?(?:\(\s*\*\s*(\w+)\s*\)\s*\([^;]*|(\w+)\s*(?:\[[^\]]*\])?\s*);", flat):
        name = match.group(1) or match.group(2)
        if not name.startswith("Kigen"):
            yield flat.count("\n", 0, match.start()) + 1, f"the type {name} is not called Kigen…"
    flat = re.sub(r"\btypedef\b[^;]*;", lambda match: re.sub(r"[^\n]", " ", match.group(0)), flat)
    for statement in re.finditer(r"[^;]+", flat):
        named = re.search(r"\b([A-Za-z_]\w*)\s*\(", re.sub(r"\b(?:G_[A-Z_0-9]+|__attribute__)\s*\(+[^()]*\)+", "",
                                                         statement.group(0)))
        if named and not named.group(1).startswith("kigen_") and not named.group(1).startswith("G_"):
            line = flat.count("\n", 0, statement.start() + len(statement.group(0)) - len(statement.group(0).lstrip())) + 1
            yield line, f"{named.group(1)} () is not called kigen_…"


def arrows(_root, path, text):
    room = room_of(path)
    public = path.startswith(os.path.join("include", "kigen") + os.sep)
    if public:
        room = room_of_header(os.path.relpath(path, os.path.join("include", "kigen")).replace(os.sep, "/"))
        if room is None:
            yield 1, "a public header lies under its room's name: include/kigen/ROOM/NOUN.h"
            return
    if room is None or not path.endswith((".c", ".h")):
        return
    if room not in BELOW:
        yield 1, f"{room} is no room of the house"
        return
    allowed = [room] + BELOW[room]
    for number, line in enumerate(bare(text, strings=False).split("\n"), 1):
        match = re.match(r"\s*#\s*include\s*([<\"])([^>\"]+)[>\"]", line)
        if not match:
            continue
        quote, name = match.groups()
        if quote == '"':
            if "/" in name:
                yield number, f"\"{name}\": a room's own headers are for itself"
        elif name.startswith("kigen/"):
            owner = room_of_header(name[len("kigen/"):])
            if owner not in allowed:
                yield number, f"<{name}> is {owner}'s, which {room} does not stand on"
        else:
            for pattern, rooms in LIBRARIES.items():
                if re.match(pattern, name) and (public or room not in rooms):
                    yield number, f"<{name}> is for {', '.join(sorted(rooms))} alone"


def leftovers(_root, path, text):
    # A picture may hold any bytes.
    if path == "LICENSE" or path.endswith(".png"):
        return
    for number, line in enumerate(text.split("\n"), 1):
        match = re.search(rf"\b({LATER})\b", line)
        if match:
            yield number, f"{match.group(1)}: do it, or say what is so"


def blanks(_root, path, text):
    if not (is_source(path, text) or path.endswith(".md")) or "\0" in text:
        return
    for number, line in enumerate(text.split("\n"), 1):
        if line.endswith("\r"):
            yield number, "a carriage return"
        elif line.rstrip(" \t") != line:
            yield number, "blanks at the end"
        elif "\t" in line and path.endswith((".c", ".h", ".py", "meson.build")):
            yield number, "a tab"
    if text and not text.endswith("\n"):
        yield text.count("\n") + 1, "the last line does not end"


def clocks(_root, path, text):
    """A test that sleeps and then looks, or that asserts how quick it was, fails on a busy machine.  Where the sleep is
    not for something to come, but is what is tried, or makes sure that something is over, a remark says so."""
    if not path.startswith("tests" + os.sep):
        return
    name = os.path.basename(path)
    found = []
    if name.startswith("test-") and name.endswith(".c"):
        found = c_sleeps(text)
    elif name.startswith("test_") and name.endswith(".py"):
        found = python_sleeps(text)
    lines = [""] + text.split("\n")
    for number, what, excusable in found:
        remark = re.compile(r"#|/\*")
        if not (excusable and (remark.search(lines[number]) or lines[number - 1].lstrip().startswith(("#", "/*", "*")))):
            yield number, what


ASLEEP = "sleeps, and not in a loop that waits for something; or a remark says why"


def c_sleeps(text):
    loops = []  # depths at which a loop's body began
    depth = 0
    for number, line in enumerate(bare(text).split("\n"), 1):
        if re.search(r"\b(g_usleep|usleep|sleep|nanosleep)\s*\(", line) and not loops and not re.search(
                r"\b(while|for)\b", line):
            yield number, ASLEEP, True
        for brace in re.finditer(r"[{}]", line):
            if brace.group(0) == "{":
                depth += 1
                if re.search(r"\b(while|for|do)\b", line[:brace.start()]):
                    loops.append(depth)
            else:
                if loops and loops[-1] == depth:
                    loops.pop()
                depth -= 1


def python_sleeps(text):
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        yield error.lineno or 1, f"is no Python: {error.msg}", False
        return

    def visit(node, looping):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("time.sleep", "sleep"):
            if not looping:
                yield node.lineno, ASLEEP, True
        if isinstance(node, ast.Call) and re.search(r"assert(Less|LessEqual|AlmostEqual)$", ast.unparse(node.func)):
            if any(re.search(r"\btime\.(time|monotonic|perf_counter)\b", ast.unparse(word)) for word in node.args):
                yield node.lineno, "asserts how quick it was", False
        inner = looping or isinstance(node, (ast.While, ast.For))
        if isinstance(node, (ast.FunctionDef, ast.Lambda)):
            inner = False
        for child in ast.iter_child_nodes(node):
            yield from visit(child, inner)
    yield from visit(tree, False)


RULES = [licence, length, conditions, line_comments, log_domain, public_names, arrows, leftovers, blanks, clocks]


# ---- of the whole ----

def top_level(root):
    for name in sorted(os.listdir(root)):
        if name[0] != "." and name not in TOP and not name.startswith("build"):
            yield name, 1, "does not belong at the top"


def self_contained(root):
    """Each public header alone, and twice, is C11; so are all of them together."""
    folder = os.path.join(root, "include", "kigen")
    if not os.path.isdir(folder):
        return
    flags = subprocess.run(["pkg-config", "--cflags", "gio-2.0"], check=True, stdout=subprocess.PIPE,
                           text=True).stdout.replace("-I", "-isystem ").split()
    headers = sorted(os.path.relpath(os.path.join(where, name), folder)
                     for where, _, names in os.walk(folder) for name in names if name.endswith(".h"))
    together = "".join(f"#include <kigen/{name}>\n" for name in headers)
    for name, included in [(name, f"#include <kigen/{name}>\n" * 2) for name in headers] + [("", together)]:
        run = subprocess.run(["gcc", "-fsyntax-only", "-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Wstrict-prototypes",
                              "-Werror", "-x", "c", *flags, "-I", os.path.join(root, "include"), "-"],
                             input=included, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if run.returncode != 0:
            said = next((line for line in run.stdout.splitlines() if "error" in line), run.stdout.strip())
            where = os.path.join("include", "kigen", name)
            yield where, 1, f"does not compile {'alone' if name else 'with the others'}: " + said.replace(root + os.sep, "")


def offences(root):
    found = []
    for path in files(root):
        text = read(root, path)
        for rule in RULES:
            found += [(path, line, what, rule.__name__) for line, what in rule(root, path, text) or []]
    for rule in (top_level, self_contained):
        found += [(*offence, rule.__name__) for offence in rule(root)]
    return found


def main():
    found = offences(os.path.abspath(sys.argv[1]))
    for path, line, what, _ in found:
        print(f"{path}:{line}: {what}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
