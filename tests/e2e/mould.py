# SPDX-License-Identifier: Apache-2.0
"""Many stories that begin alike: the desk and its authority are made once, and copied for each."""
import hashlib
import os
import re
import shutil
import tempfile

from story import Authority, Desk, Story, write

# What the authority's profile says of waiting, for stories that would otherwise mostly wait.
WAITS = {"FirstPoll": 1, "LongestPoll": 1, "Issue": 3, "Settle": 1, "Timeout": 10}
QUICK = ("--rendering", "1", "--status-seconds", "0.1", "--key-type", "ec")


def shorten_waits(authority):
    """From now on the story's profile is another one beside the authority's own, which says the same but for its waits."""
    with open(authority.profile, encoding="utf-8") as file:
        text = re.sub(r"(?ms)^\[Waits\]\n.*?(?=^\[|\Z)", "", file.read())
    waits = "".join("%s=%d\n" % wait for wait in WAITS.items())
    authority.profile = write(os.path.join(authority.folder, "short.profile"), text + "\n[Waits]\n" + waits)


class CopiedDesk(Desk):
    """What NSS's own tools say of a store is asked once for all stores whose files are the same to the byte."""
    said = {}

    def stored(self):
        return self.once("cert9.db", lambda: list(super(CopiedDesk, self).stored()))

    def keys(self):
        return self.once("key4.db", super().keys)

    def once(self, name, ask):
        content = b""
        for path in (os.path.join(self.nss, name), os.path.join(self.nss, name + "-journal")):
            if os.path.exists(path):
                with open(path, "rb") as file:
                    content += file.read()
        key = (name, hashlib.sha256(content).digest())
        if key not in self.said:
            self.said[key] = ask()
        return self.said[key]


class Mould:
    """A context: `with Mould() as mould: … with mould.story() as (desk, authority): …`."""

    def __init__(self, *options, installed=True, prepare=None):
        self.options, self.installed, self.prepare = options or QUICK, installed, prepare

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="kigen-mould-")
        try:
            authority = Authority(self.folder, "rehearsal", *self.options)
            try:
                shorten_waits(authority)
                desk = Desk(self.folder)
                if self.installed:
                    desk.install_client(authority)
                if self.prepare:
                    self.prepare(desk, authority)
            finally:
                authority.stop()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, *problem):
        shutil.rmtree(self.folder, ignore_errors=True)

    def story(self):
        return Copy(self)


class Copy(Story):
    def __init__(self, mould):
        super().__init__("rehearsal", *mould.options, installed=False)
        self.mould = mould

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="kigen-story-")
        shutil.copytree(self.mould.folder, self.folder, dirs_exist_ok=True)
        self.authority = Authority(self.folder, "rehearsal", *self.options)
        shorten_waits(self.authority)
        self.desk = CopiedDesk(self.folder)
        return self.desk, self.authority
