# SPDX-License-Identifier: Apache-2.0
"""The time in which Kigen lists an NSS database of 5 000 certificates, beside that of NSS's own `certutil -L`.

Both are whole processes on the same database, in turns; what counts is the ratio.  Run it through
`meson test --benchmark`, or by hand: KIGEN_PROGRAMS names the folder of the built programs, the argument is mint-many.
"""
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))

from story import command, program  # noqa: E402

CERTIFICATES = int(os.environ.get("KIGEN_BENCH_CERTIFICATES", "5000"))
ROUNDS = int(os.environ.get("KIGEN_BENCH_ROUNDS", "3"))


def fill(mint, folder):
    """A database with that many client certificates, put in by certutil itself, in one batch."""
    database, ders = os.path.join(folder, "nssdb"), os.path.join(folder, "ders")
    os.makedirs(database)
    os.makedirs(ders)
    subprocess.run([mint, ders, str(CERTIFICATES)], check=True)
    subprocess.run(["certutil", "-N", "-d", "sql:" + database, "--empty-password"], check=True)
    batch = os.path.join(folder, "batch")
    with open(batch, "w") as file:
        for number in range(CERTIFICATES):
            file.write("-A -n desk%d -t ,, -i %s/%d.der\n" % (number, ders, number))
    subprocess.run(["certutil", "-B", "-d", "sql:" + database, "-i", batch], check=True, stdout=subprocess.DEVNULL)
    return database


def timed(*arguments, **options):
    began = time.monotonic()
    done = command(*arguments, **options)
    taken = time.monotonic() - began
    if done.returncode != 0:
        sys.exit(done.stderr)
    return taken, done.stdout


def measure(database, folder):
    environment = {**os.environ, "HOME": folder, "XDG_STATE_HOME": folder}
    own, told = timed(program("kigen"), "--profile", "obn", "--store", "nss:" + database, "--json", "list", env=environment)
    if len(json.loads(told)) != CERTIFICATES:
        sys.exit("kigen listed %d certificates" % len(json.loads(told)))
    return own, timed("certutil", "-L", "-d", "sql:" + database)[0]


def main():
    folder = tempfile.mkdtemp(prefix="kigen-bench-")
    try:
        database = fill(sys.argv[1], folder)
        own, theirs = (statistics.median(column) for column in zip(*[measure(database, folder) for _ in range(ROUNDS)]))
        print("kigen list %.0f ms, certutil -L %.0f ms on %d certificates (medians of %d): ratio 1/%.1f"
              % (own * 1000, theirs * 1000, CERTIFICATES, ROUNDS, theirs / own))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
