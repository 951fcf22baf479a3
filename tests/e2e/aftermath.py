# SPDX-License-Identifier: Apache-2.0
"""After a renewal that was cut short: what its journal says, going on with it, and what must hold in the end."""
import collections
import contextlib
import os
import shutil
import sqlite3
import subprocess

import judge
from story import command

# What the journal says at one instant: the last step that is complete, and whether the next one was entered.
Journal = collections.namedtuple("Journal", "step under_way")
NOTHING = Journal(None, False)
DONE = Journal("done", False)


def query(desk, sql):
    """Asks a copy of the state: its own files are left as they were found, for Kigen to recover."""
    copy = os.path.join(desk.folder, "copy")
    os.makedirs(copy)
    try:
        for name in os.listdir(desk.state):
            if name in ("kigen.db", "kigen.db-wal"):
                shutil.copy(os.path.join(desk.state, name), copy)
        if not os.path.exists(os.path.join(copy, "kigen.db")):
            return []
        with contextlib.closing(sqlite3.connect(os.path.join(copy, "kigen.db"))) as database:
            return database.execute(sql).fetchall()
    finally:
        shutil.rmtree(copy)


def journal(desk):
    rows = query(desk, "SELECT step, under_way FROM renewal ORDER BY number DESC LIMIT 1")
    return Journal(rows[0][0], bool(rows[0][1])) if rows else NOTHING


def left_behind(*folders):
    """What Kigen should not leave: received files, and temporary ones."""
    return [os.path.join(folder, name) for folder in folders for name in os.listdir(folder)
            if name.startswith(".kigen-") or name.endswith(".p12") and name.startswith(("received-", "download-"))]


def public_key(kind, pem):
    return subprocess.run(["openssl", *{"key": ["pkey", "-pubout"], "certificate": ["x509", "-noout", "-pubkey"]}[kind]],
                          input=pem, stdout=subprocess.PIPE, check=True, text=True).stdout


def backed_up_key(desk, path=None):
    """The public half of the key that a backup holds, told by openssl; None where the file cannot be opened."""
    opened = command("openssl", "pkcs12", "-in", path or desk.backup, "-passin", "file:" + desk.password, "-nodes", "-nocerts")
    return public_key("key", opened.stdout) if "PRIVATE KEY" in opened.stdout else None


def words(desk, said):
    """What there is to be said after that: nobody goes on with what was not begun, or was given up."""
    return desk.renewal("renew" if said.step in (None, "abandoned") else "resume")


def go_on(test, desk, authority):
    """One more run, and another where the user is asked whether to apply again; how the last one ended."""
    done = desk.kigen(authority, *words(desk, journal(desk)))
    if done.returncode == 7 and judge.error_of(done)["code"] == "application-unknown":
        test.assertEqual(authority.applications(), 0, "the application was lost, and the authority has it")
        done = desk.kigen(authority, *desk.renewal("resume"), "--apply-again")
    judge.assert_no_secret(test, authority, done.stdout, done.stderr)
    return done


def assert_whole(test, desk, authority, first):
    """The renewal is done: one pair in the store and in the backup, and nothing else."""
    judge.assert_renewed(test, desk, authority, first)
    test.assertEqual(journal(desk), DONE)
    test.assertEqual(backed_up_key(desk), public_key("certificate", desk.certificates()[-1]["pem"]), "the backup's key")
    test.assertEqual(left_behind(desk.state, desk.folder), [], "left behind")
