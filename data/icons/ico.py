# SPDX-License-Identifier: Apache-2.0
"""Makes a Windows icon of pictures of several sizes.

    ico.py OUT.ico PNG...

Those smaller than 256 pixels go in as bitmaps, which every version of Windows takes; larger ones as they are.
"""
import struct
import sys

import pixmaps

LARGE = 256


def bitmap(width, height, argb):
    """A picture as an icon's bitmap: BGRA from the bottom up, and a mask that the alpha makes needless."""
    rows = [argb[at:at + width * 4] for at in range(0, len(argb), width * 4)]
    body = bytearray()
    for row in reversed(rows):
        line = bytearray(len(row))
        for channel in range(4):
            line[channel::4] = row[3 - channel::4]
        body += line
    mask = bytes((width + 31) // 32 * 4 * height)
    header = struct.pack("<IiiHHIIiiII", 40, width, height * 2, 1, 32, 0, len(body) + len(mask), 0, 0, 0, 0)
    return header + bytes(body) + mask


def image(path):
    width, height, argb = pixmaps.read(path)
    if width < LARGE:
        return width, height, bitmap(width, height, argb)
    with open(path, "rb") as file:
        return width, height, file.read()


def main(words):
    images = [image(path) for path in words[1:]]
    at = 6 + 16 * len(images)
    table = struct.pack("<HHH", 0, 1, len(images))
    for width, height, body in images:
        # A byte each: 256 is 0.
        table += struct.pack("<BBBBHHII", width % LARGE, height % LARGE, 0, 0, 1, 32, len(body), at)
        at += len(body)
    with open(words[0], "wb") as file:
        file.write(table + b"".join(body for _, _, body in images))


if __name__ == "__main__":
    main(sys.argv[1:])
