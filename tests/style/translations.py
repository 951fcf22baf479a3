# SPDX-License-Identifier: Apache-2.0
"""Every message of the programs is translated, and nothing else is.

    translations.py ROOT
"""
import glob
import os
import re
import subprocess
import sys
import tempfile

KEYWORDS = ["_", "N_", "ngettext:1,2", "C_:1c,2", "NC_:1c,2", "g_dngettext:2,3", "Q_:1g"]


def run(*words):
    return subprocess.run(words, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def template(files, output):
    """The messages in `files`; None where there are none, or where xgettext complains."""
    done = run("xgettext", "--language=C", "--from-code=UTF-8", "--no-wrap", "--add-comments=Translators:", "-o", output, "-k",
               *["--keyword=" + word for word in KEYWORDS], *files)
    if done.stdout:
        print(done.stdout, end="")
    return done.returncode == 0 and not done.stdout


def main(root):
    os.chdir(root)
    offences = []
    # The practice authority speaks the language of the one it stands for, and is not translated.
    sources = sorted(path for path in glob.glob("src/**/*.c", recursive=True) if not path.startswith("src/rehearsal/"))
    with open("data/po/POTFILES", encoding="utf-8") as file:
        listed = [line.strip() for line in file if line.strip() and not line.startswith("#")]
    if listed != sorted(set(listed)):
        offences.append("data/po/POTFILES: not sorted")

    with tempfile.TemporaryDirectory() as folder:
        pot = os.path.join(folder, "kigen.pot")
        with_messages = set()
        for path in sources:
            if os.path.exists(pot):
                os.remove(pot)
            if not template([path], pot):
                offences.append(f"{path}: see above")
            if os.path.exists(pot):
                with_messages.add(path)
        offences += [f"data/po/POTFILES: {path} is missing" for path in sorted(with_messages - set(listed))]
        offences += [f"data/po/POTFILES: {path} has no messages" for path in sorted(set(listed) - with_messages)]

        if with_messages:
            template(sorted(with_messages), pot)
        with open("data/po/LINGUAS", encoding="utf-8") as file:
            languages = [word for line in file if not line.startswith("#") for word in line.split()]
        for language in languages:
            po = f"data/po/{language}.po"
            done = run("msgfmt", "--check", "--check-accelerators=_", "-o", os.devnull, po)
            if done.returncode != 0:
                offences.append(done.stdout.strip())
            # It counts a fuzzy one as none, and tells of those that no source has any more.
            if with_messages:
                done = run("msgcmp", "--no-fuzzy-matching", po, pot)
                offences += [told(line, pot) for line in done.stdout.splitlines() if re.search(r":\d+:", line)]
                if done.returncode != 0 and not done.stdout.strip():
                    offences.append(f"{po}: msgcmp fails")
            if run("msgattrib", "--only-obsolete", po).stdout.strip():
                offences.append(f"{po}: has messages that are out of use")
    print("\n".join(offences) or f"{len(with_messages)} files with messages, {len(languages)} languages")
    return 1 if offences else 0


def told(line, pot):
    """A complaint about the template is one about a source, which the template names."""
    found = re.match(re.escape(pot) + r":(\d+): *(.*)", line)
    if not found:
        return line
    with open(pot, encoding="utf-8") as file:
        lines = file.read().split("\n")
    number = int(found.group(1)) - 1
    message = lines[number]
    while number > 0 and not lines[number].startswith("#:"):
        number -= 1
    return f"{lines[number][2:].strip()}: {found.group(2)} {message}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
