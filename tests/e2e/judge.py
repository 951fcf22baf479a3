# SPDX-License-Identifier: Apache-2.0
"""What must hold after a renewal, whatever happened on the way, told by others than Kigen."""
import json
import os

from story import PASSWORD


def finish(test, desk, authority, old="delete", tries=6, timeout=300):
    """Renews, and goes on as often as Kigen says that it can be gone on with; the last exit status.

    Told that nobody knows what became of the application, the user asks the authority's help desk, and applies again where
    that says that there is none.
    """
    verb, more, test.again = "renew", (), 0
    for _ in range(tries):
        done = desk.kigen(authority, *desk.renewal(verb, old), *more, timeout=timeout)
        test.last = done
        assert_safe(test, desk, authority)
        if done.returncode not in (5, 7):
            return done.returncode
        verb, more = "resume", ()
        if is_unknown(done) and authority.applications() == 0:
            more, test.again = ("--apply-again",), test.again + 1
    return done.returncode


def is_unknown(done):
    """Whether Kigen says that the application's fate is not known, and what may be done about it."""
    return done.returncode == 7 and error_of(done)["code"] == "application-unknown"


def assert_safe(test, desk, authority):
    """What holds after whatever command: a usable certificate, one charge, one pair, and nothing left too early."""
    desk.usable() or test.fail("the desk has no usable certificate: " + test.last.stderr)
    assert_charged_once(test, authority)
    newest, logins = desk.certificates()[-1], authority.logins()
    if os.path.exists(desk.backup):
        test.assertTrue(desk.backup_is_pair_of(newest["pem"]), "the backup holds the store's pair")
    if logins and logins[0] not in [one["serial"] for one in desk.certificates()]:
        test.assertIn(newest["serial"], logins, "the old one left after the new one had logged in")
        test.assertEqual(desk.backup_serial(), newest["serial"], "the old one left with a backup that opens")


def assert_charged_once(test, authority):
    """Nothing is sent twice unless the authority refused in words or the user said so."""
    allowed = 1 + getattr(test, "again", 0)
    test.assertLessEqual(authority.sent(), allowed + authority.refusals(), "sent")
    test.assertLessEqual(authority.applications(), allowed, "applications")


def assert_renewed(test, desk, authority, first, old="delete"):
    """One application, one new certificate with its key, proved before the old one left, a backup that opens."""
    test.assertLessEqual(authority.applications(), 1, "applications")
    assert_charged_once(test, authority)
    certificates = desk.certificates()
    test.assertEqual(len(certificates), 1 if old == "delete" else 2, desk_text(desk))
    new = certificates[-1]
    test.assertNotEqual(new["serial"], first["serial"])
    test.assertEqual(new["subject"], first["subject"])
    test.assertGreater(new["end"], first["end"])
    test.assertIn(new["serial"], [one["serial"] for one in desk.usable()])
    test.assertEqual(len(desk.keys()), len(certificates), "a key a certificate")
    test.assertIn(new["serial"], authority.logins(), "the new certificate has logged in")
    test.assertEqual(desk.backup_serial(), new["serial"], "the backup opens and holds the new pair")
    test.assertTrue(desk.backup_is_pair_of(new["pem"]), "the backup holds the store's pair")


def assert_untouched(test, desk, first):
    """Everything in the store is as it was."""
    certificates = desk.certificates()
    test.assertEqual([one["serial"] for one in certificates], [first["serial"]], desk_text(desk))
    test.assertEqual(len(desk.keys()), 1)
    test.assertEqual(len(desk.usable()), 1)


def assert_no_secret(test, authority, *outputs):
    """Neither the password nor the authority's IDs that are credentials stand in what Kigen printed.  The password's four
    digits may well be part of an ID."""
    secrets = authority.credentials()
    test.assertTrue(secrets, "the authority gave out none")
    for output in outputs:
        test.assertNotRegex(output, r"\b%s\b" % PASSWORD)
        for secret in secrets:
            test.assertNotIn(secret, output)


def error_of(done):
    return json.loads(done.stdout)["error"]


def desk_text(desk):
    return "in the store: " + ", ".join("%s until %s" % (one["serial"], one["end"]) for one in desk.certificates())
