# SPDX-License-Identifier: Apache-2.0
"""What every story needs: a desk with its own HOME, NSS database and state, and an authority on loopback.

The judges are not Kigen: certutil, pk12util and openssl look at what is left, and the authority's own log tells what
reached it.  Everything lives in one temporary folder and ends with the story.
"""
import contextlib
import functools
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
PASSWORD = "4711"
CLIENT_PASSWORD = "1234"

# An application that was taken, and would be charged, as either make calls it.
APPLIED = ("application", "applied", "applied-again")


def program(name):
    """A program of the build under test: meson tells its folder."""
    return os.path.join(os.environ["KIGEN_PROGRAMS"], name)


def command(*arguments, text=True, **options):
    return subprocess.run(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=text, check=False,
                          stdin=options.pop("stdin", subprocess.DEVNULL), **options)


def write(path, content, mode=0o600):
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "w") as file:
        file.write(content)
    return path


# What signs certificates takes a second of the processor to make.  In one run of all tests the practice authorities have
# the same: the first leaves it in this folder for those that follow.
KEYS = ("ca.pem", "ca.pem.key")


def lent_keys():
    folder = os.environ.get("KIGEN_TEST_KEYS")
    return os.path.join(folder, "keys") if folder else None


def lend_keys(folder, make, options):
    lent = lent_keys()
    if make == "rehearsal" and lent and os.path.isdir(lent) and "--key-type" not in options:
        for name in KEYS:
            if not os.path.exists(os.path.join(folder, name)):
                shutil.copy(os.path.join(lent, name), folder)


def keep_keys(folder, make, options):
    lent = lent_keys()
    if make != "rehearsal" or not lent or os.path.isdir(lent) or "--key-type" in options:
        return
    own = tempfile.mkdtemp(dir=os.path.dirname(lent))
    for name in KEYS:
        shutil.copy(os.path.join(folder, name), own)
    try:
        os.rename(own, lent)
    except OSError:  # another test was faster
        shutil.rmtree(own, ignore_errors=True)


def lend_tls_root(folder, make):
    """Wine takes one in a hundred signatures by ECDSA for wrong, those with a short number in them: there the practice
    authority's own TLS stands on RSA."""
    if make == "rehearsal" and os.environ.get("KIGEN_TEST_WINDOWS"):
        root = os.path.join(folder, "tls-root.pem")
        command("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650", "-out", root, "-keyout", root + ".key",
                "-subj", "/O=Kigen Rehearsal/CN=Kigen Rehearsal TLS Root", "-addext", "keyUsage=critical,keyCertSign,cRLSign")
        with open(root, encoding="ascii") as certificate, open(root + ".key", "a", encoding="ascii") as both:
            both.write(certificate.read())
        os.chmod(root + ".key", 0o600)


class Authority:
    """An authority of one of two makes: our practice one, or the foreign one, which shares no line with it."""

    def __init__(self, folder, make, *options):
        self.folder, self.make = os.path.join(folder, "authority"), make
        os.makedirs(self.folder, exist_ok=True)
        lend_keys(self.folder, make, options)
        lend_tls_root(self.folder, make)
        start = {"rehearsal": [program("kigen-rehearsal")],
                 "foreign": ["/usr/bin/python3", os.path.join(HERE, "foreign_authority.py")]}[make]
        self.command = start + ["--folder", self.folder, "--until-eof", *options]
        self.start()
        keep_keys(self.folder, make, options)

    def start(self, *more):
        self.log = open(os.path.join(self.folder, "authority.log"), "a")
        self.process = subprocess.Popen(self.command + list(more), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=self.log, text=True)
        line = self.process.stdout.readline()
        if not line:
            self.stop()
            raise RuntimeError("the authority did not start: " + open(self.log.name).read()[-2000:])
        hello = json.loads(line)
        self.base, self.profile, self.port = hello["base"], hello["profile"], hello["port"]

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()
        self.log.close()

    def restart(self, *more):
        """The same authority with its memory; its port stays."""
        self.stop()
        self.start("--port", str(self.port), *more)

    def events(self, *kinds):
        path = os.path.join(self.folder, "events.jsonl")
        if not os.path.exists(path):
            return []
        with open(path) as file:
            events = [json.loads(line) for line in file if line.endswith("\n")]
        return [event for event in events if not kinds or event["kind"] in kinds]

    def applications(self):
        """How many were taken, each of which a real authority charges for."""
        return len(self.events(*APPLIED))

    def sent(self):
        """How many times a Submit reached it whole, whatever it answered."""
        return len(self.events("sent"))

    def refusals(self):
        """How often it refused an application in words: then nothing is charged, and one may apply again."""
        return len(self.events("application-refused" if self.make == "rehearsal" else "refused"))

    def credentials(self):
        """The reference IDs that it gave out, on paper too: who has one may fetch or withdraw a certificate."""
        found = set()
        for name in sorted(os.listdir(self.folder)):
            if name in ("ledger.ini", "applications.json", "ids.json"):
                with open(os.path.join(self.folder, name)) as file:
                    found.update(re.findall(r'(?:^Reference=|"reference(?:_id)?": ")([A-Za-z0-9]+)', file.read(), re.M))
        return found

    def handshakes(self):
        return len(self.events("handshake", "connection"))

    def logins(self):
        """Serials in the order in which they logged in, upper-case hexadecimal without leading zeroes."""
        return [plain_serial(event["serial"]) for event in self.events("login")]


def plain_serial(serial):
    return serial.replace(":", "").upper().lstrip("0") or "0"


class Desk:
    """One desk: what a front desk's user has, and nothing of the machine it runs on."""

    def __init__(self, folder):
        self.folder = os.path.join(folder, "desk")
        self.home = os.path.join(self.folder, "home")
        self.nss = os.path.join(self.folder, "nssdb")
        self.state = os.path.join(self.folder, "state")
        self.backup = os.path.join(self.folder, "backup.p12")
        self.password = os.path.join(self.folder, "password")
        if not os.path.isdir(self.folder):
            self.make()

    def make(self):
        for path in (self.home, self.nss, self.state):
            os.makedirs(path, mode=0o700)
        write(self.password, PASSWORD + "\n")
        empty = command("certutil", "-N", "-d", "sql:" + self.nss, "--empty-password")
        if empty.returncode != 0:
            raise RuntimeError(empty.stderr)

    def environment(self, language="C.UTF-8"):
        keep = {name: value for name, value in os.environ.items()
                if name in ("PATH", "ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS", "TMPDIR", "G_DEBUG")}
        # Where it is set, setlocale leaves something behind, which a sanitizer's build looks into at length.
        if language.startswith("ja") and "KIGEN_TEST_LOCALES" in os.environ:
            keep["LOCPATH"] = os.environ["KIGEN_TEST_LOCALES"]
        return {**keep, "HOME": self.home, "XDG_CONFIG_HOME": self.home + "/config", "LANG": language,
                "LANGUAGE": "ja" if language.startswith("ja") else "", "TZ": "JST-9",
                "XDG_DATA_HOME": self.home + "/data", "XDG_STATE_HOME": self.home + "/state"}

    def arguments(self, authority, *arguments, store=True):
        own = ["--profile", authority.profile, "--state", self.state]
        if store:
            own += ["--store", "nss:" + self.nss]
        return [program("kigen"), *own, *arguments]

    def kigen(self, authority, *arguments, timeout=300, language="C.UTF-8", store=True):
        return command(*self.arguments(authority, *arguments, store=store), env=self.environment(language), timeout=timeout)

    def start(self, authority, *arguments):
        """Kigen in the background, to be interrupted."""
        return subprocess.Popen(self.arguments(authority, *arguments), env=self.environment(),
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def renewal(self, verb="renew", old="delete"):
        return (verb, "--yes", "--json", "--password-file", self.password, "--backup", self.backup, "--old", old)

    def install_client(self, authority):
        """The first certificate, as a user would import it: by somebody else's program."""
        word = write(os.path.join(self.folder, "client-password"), CLIENT_PASSWORD)
        done = command("pk12util", "-i", os.path.join(authority.folder, "client.p12"), "-d", "sql:" + self.nss, "-w", word)
        if done.returncode != 0:
            raise RuntimeError(done.stderr + done.stdout)

    def end(self):
        """Nothing of it runs any more."""

    # The judges

    def stored(self):
        """All certificates in the store as PEM, with what its own tools say."""
        listing = command("certutil", "-L", "-d", "sql:" + self.nss).stdout
        names = {match.group(1).strip() for match in re.finditer(r"^(\S.*?)\s+[a-zA-Z]*,[a-zA-Z]*,[a-zA-Z]*\s*$", listing, re.M)}
        for name in sorted(names):
            pem = command("certutil", "-L", "-d", "sql:" + self.nss, "-n", name, "-a").stdout
            yield from re.findall(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", pem, re.S)

    def certificates(self):
        """The client certificates in the store (serial, subject, end) as its own tools and openssl see them."""
        found = {}
        for block in self.stored():
            told = describe(block)
            if "CA:TRUE" in told:
                continue
            serial = plain_serial(re.search(r"serial=(\w+)", told).group(1))
            found[serial] = {"serial": serial, "pem": block,
                             "subject": re.search(r"subject=(.*)", told).group(1),
                             "end": re.search(r"notAfter=(.*)", told).group(1)}
        return [found[serial] for serial in sorted(found, key=lambda serial: found[serial]["end"])]

    def recover(self):
        """What the next program that opens the database for writing does, such as the browser: a writer that was killed
        leaves a journal, and certutil, which only reads, does not roll it back."""
        for name in ("cert9.db", "key4.db"):
            path = os.path.join(self.nss, name)
            if os.path.exists(path + "-journal"):
                with contextlib.closing(sqlite3.connect(path)) as database:
                    database.execute("SELECT count(*) FROM sqlite_master").fetchone()

    def keys(self):
        listing = command("certutil", "-K", "-d", "sql:" + self.nss).stdout
        return re.findall(r"^<\s*\d+>\s+\S+\s+([0-9a-f]+)", listing, re.M)

    def usable(self):
        """Certificates within their time whose key is in the store."""
        keys = set(self.keys())
        now = time.strftime("%Y-%m-%d %H:%M:%SZ", time.gmtime())
        return [one for one in self.certificates() if one["end"] > now and key_id(one["pem"]) in keys]

    def backup_is_pair_of(self, pem, password=PASSWORD):
        """Whether the backup holds that certificate and the key that it was made for, as openssl reads it."""
        word = write(os.path.join(self.folder, "word"), password)
        opened = command("openssl", "pkcs12", "-in", self.backup, "-passin", "file:" + word, "-nodes").stdout
        leaf = command("openssl", "pkcs12", "-in", self.backup, "-passin", "file:" + word, "-nokeys", "-clcerts").stdout
        own = command_with_input(["openssl", "x509", "-noout", "-pubkey"], pem)
        return (bool(own) and public_key(opened) == own
                and command_with_input(["openssl", "x509"], leaf) == command_with_input(["openssl", "x509"], pem))

    def backup_serial(self, path=None, password=PASSWORD):
        """Opens the backup as anyone else would; the serial of its certificate, None where its key is not in it."""
        word = write(os.path.join(self.folder, "word"), password)
        opened = command("openssl", "pkcs12", "-in", path or self.backup, "-passin", "file:" + word, "-nodes")
        if opened.returncode != 0 or "PRIVATE KEY" not in opened.stdout:
            return None
        leaf = command("openssl", "pkcs12", "-in", path or self.backup, "-passin", "file:" + word, "-nokeys", "-clcerts")
        return plain_serial(re.search(r"serial=(\w+)", command_with_input(["openssl", "x509", "-noout", "-serial"], leaf.stdout)).group(1))


def public_key(pem):
    """The public half of a private key, as PEM."""
    return command_with_input(["openssl", "pkey", "-pubout"], pem)


def command_with_input(arguments, text):
    return subprocess.run(arguments, input=text, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                          check=False).stdout


@functools.lru_cache(maxsize=None)
def describe(pem):
    return command_with_input(["openssl", "x509", "-noout", "-serial", "-subject", "-enddate", "-dateopt", "iso_8601", "-ext",
                               "basicConstraints"], pem)


@functools.lru_cache(maxsize=None)
def key_id(pem):
    """NSS's name for a key: the SHA-1 of its public value (RSA's modulus, EC's point)."""
    der = subprocess.run(["openssl", "x509", "-noout", "-pubkey"], input=pem.encode(), stdout=subprocess.PIPE, check=True).stdout
    told = subprocess.run(["openssl", "pkey", "-pubin", "-noout", "-text"], input=der, stdout=subprocess.PIPE,
                          check=True).stdout.decode()
    block = re.search(r"(?:Modulus:|pub:)\s*((?:\s*[0-9a-f]{2}:?)+)", told).group(1)
    value = bytes.fromhex(re.sub(r"[^0-9a-f]", "", block))
    if "Modulus" in told:
        value = value.lstrip(b"\0")
    import hashlib
    return hashlib.sha1(value).hexdigest()


def kinds_of_keys(options):
    """CryptoAPI, which is all that Wine has, knows RSA alone."""
    options = list(options)
    if os.environ.get("KIGEN_TEST_WINDOWS") and "ec" in options:
        at = options.index("ec")
        del options[at - 1:at + 1]
    return options


class Story:
    """A context: `with Story("rehearsal", "--rendering", "plain") as (desk, authority)`."""

    def __init__(self, make, *options, installed=True):
        self.make, self.options, self.installed = make, kinds_of_keys(options), installed

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="kigen-story-")
        os.chmod(self.folder, 0o700)
        self.authority = Authority(self.folder, self.make, *self.options)
        try:
            self.desk = self.make_desk()
            if self.installed:
                self.desk.install_client(self.authority)
        except BaseException:
            self.__exit__(*sys.exc_info())
            raise
        return self.desk, self.authority

    def make_desk(self):
        """The same story at another desk: that of Windows, where the environment says so."""
        if os.environ.get("KIGEN_TEST_WINDOWS"):
            import wine_desk
            return wine_desk.WineDesk(self.folder)
        return Desk(self.folder)

    def __exit__(self, *problem):
        self.authority.stop()
        if hasattr(self, "desk"):
            self.desk.end()
        if problem[0] is not None and os.environ.get("KIGEN_KEEP"):
            print("kept:", self.folder, file=sys.stderr)
            return
        shutil.rmtree(self.folder, ignore_errors=True)


@functools.cache
def listed(make, option):
    """Renderings or faults that an authority offers: the first word of each line."""
    start = {"rehearsal": [program("kigen-rehearsal"), option],
             "foreign": ["/usr/bin/python3", os.path.join(HERE, "foreign_authority.py"), option]}[make]
    told = command(*start)
    if told.returncode != 0:
        raise RuntimeError("%s ended with %d: %s" % (" ".join(start), told.returncode, told.stderr))
    return [line.split()[0].rstrip(":") for line in told.stdout.splitlines() if line.strip()]


def share(case):
    """Leaves a case its share of its tests: KIGEN_TEST_SHARE=2/4 is the second of four, so that they run side by side."""
    part, parts = (int(number) for number in os.environ.get("KIGEN_TEST_SHARE", "1/1").split("/"))
    names = sorted(name for name in dir(case) if name.startswith("test_"))
    for index, name in enumerate(names):
        if index % parts != part - 1:
            setattr(case, name, None)
