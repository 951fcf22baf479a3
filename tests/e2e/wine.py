# SPDX-License-Identifier: Apache-2.0
"""A Windows desk: Kigen's Windows programs under Wine, with a registry and a store of its own.

The judges are not Kigen: what is in the store is read out of the registry as Windows writes it down.
"""
import contextlib
import os
import re
import shutil
import subprocess
import tempfile

MY = r"HKCU\Software\Microsoft\SystemCertificates\MY"
# Wine keeps CryptoAPI's containers here.
CONTAINERS = r"HKCU\Software\Wine\Crypto\RSA"

TRIES = 3

# wincrypt.h
KEY_PROV_INFO = 2
FRIENDLY_NAME = 11
CERTIFICATE = 32
RENEWAL = 64


def template():
    """A prefix that all others begin as; made once a run, by whoever comes first."""
    shared = os.environ.get("KIGEN_TEST_KEYS") or os.path.join(tempfile.gettempdir(), "kigen-wine-%d" % os.getuid())
    folder = os.path.join(shared, "prefix")
    if os.path.isdir(folder):
        return folder
    os.makedirs(shared, mode=0o700, exist_ok=True)
    own = tempfile.mkdtemp(dir=shared)
    prefix = Prefix(own)
    prefix.run("wineboot", "-i", check=True)
    # It would call itself Windows 7.
    prefix.run("winecfg", "-v", "win10", check=True)
    prefix.end()
    try:
        os.rename(own, folder)
    except OSError:  # another test was faster
        shutil.rmtree(own, ignore_errors=True)
    return folder


class Prefix:
    """One Windows, with a registry of its own."""

    def __init__(self, folder, source=None):
        self.folder = folder
        if source is None:
            return
        shutil.copytree(source, folder, symlinks=True, dirs_exist_ok=True)
        # It stays up between two programs: to start it takes longer than most of them.
        subprocess.run(["wineserver", "--persistent=30"], env=self.environment(), check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def environment(self, **more):
        keep = {name: os.environ[name] for name in ("PATH", "TMPDIR", "DISPLAY") if name in os.environ}
        # From its host's language Wine's Windows takes its own.
        if "KIGEN_TEST_LOCALES" in os.environ:
            keep["LOCPATH"] = os.environ["KIGEN_TEST_LOCALES"]
        return {**keep, "HOME": self.folder, "WINEPREFIX": self.folder, "WINEARCH": "win64", "WINEDEBUG": "-all",
                "WINEDLLOVERRIDES": "mscoree,mshtml=", "LANG": "C.UTF-8", "TZ": "JST-9", **more}

    def run(self, *words, check=False, timeout=120, stdin=subprocess.DEVNULL, **more):
        """What it prints goes into files: Wine's own services keep a pipe open for as long as they stay."""
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            ended = subprocess.run(["wine", *words], env=self.environment(**more), stdin=stdin, stdout=out, stderr=err,
                                   timeout=timeout, cwd="/", check=False)
            out.seek(0)
            err.seek(0)
            done = subprocess.CompletedProcess(words, ended.returncode, out.read().decode(errors="replace"),
                                               err.read().decode(errors="replace"))
        if check and done.returncode != 0:
            raise RuntimeError("%s: %s" % (words, done.stderr))
        return done

    def end(self):
        subprocess.run(["wineserver", "-k"], env=self.environment(), check=False,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        subprocess.run(["wineserver", "-w"], env=self.environment(), check=False,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def registry(self, key):
        """Key to values (name to text or bytes) of everything below a key; empty where there is none."""
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            path = os.path.join(folder, "export.reg")
            words = ("reg", "export", key, "Z:" + path.replace("/", "\\"), "/y")
            # One that is not there fails as well, and at once: a machine that is too busy gets a second chance.
            if all(self.run(*words).returncode != 0 for _ in range(TRIES)):
                return {}
            with open(path, encoding="utf-16") as file:
                return parse_registry(file.read())

    def value(self, key, name):
        done = self.run("reg", "query", key, "/v", name)
        found = re.search(r"^\s+%s\s+REG_\w+\s+(.*?)\s*$" % re.escape(name), done.stdout, re.M)
        return found.group(1) if found else None


def parse_registry(text):
    keys, values = {}, {}
    for line in text.replace("\\\n", "").splitlines():
        header = re.match(r"\[(.*)\]$", line)
        entry = re.match(r'"((?:[^"\\]|\\.)*)"=(.*)$', line)
        if header:
            values = keys.setdefault(header.group(1), {})
        elif entry and entry.group(2).startswith("hex"):
            values[entry.group(1)] = bytes.fromhex(re.sub(r"[\s,]", "", entry.group(2).split(":", 1)[1]))
        elif entry:
            values[entry.group(1)] = entry.group(2).strip('"').replace("\\\\", "\\")
    return keys


def properties(blob):
    """Those of a certificate: number, version, size, value, one after the other."""
    found, at = {}, 0
    while at + 12 <= len(blob):
        number, _, size = (int.from_bytes(blob[at + 4 * i:at + 4 * i + 4], "little") for i in range(3))
        found[number] = blob[at + 12:at + 12 + size]
        at += 12 + size
    return found


def text_of(value):
    return value.decode("utf-16-le").rstrip("\0")


def container_of(value):
    """The first text that a written-down CRYPT_KEY_PROV_INFO points to is the container's name."""
    at = int.from_bytes(value[:4], "little")
    return value[at:at + (len(value) - at) // 2 * 2].decode("utf-16-le", "replace").split("\0")[0]


class Store:
    """The user's MY, as it lies in the registry."""

    def __init__(self, prefix):
        self.prefix = prefix

    def entries(self):
        return [properties(values["Blob"]) for key, values in self.prefix.registry(MY).items()
                if r"\MY\Certificates" in key and "Blob" in values]

    def containers(self):
        """Names of all that hold a key that can be used for a handshake."""
        return [key.rsplit("\\", 1)[1] for key, values in self.prefix.registry(CONTAINERS).items()
                if "KeyExchangeKeyPair" in values]


@contextlib.contextmanager
def fresh_prefix(folder):
    path = os.path.join(folder, "prefix")
    os.makedirs(path, mode=0o700)
    prefix = Prefix(path, template())
    try:
        yield prefix
    finally:
        prefix.end()
