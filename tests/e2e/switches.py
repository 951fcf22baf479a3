# SPDX-License-Identifier: Apache-2.0
"""The switches that make an authority difficult, sorted by what a renewal can come to with them; of both makes.

They are asked of the authorities themselves (`--list-faults`), so that a new one is tried without being named here.
"""
from story import listed

MAKES = ("rehearsal", "foreign")

# Answers that any request may get; what was sent has its fate open after each.
ANSWERS = {
    "rehearsal": ("silent", "reset", "maintenance", "crowded", "login", "menu-again", "no-ids", "empty", "file", "forbidden",
                  "missing", "bad-gateway", "redirect-http", "redirect-away", "redirect-missing", "redirect-moved",
                  "redirect-itself"),
    "foreign": ("silent", "closed", "maintenance", "crowded", "login", "menu-again", "no-ids", "empty", "other-file",
                "half-page", "forbidden", "missing", "proxy", "redirect-http", "redirect-away", "redirect-missing",
                "redirect-moved", "redirect-itself"),
}
NOT_TAKEN = {"rehearsal": "-submit", "foreign": "-before-apply"}
TAKEN = {"rehearsal": "-taken", "foreign": "-after-apply"}
# What the authority does to a second Submit, what its list shows, and what a second download brings.
LISTS = ("list-lags", "list-issued-only", "list-unfetched-only", "list-never", "list-says-incomplete")
KEYS = ("new-pair", "once")
AGAIN = {"rehearsal": "charges-again", "foreign": "says-already"}
OTHERS = {"rehearsal": ("refused-proof", "new-refused", "footnote"),
          "foreign": ("footnote-apply", "error-503-after-apply", "lost-after-apply")}
# The answer to the application is lost, so that the list is all that there is; the first file breaks off.
LOST = {"rehearsal": "cut-taken", "foreign": "cut-after-apply"}
BROKEN = {"rehearsal": "broken-download", "foreign": "half-file"}
# Not on a renewal's way.
ELSEWHERE = ("obtain", "revoke", "root")


def sending(make):
    return [name + end for name in ANSWERS[make] for end in (NOT_TAKEN[make], TAKEN[make])]


def proofs(make):
    """What the new certificate may meet at the menu."""
    return [name for name in listed(make, "--list-faults") if name.endswith("-proof")]


def steps(make):
    """Everything else that an answer in the wrong place can be."""
    own = [name for name in listed(make, "--list-faults") if any(name.startswith(one + "-") for one in ANSWERS[make])]
    return [name for name in own if name not in sending(make) + proofs(make) and not any(w in name for w in ELSEWHERE)]


def difficult(make):
    """All of them."""
    return [*sending(make), *proofs(make), *steps(make), *LISTS, *KEYS, AGAIN[make],
            *(name for name in OTHERS[make] if not name.endswith("-proof"))]


def is_hopeless(make, faults):
    """Whether the authority keeps to itself what it has issued, so that no renewal can come of it.

    A list that never shows anything hides an application whose answer was lost; a key that went out once and broke off
    does not come again, nor does one whose entry left the list with it.
    """
    faults = {fault.split(":")[0] for fault in faults}
    answer_lost = faults & {LOST[make], *(name + TAKEN[make] for name in ANSWERS[make])}
    file_lost = BROKEN[make] in faults
    return bool("list-never" in faults and (answer_lost or file_lost)
                or file_lost and faults & {"once", "list-unfetched-only"})
