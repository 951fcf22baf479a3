# SPDX-License-Identifier: Apache-2.0
"""What must hold after a renewal, whatever happened on the way, told by others than Kigen."""
import json

from story import PASSWORD


def finish(test, desk, authority, old="delete", tries=6, timeout=300):
    """Renews, and goes on as often as Kigen says that it can be gone on with; the last exit status."""
    verb = "renew"
    for _ in range(tries):
        done = desk.kigen(authority, *desk.renewal(verb, old), timeout=timeout)
        test.last = done
        desk.usable() or test.fail("the desk has no usable certificate: " + done.stderr)
        if done.returncode not in (5, 7):
            return done.returncode
        verb = "resume"
    return done.returncode


def assert_renewed(test, desk, authority, first, old="delete"):
    """One application, one new certificate with its key, proved before the old one left, a backup that opens."""
    test.assertLessEqual(authority.applications(), 1, "applications")
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


def assert_untouched(test, desk, first):
    """Everything in the store is as it was."""
    certificates = desk.certificates()
    test.assertEqual([one["serial"] for one in certificates], [first["serial"]], desk_text(desk))
    test.assertEqual(len(desk.keys()), 1)
    test.assertEqual(len(desk.usable()), 1)


def assert_no_secret(test, desk, *outputs):
    """Neither the password nor the authority's IDs that are credentials stand in what Kigen printed.  The password's four
    digits may well be part of an ID."""
    for output in outputs:
        test.assertNotRegex(output, r"\b%s\b" % PASSWORD)


def error_of(done):
    return json.loads(done.stdout)["error"]


def desk_text(desk):
    return "in the store: " + ", ".join("%s until %s" % (one["serial"], one["end"]) for one in desk.certificates())
