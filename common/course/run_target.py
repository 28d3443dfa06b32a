"""Builds a program of the course's own tests, then becomes it.

Usage: run_target.py BUILD GROUP TARGET [ARGUMENTS…]

Meson builds whatever a test names as a target together with everything else;
named as a text, it is built when the test runs. The first of a group builds
the whole group, so that both CPUs have work; for the others nothing is left to
do. The lock is the judge's: one ninja at a time.
"""

import fcntl
import os
import subprocess
import sys


def build(folder, *targets):
    """Runs ninja under the lock; returns what it printed if it failed."""
    with open(os.path.join(folder, ".pots.lock"), "a", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = subprocess.run(["ninja", "-C", folder, *targets], check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True)
    return done.stdout if done.returncode else ""


def main(argv):
    if len(argv) < 4:
        return "Expected BUILD GROUP TARGET [ARGUMENTS…]."
    folder, group, target = argv[1:4]
    build(folder, "-k", "0", group)  # another's failure is another's
    failure = build(folder, target)
    if failure:
        return failure
    program = os.path.join(folder, target)
    os.execv(program, [program, *argv[4:]])


if __name__ == "__main__":
    sys.exit(main(sys.argv))
