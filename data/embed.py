# SPDX-License-Identifier: Apache-2.0
"""Makes C of text files, so that they are in the program itself (kigen/embedded.h).

    embed.py OUT.c OUT.h NAME FILE...

The table is called NAME, and its files as they are, without their folders.
"""
import os
import sys

HEADER = """/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <kigen/base/embedded.h>

extern const KigenEmbedded %s[];
"""


def literal(data):
    """One string a line; octal, so that no digit that follows is taken in."""
    def char(byte):
        if byte == 10:
            return "\\n"
        return chr(byte) if 32 <= byte < 127 and byte not in b'"\\?' else "\\%03o" % byte
    return "\n".join('    "%s"' % "".join(map(char, line)) for line in data.splitlines(True)) or '    ""'


def main(words):
    code, header, name, files = words[0], words[1], words[2], words[3:]
    with open(header, "w", encoding="utf-8") as out:
        out.write(HEADER % name)
    with open(code, "w", encoding="utf-8") as out:
        out.write('/* SPDX-License-Identifier: Apache-2.0 */\n#include "%s"\n\n' % os.path.basename(header))
        out.write("const KigenEmbedded %s[] = {\n" % name)
        for path in files:
            with open(path, "rb") as file:
                data = file.read()
            if b"\0" in data:
                raise ValueError(f"{path} is no text")
            out.write('  { "%s",\n%s },\n' % (os.path.basename(path), literal(data)))
        out.write("  { NULL, NULL },\n};\n")


if __name__ == "__main__":
    main(sys.argv[1:])
