# SPDX-License-Identifier: Apache-2.0
"""A renewal that is stopped while the authority takes its time, and one that is started twice."""
import json
import os
import signal
import time
import unittest

import forge
import judge
from story import APPLIED, Story, share
from test_commands import INSTANT, JAPANESE, STEPS

SLOW = ("--status-seconds", "3")
OPEN = ["id", "new_id", "profile", "store", "step", "begun_at", "changed_at", "applied_at", "backup"]


class Slow(unittest.TestCase):
    """Each test its own desk, and an authority that issues after some seconds."""

    def setUp(self):
        story = Story("rehearsal", *SLOW)
        self.desk, self.authority = story.__enter__()
        self.addCleanup(story.__exit__, None, None, None)
        self.first = self.desk.certificates()[0]
        self.identity = forge.id_of(self.first["pem"])

    def answer(self, *arguments):
        done = self.desk.kigen(self.authority, "--json", *arguments)
        self.assertEqual(done.returncode, 0, done.stderr + done.stdout)
        return json.loads(done.stdout)

    def start(self, *words):
        """A renewal in the background that has just applied."""
        running = self.desk.start(self.authority, *(words or self.desk.renewal()))
        self.addCleanup(lambda: (running.poll() is None and running.kill(), running.communicate()))
        until = time.monotonic() + 30
        while not self.authority.events(*APPLIED):
            self.assertIsNone(running.poll(), "it ended before it applied")
            if time.monotonic() > until:
                self.fail("it does not apply")
            time.sleep(0.05)
        return running

    def end(self, running):
        output, errors = running.communicate(timeout=60)
        return type("Done", (), {"returncode": running.returncode, "stdout": output, "stderr": errors})

    def assert_open(self, *steps):
        told = self.answer("status")["renewals"]
        self.assertEqual(len(told), 1)
        self.assertEqual(list(told[0]), OPEN)
        self.assertEqual((told[0]["id"], told[0]["new_id"]), (self.identity, None))
        self.assertIn(told[0]["step"], steps)
        self.assertRegex(told[0]["begun_at"], INSTANT)
        self.assertEqual([one["state"] for one in self.answer("list")], ["renewing"])
        text = self.desk.kigen(self.authority, "status", language="ja_JP.UTF-8").stdout
        self.assertRegex(text, JAPANESE)
        self.assertIn("kigen resume " + self.identity[:8], text)

    def stop(self, number):
        running = self.start()
        time.sleep(0.5)  # into the wait for the authority, of which nothing tells from outside
        running.send_signal(number)
        done = self.end(running)
        self.assertEqual(done.returncode, 7, done.stderr)
        error = judge.error_of(done)
        self.assertEqual(error["code"], "interrupted")
        self.assertIn("kigen resume", error["advice"])
        judge.assert_untouched(self, self.desk, self.first)
        self.assertFalse(os.path.exists(self.desk.backup))
        self.assert_open("begun", "applied")  # it stopped at once: nothing was issued meanwhile

    def resume(self, *words):
        words = list(words or self.desk.renewal("resume"))
        done = self.desk.kigen(self.authority, *words)
        self.assertEqual(done.returncode, 0, done.stderr + done.stdout)
        judge.assert_renewed(self, self.desk, self.authority, self.first)
        self.assertEqual(self.answer("status")["renewals"], [])
        return json.loads(done.stdout)

    def test_ctrl_c(self):
        self.stop(signal.SIGINT)
        told = self.resume()
        self.assertEqual(list(told), ["id", "new_id", "not_after", "backup", "old", "steps"])
        self.assertEqual((told["id"], told["old"], told["backup"]), (self.identity, "delete", self.desk.backup))
        self.assertEqual(told["steps"], STEPS[-len(told["steps"]):])
        again = self.desk.kigen(self.authority, *self.desk.renewal("resume"))
        self.assertEqual((again.returncode, judge.error_of(again)["code"]), (3, "nothing-to-do"))

    def test_terminated(self):
        self.stop(signal.SIGTERM)
        words = list(self.desk.renewal("resume"))
        self.resume(words[0], self.identity[:8], *words[1:])

    def test_hung_up(self):
        self.stop(signal.SIGHUP)
        self.resume()

    def test_stopped_in_words(self):
        running = self.start(*(word for word in self.desk.renewal() if word != "--json"))
        running.send_signal(signal.SIGINT)
        done = self.end(running)
        self.assertEqual((done.returncode, done.stdout), (7, ""), done.stderr)
        self.assertIn("kigen resume", done.stderr.splitlines()[-1])

    def test_renew_goes_on_too(self):
        """Who does not know of `resume` says `renew` again: no second application."""
        self.stop(signal.SIGINT)
        self.resume(*self.desk.renewal())

    def test_resume_of_another_one(self):
        self.stop(signal.SIGINT)
        words = list(self.desk.renewal("resume"))
        done = self.desk.kigen(self.authority, words[0], "0" * 8, *words[1:])
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assert_open("begun", "applied")

    def test_not_deleted_meanwhile(self):
        self.stop(signal.SIGINT)
        done = self.desk.kigen(self.authority, "--json", "delete", self.identity, "--yes")
        self.assertIn(judge.error_of(done)["code"], ("last-one", "busy"))
        judge.assert_untouched(self, self.desk, self.first)

    def test_notice_says_to_go_on(self):
        self.stop(signal.SIGINT)
        before = self.desk.kigen(self.authority, "notices").stdout
        self.assertRegex(before, "(?i)go on")

    def test_a_second_one_at_the_same_time(self):
        running = self.start()
        for verb in ("renew", "resume"):
            words = [word if word != self.desk.backup else self.desk.backup + ".2" for word in self.desk.renewal(verb)]
            second = self.desk.kigen(self.authority, *words)
            self.assertEqual(second.returncode, 1, second.stderr)
            self.assertEqual(judge.error_of(second)["code"], "busy")
        self.assert_open("applied")
        self.assertIsNone(running.poll(), "the first was not disturbed")
        done = self.end(running)
        self.assertEqual(done.returncode, 0, done.stderr)
        judge.assert_renewed(self, self.desk, self.authority, self.first)
        self.assertFalse(os.path.exists(self.desk.backup + ".2"))

    def test_five_at_the_same_instant(self):
        running = [self.desk.start(self.authority, *self.desk.renewal()) for _ in range(5)]
        ended = [self.end(one) for one in running]
        self.assertEqual(sorted(one.returncode for one in ended), [0, 1, 1, 1, 1], [one.stdout for one in ended])
        judge.assert_renewed(self, self.desk, self.authority, self.first)


class Japanese(unittest.TestCase):
    def test_everything_that_is_said(self):
        with Story("rehearsal", "--status-seconds", "0.1") as (desk, authority):
            words = [word for word in desk.renewal(old="keep") if word != "--json"]
            done = desk.kigen(authority, *words, language="ja_JP.UTF-8")
            self.assertEqual(done.returncode, 0, done.stderr)
            lines = done.stdout.splitlines() + done.stderr.splitlines()
            lines += desk.kigen(authority, "history", language="ja_JP.UTF-8").stdout.splitlines()
            self.assertGreater(len(lines), 20)
            for line in lines:
                self.assertRegex(line, JAPANESE)
            self.assertNotRegex(done.stderr, "片付けました|削除しました", "it was kept")


if __name__ == "__main__":
    share(Slow)
    unittest.main(verbosity=2)
