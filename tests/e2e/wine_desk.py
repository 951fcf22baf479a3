# SPDX-License-Identifier: Apache-2.0
"""The desk of a story with Windows on it: Kigen's Windows programs under Wine, and the store in the registry."""
import base64
import os
import subprocess
import time

from story import CLIENT_PASSWORD, PASSWORD, Desk, write
import wine


def program(name):
    """A Windows program of the build under test."""
    return os.path.join(os.environ["KIGEN_TEST_WINDOWS"], name + ".exe")


class WineDesk(Desk):
    # pylint: disable=super-init-not-called
    def __init__(self, folder):
        self.folder = os.path.join(folder, "desk")
        self.state = os.path.join(self.folder, "state")
        self.backup = os.path.join(self.folder, "backup.p12")
        prefix = os.path.join(self.folder, "prefix")
        os.makedirs(prefix, mode=0o700)
        self.password = write(os.path.join(self.folder, "password"), PASSWORD + "\n")
        self.prefix = wine.Prefix(prefix, wine.template())
        self.store = wine.Store(self.prefix)

    def environment(self, language="C.UTF-8"):
        return self.prefix.environment(LANG=language)

    def arguments(self, authority, *arguments, store=True):
        own = ["--profile", authority.profile, "--state", self.state]
        if store:
            own += ["--store", "windows:MY"]
        return [program("kigen"), *own, *arguments]

    def kigen(self, authority, *arguments, timeout=300, language="C.UTF-8", store=True):
        return self.prefix.run(*self.arguments(authority, *arguments, store=store), timeout=timeout, LANG=language)

    def start(self, authority, *arguments):
        return subprocess.Popen(["wine", *self.arguments(authority, *arguments)], env=self.environment(), cwd="/",
                                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def install_client(self, authority):
        """Restored by ourselves: what Wine's own import makes signs nothing that a server of today takes."""
        word = write(os.path.join(self.folder, "client-password"), CLIENT_PASSWORD)
        done = self.kigen(authority, "restore", os.path.join(authority.folder, "client.p12"), "--password-file", word)
        if done.returncode != 0:
            raise RuntimeError(done.stderr + done.stdout)

    def end(self):
        self.prefix.end()

    # The judges

    def stored(self):
        for entry in self.store.entries():
            text = base64.encodebytes(entry[wine.CERTIFICATE]).decode()
            yield "-----BEGIN CERTIFICATE-----\n%s-----END CERTIFICATE-----" % text

    def keys(self):
        return self.store.containers()

    def usable(self):
        containers = set(self.keys())
        with_key = {entry[wine.CERTIFICATE] for entry in self.store.entries()
                    if wine.KEY_PROV_INFO in entry and wine.container_of(entry[wine.KEY_PROV_INFO]) in containers}
        now = time.strftime("%Y-%m-%d %H:%M:%SZ", time.gmtime())
        return [one for one in self.certificates()
                if one["end"] > now and base64.b64decode("".join(one["pem"].splitlines()[1:-1])) in with_key]

    def recover(self):
        """The registry has no journal to be rolled back."""
