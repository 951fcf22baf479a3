# SPDX-License-Identifier: Apache-2.0
"""The time from the start of kigen-dialog to its first frame, and from closing its window to the end of its process, beside
those of the least GTK 4 program there can be, in turns on the same screen (Xvfb, cairo).

A frame is there when the middle of the screen, which is black, has another colour.  Run it through `meson test --benchmark`,
or by hand: KIGEN_PROGRAMS names the folder of the built programs, the argument is plain-window.
"""
import ctypes
import os
import statistics
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))

from screen import Screen  # noqa: E402
from story import Story, program  # noqa: E402

ROUNDS = int(os.environ.get("KIGEN_BENCH_ROUNDS", "15"))
PATIENCE = 60
TICK = 0.0005
ALL_PLANES, Z_PIXMAP, CLIENT_MESSAGE = 0xffffffff, 2, 33
MIDDLE = (512, 384)


class ClientMessage(ctypes.Structure):
    _fields_ = [("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int), ("display", ctypes.c_void_p),
                ("window", ctypes.c_ulong), ("message_type", ctypes.c_ulong), ("format", ctypes.c_int),
                ("data", ctypes.c_long * 5), ("rest", ctypes.c_long * 16)]


class Eyes:
    """What is on the screen, without a process of its own for each look."""

    def __init__(self, display):
        self.x = ctypes.CDLL("libX11.so.6")
        for name, answer in (("XOpenDisplay", ctypes.c_void_p), ("XDefaultRootWindow", ctypes.c_ulong),
                             ("XGetImage", ctypes.c_void_p), ("XGetPixel", ctypes.c_ulong), ("XInternAtom", ctypes.c_ulong)):
            getattr(self.x, name).restype = answer
        self.display = ctypes.c_void_p(self.x.XOpenDisplay(display.encode()))
        self.root = ctypes.c_ulong(self.x.XDefaultRootWindow(self.display))
        # A window may go away while we look.
        self.handler = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(lambda *_: 0)
        self.x.XSetErrorHandler(self.handler)

    def sees_something(self):
        image = ctypes.c_void_p(self.x.XGetImage(self.display, self.root, *MIDDLE, 1, 1, ctypes.c_ulong(ALL_PLANES), Z_PIXMAP))
        pixel = self.x.XGetPixel(image, 0, 0)
        self.x.XDestroyImage(image)
        return pixel & 0xffffff != 0

    def windows(self, parent=None):
        root, above, children, count = (ctypes.c_ulong(), ctypes.c_ulong(), ctypes.POINTER(ctypes.c_ulong)(), ctypes.c_uint())
        self.x.XQueryTree(self.display, parent or self.root, ctypes.byref(root), ctypes.byref(above), ctypes.byref(children),
                          ctypes.byref(count))
        for number in children[:count.value]:
            window, name = ctypes.c_ulong(number), ctypes.c_char_p()
            if self.x.XFetchName(self.display, window, ctypes.byref(name)) and (name.value or b"").startswith(b"Kigen"):
                yield window
            yield from self.windows(window)

    def close(self):
        """What a window's own button to close it sends."""
        def atom(name):
            return self.x.XInternAtom(self.display, name, 0)
        for window in list(self.windows()):
            message = ClientMessage(type=CLIENT_MESSAGE, window=window, message_type=atom(b"WM_PROTOCOLS"), format=32)
            message.data[0] = atom(b"WM_DELETE_WINDOW")
            self.x.XSendEvent(self.display, window, 0, ctypes.c_long(0), ctypes.byref(message))
        self.x.XFlush(self.display)


def waited(check, began):
    while not check():
        if time.monotonic() > began + PATIENCE:
            sys.exit("nothing happens")
        time.sleep(TICK)
    return time.monotonic() - began


def measure(eyes, words, environment):
    """First frame and end, in seconds."""
    waited(lambda: not eyes.sees_something(), time.monotonic())
    began = time.monotonic()
    process = subprocess.Popen(words, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    frame = waited(eyes.sees_something, began)
    time.sleep(1)
    began = time.monotonic()
    eyes.close()
    end = waited(lambda: process.poll() is not None, began)
    if process.returncode != 0:
        sys.exit("%s ended with %d" % (words[0], process.returncode))
    return frame, end


def main():
    os.environ["GSK_RENDERER"] = "cairo"
    with Screen() as screen, Story("rehearsal") as (desk, authority):
        eyes = Eyes(screen.display)
        environment = screen.environment(desk, "C.UTF-8")
        own = [program("kigen-dialog"), "--profile", authority.profile, "--state", desk.state, "--store", "nss:" + desk.nss]
        times = []
        for number in range(ROUNDS + 1):
            pair = measure(eyes, own, environment), measure(eyes, [sys.argv[1]], environment)
            # The first ones fill the caches.
            times += [pair] if number > 0 else []
        told = [[statistics.median(pair[who][what] for pair in times) * 1000 for who in (0, 1)] for what in (0, 1)]
        print("first frame: kigen-dialog %.0f ms, a bare GTK window %.0f ms: ratio %.2f" % (*told[0], told[0][0] / told[0][1]))
        print("closed to gone: kigen-dialog %.0f ms, a bare GTK window %.0f ms (medians of %d)" % (*told[1], ROUNDS))


if __name__ == "__main__":
    main()
