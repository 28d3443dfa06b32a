"""The committed files: text between the first and the last line of a C++ raw
string, so that a test can #include what Python reads and writes.
"""

import pathlib
import platform

FOLDER = pathlib.Path(__file__).resolve().parent
FIRST, LAST = 'R"oracle(', ')oracle"'


def write(lines):
    print(FIRST, *lines, LAST, sep="\n")


def read(name):
    return (FOLDER / name).read_text().splitlines()[1:-1]


def recorded(traces):
    """The lines of named traces: first the version, then `== NAME` and lines."""
    lines = [f"CPython {platform.python_version()}"]
    for name, trace in traces.items():
        lines += [f"== {name}", *trace]
    return lines
