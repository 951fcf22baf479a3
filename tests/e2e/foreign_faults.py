# SPDX-License-Identifier: Apache-2.0
"""What can go wrong with the foreign authority: a name, and where it does what."""
import threading

from foreign_troubles import OF_SENDING, TROUBLES

ALWAYS = -1

# The steps of a visit: menu, confirm, apply, status, key (the password form), password (its sending), file, list.
PLACES = ("menu", "confirm", "apply", "status", "key", "password", "file")


# Where maintenance may come between; "proof" is the menu that a certificate fetched here asks for.
STEPS = PLACES[:2] + ("status", "key", "password", "ready", "file", "list", "proof", "obtain", "obtain-file")


def sending():
    """Each trouble before an application is recorded, and after."""
    found = {}
    for name in OF_SENDING:
        about = TROUBLES[name][0]
        found[name + "-before-apply"] = (about + "; nothing is recorded", [(name, "apply")])
        found[name + "-after-apply"] = (about + ", and the application is recorded", [(name + "-after", "apply")])
    return found


def spread(kind, about, places):
    return {"%s-%s" % (kind, place): (about % place, [(kind, place)]) for place in places}


# name: (explanation, [(kind, step), …]).  A fault with several parts needs the first to lead a visitor to the next.
FAULTS = {
    **spread("session-lost", "the session ends before step '%s', which says so with status 200", PLACES),
    "session-lost-list": ("the session ends before the status, and again before the list",
                          [("session-lost", "status"), ("session-lost", "list")]),
    **spread("error-500", "the server breaks down at step '%s', before doing anything", PLACES),
    "error-500-after-apply": ("the application is recorded and the answer is an error 500", [("error-after", "apply")]),
    "error-500-list": ("the answer to the application is cut, then the list breaks down",
                       [("cut-after", "apply"), ("error-500", "list")]),
    "cut-menu": ("the connection is cut before the menu is answered", [("cut-before", "menu")]),
    "cut-before-apply": ("the connection is cut before the application is recorded", [("cut-before", "apply")]),
    "cut-after-apply": ("the application is recorded, and the connection cut without an answer",
                        [("cut-after", "apply")]),
    "cut-within-apply": ("the application is recorded, and its answer cut in the middle", [("cut-within", "apply")]),
    "cut-status": ("the connection is cut within the status page", [("cut-within", "status")]),
    "cut-password": ("the connection is cut after the password was taken", [("cut-after", "password")]),
    "cut-file": ("the connection is cut before the PKCS#12 is sent", [("cut-before", "file")]),
    "late-list": ("the answer to the application is cut, and the list shows it some time later only",
                  [("cut-after", "apply"), ("unlisted", "list")]),
    "half-file": ("half of the PKCS#12 comes, then the connection is cut", [("cut-within", "file")]),
    "half-file-as-whole": ("half of the PKCS#12 comes as if it were all", [("half", "file")]),
    "rubbish-file": ("what comes as PKCS#12 is rubbish", [("rubbish", "file")]),
    "page-as-file": ("instead of the PKCS#12 comes a page that says to try later", [("page", "file")]),
    "keyless-file": ("the PKCS#12 has no key", [("keyless", "file")]),
    "wrong-password-file": ("the PKCS#12 opens with another password", [("other-password", "file")]),
    "others-file": ("the PKCS#12 is another subject's", [("others", "file")]),
    "other-issuer-file": ("the PKCS#12 is of another issuer who has the same name", [("other-issuer", "file")]),
    "already-applied": ("somebody has applied before: applying is answered with that", [("already", "apply")]),
    "already-applied-at-once": ("the same, said before the confirmation", [("already", "confirm")]),
    "refused": ("this certificate cannot be renewed, for ever", [("refuse", "confirm")]),
    "refused-submit": ("the same, said when the application is sent", [("refuse", "apply")]),
    "issue-failed": ("the issuing fails in the end", [("issue-failed", "status")]),
    **spread("busy", "503 with Retry-After: 1 at step '%s'", ("menu", "confirm", "status", "file")),
    "busy-apply": ("503 with Retry-After: 1, nothing recorded", [("busy", "apply")]),
    "slow-status": ("the issuing takes five seconds more", [("slow", "apply")]),
    "slow-answers": ("each of some pages takes two seconds", [("slow-answer", place) for place in PLACES[:4]]),
    **spread("hangup", "the idle connection is closed after step '%s' without notice",
             ("menu", "confirm", "apply", "status", "password")),
    **sending(),
    **spread("maintenance", "at step '%s' a page says that the system is being maintained", STEPS),
    **{"slow-" + place: ("the answer at step '%s' takes two seconds" % place, [("slow-answer", place)])
       for place in ("confirm", "apply", "key", "password", "ready", "file", "list", "proof")},
    **{"%s-proof" % name: (TROUBLES[name][0] + ", to a certificate that was fetched here", [(name, "proof")])
       for name in ("not-registered", "forbidden", "proxy", "crowded", "login", "empty", "missing")},
    **spread("busy", "503 with Retry-After: 1 at step '%s'", ("list", "key", "password", "ready", "proof", "carry")),
    "error-500-carry": ("the server breaks down when it should carry out what was sent", [("error-500", "carry")]),
    "error-503-after-apply": ("the application is recorded and the answer is 503", [("busy-after", "apply")]),
    "lost-after-apply": ("the application is recorded, and the answer is that the session is over",
                         [("session-lost-after", "apply")]),
    "footnote-apply": ("the page of a recorded application has words of refusal in a footnote", [("footnote", "status")]),
    "says-already": ("a further Submit is answered with the words that there is an application", [("says-already", "apply")]),
    "list-lags": ("the list shows an application after --list-lag-seconds only", [("list-lags", "list")]),
    "list-issued-only": ("the list shows only what is issued", [("list-issued-only", "list")]),
    "list-unfetched-only": ("the list shows only what was never downloaded", [("list-unfetched-only", "list")]),
    "list-never": ("the list never shows anything", [("list-never", "list")]),
    "list-says-incomplete": ("an empty list says that no application was completed", [("list-says-incomplete", "list")]),
    "new-pair": ("each further download is another certificate with another key", [("new-pair", "file")]),
    "once": ("a key is given out once, even if it does not arrive", [("once", "file")]),
    "obtain-unknown": ("the right IDs of the paper notice are said to be wrong", [("unknown", "obtain")]),
    "half-obtain-file": ("half of the PKCS#12 of the paper notice comes, then the connection is cut",
                         [("cut-within", "obtain-file")]),
    "wrong-password-page": ("the first time, the passwords are said to differ", [("mismatch", "password")]),
}
# The authority is like that, so that these are not used up.
NATURES = ("says-already", "list-lags", "list-issued-only", "list-unfetched-only", "list-never", "list-says-incomplete",
           "new-pair", "once")
FOR_EVER = ("refused", "refused-submit", "issue-failed", "already-applied", "already-applied-at-once")


def parse(word):
    """NAME[:N|:always] as (name, times)."""
    name, _, times = word.partition(":")
    if name not in FAULTS:
        raise ValueError("no such fault: " + name)
    if times == "always" or name in FOR_EVER or (name in NATURES and not times):
        return name, ALWAYS
    return name, int(times or "1")


class Faults:
    """Those chosen, counting down."""

    def __init__(self, words, events):
        self.events = events
        self.lock = threading.Lock()
        self.names = []
        self.left = []
        for name, times in map(parse, words):
            self.names.append(name)
            self.left += [[kind, step, times, name] for kind, step in FAULTS[name][1]]

    def has(self, kind):
        return any(one[0] == kind for one in self.left)

    def take(self, kind, step):
        """Whether it happens here and now."""
        with self.lock:
            for one in self.left:
                if one[:2] == [kind, step] and one[2] != 0:
                    one[2] -= 1 if one[2] > 0 else 0
                    self.events.tell("fault", name=one[3], what=kind, step=step)
                    return True
        return False
