# SPDX-License-Identifier: Apache-2.0
"""A browser agrees: Chromium, with the renewed certificate in its NSS database, logs in where the old one did."""
import json
import os
import shutil
import unittest

import judge
from story import Story, command, program  # noqa: F401

POLICY = "/etc/chromium/policies/managed/kigen-story-%d.json"


@unittest.skipUnless(shutil.which("chromium"), "chromium is not installed")
@unittest.skipUnless(os.access("/etc", os.W_OK), "Chromium reads its certificate policy from /etc alone, which takes root")
class Browser(unittest.TestCase):
    def test_chromium_logs_in_with_the_renewed_certificate(self):
        with Story("rehearsal", "--status-seconds", "0.1") as (desk, authority):
            desk.nss = os.path.join(desk.home, ".pki", "nssdb")
            os.makedirs(desk.nss, mode=0o700)
            command("certutil", "-N", "-d", "sql:" + desk.nss, "--empty-password")
            desk.install_client(authority)
            trusted = command("certutil", "-A", "-d", "sql:" + desk.nss, "-n", "tls", "-t", "C,,", "-i",
                              os.path.join(authority.folder, "tls-root.pem"))
            self.assertEqual(trusted.returncode, 0, trusted.stderr)
            self.assertEqual(judge.finish(self, desk, authority), 0, self.last.stderr)
            new = desk.certificates()[-1]["serial"]

            page = self.browse(desk, authority)
            self.assertIn("証明書更新申請", page)
            self.assertEqual(authority.logins()[-1], new)
            self.assertEqual(len([one for one in authority.logins() if one == new]), 2, "Kigen's proof and the browser")

    def browse(self, desk, authority):
        policy = POLICY % os.getpid()
        os.makedirs(os.path.dirname(policy), exist_ok=True)
        choice = {"pattern": authority.base, "filter": {"ISSUER": {"CN": "Online Billing NW Common Root CA - G1"}}}
        with open(policy, "w") as file:
            json.dump({"AutoSelectCertificateForUrls": [json.dumps(choice)]}, file)
        try:
            done = command("dbus-run-session", "--", "chromium", "--headless", "--no-sandbox", "--disable-gpu",
                           "--disable-quic", "--no-first-run", "--disable-background-networking",
                           "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
                           "--user-data-dir=" + os.path.join(desk.folder, "chromium"), "--dump-dom",
                           authority.base + "/p/ru", env=desk.environment(), timeout=120)
        finally:
            os.unlink(policy)
        return done.stdout


if __name__ == "__main__":
    unittest.main(verbosity=2)
