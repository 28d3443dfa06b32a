"""Asks CPython again for everything that we claim it does.

    python3 oracle.py            compare each committed file (exit 77: skipped)
    python3 oracle.py --record   write those that differ

Versions that answer alike: 3.11 from its .3 on, and 3.12. The version's number
in a file is not compared.
"""

import difflib
import os
import pathlib
import re
import shutil
import subprocess
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
TESTS = FOLDER.parent
CANDIDATES = ("python3.12", "python3.11", "python3")
SKIPPED = 77

# What to run, in the folder of tests/, and the file that holds its output.
GOLDEN = [
    ("09_generators/oracle/two_way.py", "09_generators/two_way_golden.inc"),
    *((f"oracle/generate.py {name}", f"oracle/programs/{name}.inc")
      for name in ("loop", "tasks", "timeouts", "gathers")),
    *((f"oracle/traces.py {name}", f"oracle/traces/{name}.inc")
      for name in ("loop", "tasks", "timeouts", "gathers")),
    *((f"oracle/named.py {name}", f"oracle/traces/named_{name}.inc")
      for name in ("loop", "tasks", "run", "gather", "group")),
    ("oracle/future_sequences.py", "oracle/traces/future_sequences.inc"),
]


def fits(version):
    return version[:2] == (3, 12) or version[:2] == (3, 11) and version[2] >= 3


def version_of(program):
    """(3, 11, 7), or None if it does not run or is not CPython."""
    asked = subprocess.run(
        [program, "-c", "import platform as p, sys\n"
         "print(p.python_implementation(), *sys.version_info[:3])"],
        capture_output=True, text=True, check=False)
    words = asked.stdout.split()
    if asked.returncode != 0 or words[:1] != ["CPython"]:
        return None
    return tuple(map(int, words[1:]))


def dotted(version):
    return ".".join(map(str, version))


def a_python():
    """The first that fits, and the versions that do not."""
    others = []
    for name in CANDIDATES:
        program = shutil.which(name)
        version = program and version_of(program)
        if version and fits(version):
            return program, version, others
        if version:
            others.append(f"{name} is {dotted(version)}")
    return None, None, others


def answer(program, command):
    done = subprocess.run(
        [program, *command.split()], cwd=TESTS, capture_output=True,
        check=False, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1",
                          "PYTHONHASHSEED": "0"})
    if done.returncode != 0:
        sys.exit(f"{command} failed:\n{done.stderr.decode()}")
    return done.stdout


def without_version(text):
    return re.sub(rb"CPython \d+\.\d+\.\d+", b"CPython", text)


def complain(command, file, committed, found):
    print(f"tests/{file} is not what `{command}` prints:")
    sys.stdout.writelines(line + "\n" for line in list(difflib.unified_diff(
        committed.decode().splitlines(), found.decode().splitlines(),
        "committed", "CPython now", n=2, lineterm=""))[:30])


def main(record):
    program, version, others = a_python()
    if program is None:
        print("skipped: needs CPython 3.11 (from 3.11.3 on) or 3.12; " +
              ("; ".join(others) or "there is no python3"))
        return SKIPPED
    stale = 0
    for command, file in GOLDEN:
        path = TESTS / file
        committed = path.read_bytes() if path.exists() else b""
        found = answer(program, command)
        if without_version(committed) == without_version(found):
            continue
        stale += 1
        if record:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(found)
            print(f"wrote tests/{file}")
        else:
            complain(command, file, committed, found)
    if stale and not record:
        print("Next: if the change is meant, python3 tests/oracle/oracle.py "
              "--record; then read the difference.")
        return 1
    print(f"{len(GOLDEN)} files asked of CPython {dotted(version)}")
    return 0


if __name__ == "__main__":
    sys.exit(main("--record" in sys.argv[1:]))
