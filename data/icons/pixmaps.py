# SPDX-License-Identifier: Apache-2.0
"""Makes C of the tray's pictures: ARGB32 in network byte order, as the StatusNotifierItem wants its pixmaps.

    pixmaps.py OUT.c OUT.h PNG...

The pictures come in pairs, small and large, a pair a state; each is called kigen-STATE.png.  The data are
constants, so that they stay in the program file's pages.  Reads PNGs of 8 bits with alpha, not interlaced;
nothing but Python's own library is needed.
"""
import os
import struct
import sys
import zlib

CHANNELS = 4
RGBA = (8, 6, 0, 0, 0)  # bits, kind of colour, compression, filter, interlacing

HEADER = """/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  int width;
  int height;
  const guint8 *argb; /* in network byte order, as many as `size` */
  gsize size;
} KigenPixmap;

/* By state (%s) and size, the smaller first. */
extern const KigenPixmap kigen_tray_pixmaps[%d][2];

G_END_DECLS
"""


def chunks(data):
    if data[:8] != b"\x89PNG\r\n\x1a\n":
        raise ValueError("is no PNG")
    at = 8
    while at < len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        yield kind, data[at + 8:at + 8 + size]
        at += 12 + size


def nearest(left, above, corner):
    """What of the three the sum of both less the corner is nearest to."""
    guess = left + above - corner
    return min((abs(guess - left), 0, left), (abs(guess - above), 1, above), (abs(guess - corner), 2, corner))[2]


def line_of(kind, coded, above):
    """A line of bytes, of which each was told by its difference from its neighbours."""
    line = bytearray()
    for i, byte in enumerate(coded):
        left = line[i - CHANNELS] if i >= CHANNELS else 0
        corner = above[i - CHANNELS] if i >= CHANNELS else 0
        guess = (0, left, above[i], (left + above[i]) // 2, nearest(left, above[i], corner))[kind]
        line.append((byte + guess) & 0xFF)
    return line


def read(path):
    """Width, height and ARGB of a PNG."""
    width = height = 0
    packed = b""
    with open(path, "rb") as file:
        for kind, body in chunks(file.read()):
            if kind == b"IHDR":
                width, height, *form = struct.unpack(">IIBBBBB", body)
                if tuple(form) != RGBA:
                    raise ValueError(f"{path} is not RGBA of 8 bits, or interlaced")
            elif kind == b"IDAT":
                packed += body
    raw = zlib.decompress(packed)
    stride = width * CHANNELS
    above = bytearray(stride)
    pixels = bytearray()
    for row in range(height):
        at = row * (stride + 1)
        above = line_of(raw[at], raw[at + 1:at + 1 + stride], above)
        pixels += above
    argb = bytearray(len(pixels))
    for channel, source in enumerate((3, 0, 1, 2)):
        argb[channel::CHANNELS] = pixels[source::CHANNELS]
    return width, height, bytes(argb)


def array(name, data):
    lines = [", ".join(f"0x{byte:02x}" for byte in data[at:at + 16]) for at in range(0, len(data), 16)]
    return "static const guint8 %s[] = {\n  %s,\n};\n" % (name, ",\n  ".join(lines))


def main(words):
    code, header, pictures = words[0], words[1], words[2:]
    states = []
    arrays = []
    rows = []
    for pair in zip(pictures[0::2], pictures[1::2]):
        state, other = (os.path.splitext(os.path.basename(path))[0].removeprefix("kigen-") for path in pair)
        if state != other:
            raise ValueError(f"{pair[0]} and {pair[1]} are of two states")
        row = []
        for path in pair:
            width, height, argb = read(path)
            name = f"{state}_{width}"
            arrays.append(array(name, argb))
            row.append(f"{{ {width}, {height}, {name}, sizeof {name} }}")
        states.append(state)
        rows.append("  { %s },\n" % ", ".join(row))
    with open(header, "w", encoding="utf-8") as file:
        file.write(HEADER % (", ".join(states), len(states)))
    with open(code, "w", encoding="utf-8") as file:
        file.write('/* SPDX-License-Identifier: Apache-2.0 */\n#include "%s"\n\n' % os.path.basename(header))
        file.write("\n".join(arrays))
        file.write("\nconst KigenPixmap kigen_tray_pixmaps[%d][2] = {\n%s};\n" % (len(states), "".join(rows)))


if __name__ == "__main__":
    main(sys.argv[1:])
