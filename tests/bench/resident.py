# SPDX-License-Identifier: Apache-2.0
"""What the resident agent costs, beside certmonger with as many certificates tracked, in one run on one machine: memory
(PSS, and what is the process's own: anonymous), wake-ups in an idle minute, and the time until the icon is in the tray.

Needs Debian's certmonger; without it the agent is measured alone.  Run it through `meson test --benchmark`, or by hand with
KIGEN_PROGRAMS naming the folder of the built programs.
"""
import glob
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))

import forge  # noqa: E402
from screen import wait_until  # noqa: E402
from session import Agent, Session  # noqa: E402
from story import Story, command  # noqa: E402

CERTIFICATES = 3
IDLE = int(os.environ.get("KIGEN_BENCH_IDLE", "60"))
ROUNDS = int(os.environ.get("KIGEN_BENCH_ROUNDS", "5"))


def memory(pid):
    """(PSS, anonymous) in MB."""
    with open("/proc/%d/smaps_rollup" % pid) as file:
        found = {line.split(":")[0]: line.split()[1] for line in file if line.rstrip().endswith("kB")}
    return int(found["Pss"]) / 1024, int(found["Anonymous"]) / 1024


def switches(pid):
    """Each wake-up ends in a switch of context: so many of each of its threads so far."""
    found = {}
    for path in glob.glob("/proc/%d/task/*/status" % pid):
        with open(path) as file:
            found[path] = sum(int(line.split()[1]) for line in file if "ctxt_switches" in line)
    return found


def idle(name, pid):
    time.sleep(20)  # what it does after its start is over, and threads that are not needed any more are gone
    before = switches(pid)
    time.sleep(IDLE)
    wakeups = sum(n - before.get(path, 0) for path, n in switches(pid).items())
    pss, anonymous = memory(pid)
    print("%-12s %5.1f MB PSS, %4.2f MB anonymous, %d wake-ups in %d s" % (name, pss, anonymous, wakeups, IDLE), flush=True)
    return pss


def certmonger(folder):
    """Three self-signed certificates tracked on a bus of its own."""
    program = shutil.which("certmonger") or "/usr/sbin/certmonger"
    if not os.path.exists(program):
        print("certmonger is not there: apt-get install certmonger")
        return None
    process = subprocess.Popen([program, "-n", "-s"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    try:
        wait_until("certmonger does not start", lambda: command("getcert", "list", "-s").returncode == 0)
        for n in range(CERTIFICATES):
            base = os.path.join(folder, "tracked-%d" % n)
            forge.done("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", base + ".key", "-out",
                       base + ".pem", "-subj", "/CN=desk%d" % n, "-days", "60")
            command("getcert", "start-tracking", "-s", "-c", "local", "-k", base + ".key", "-f", base + ".pem")
        return idle("certmonger", process.pid)
    finally:
        process.terminate()
        process.wait(20)


def icon_time(session, desk, authority):
    """From the start to the icon's registration with the panel."""
    times = []
    for _ in range(ROUNDS):
        start = time.monotonic()
        agent = Agent(session, desk, authority)
        wait_until("no icon", session.items)
        times.append(time.monotonic() - start)
        agent.end()
        wait_until("the icon stays", lambda: not session.items())
    print("icon after   %.0f ms (median of %d)" % (1000 * statistics.median(times), ROUNDS))


def main():
    with Session() as session, Story("rehearsal", installed=False) as (desk, authority):
        for n in range(CERTIFICATES):
            forge.install(authority, desk.folder, "desk%d" % n, 60, desk.nss)
        session.panel()
        session.notifier("xfce4-notifyd")
        desk.kigen(authority, "scan")
        icon_time(session, desk, authority)
        agent = Agent(session, desk, authority)
        wait_until("no icon", session.items)
        if IDLE >= 60:
            time.sleep(70)  # the notice that follows the login
        own = idle("kigen-agent", agent.process.pid)
        agent.stop()
        with tempfile.TemporaryDirectory(prefix="kigen-certmonger-") as folder:
            other = certmonger(folder)
        if other:
            print("ratio        %.2f of certmonger's PSS" % (own / other))


main()
