# SPDX-License-Identifier: Apache-2.0
"""The same renewal on every rendering of both authorities: Kigen follows what a page says, not how it is made."""
import sys
import unittest

import judge
from story import Story, listed, share

MAKES = ("rehearsal", "foreign")


class Renderings(unittest.TestCase):
    def renew(self, make, rendering, *options):
        with Story(make, "--rendering", rendering, "--status-seconds", "0.2", *options) as (desk, authority):
            first = desk.certificates()[0]
            status = judge.finish(self, desk, authority)
            self.assertEqual(status, 0, self.last.stderr + self.last.stdout)
            judge.assert_renewed(self, desk, authority, first)
            judge.assert_no_secret(self, authority, self.last.stdout, self.last.stderr)

    def test_elliptic_curve_keys(self):
        self.renew("rehearsal", "1", "--key-type", "ec")

    def test_every_form_of_pkcs12(self):
        for form in ("3des", "rc2"):
            with self.subTest(form=form):
                self.renew("rehearsal", "1", "--pkcs12", form)


def add_rendering(make, rendering):
    setattr(Renderings, "test_%s_%s" % (make, rendering.replace("-", "_")),
            lambda self: self.renew(make, rendering))


for one_make in MAKES:
    if len(sys.argv) > 1 and sys.argv[1] in MAKES and sys.argv[1] != one_make:
        continue
    for one in listed(one_make, "--list-renderings"):
        add_rendering(one_make, one)

share(Renderings)

if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]] + [word for word in sys.argv[1:] if word not in MAKES], verbosity=2)
