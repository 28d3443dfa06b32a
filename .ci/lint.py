"""Runs clang-tidy over sources of the course, several in one unit.

Usage: lint.py BUILD FILE…

BUILD is a build folder that clang++ was set up for: a file is read with the
arguments of a neighbour that it compiles. Most of the time goes into reading
the standard library, so the files of a folder are read together. That a unit is
called UnifiedSource lets the analyzer look into the files that it includes;
files whose names clash in one unit are read one by one.
"""

import json
import os
import re
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILES_A_UNIT = 8


def room(path):
    """`common/judge`, `solutions`: what has the same arguments."""
    parts = Path(path).parts
    return "/".join(parts[:2]) if parts[0] == "common" else parts[0]


def arguments_by_room(build):
    """What each room's files are compiled with, without what is output."""
    found = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        if not re.match(r"common/.*/lib|tests/libreference_", entry["output"]):
            continue
        words = shlex.split(entry["command"])[1:]
        kept = []
        while words:
            word = words.pop(0)
            if word in ("-o", "-c", "-MF", "-MQ", "-include"):
                words.pop(0)  # precompiled headers are another version's
            elif word != "-MD":
                kept.append(word)
        output = Path(entry["output"])
        name = "solutions" if output.parts[0] == "tests" else room(output)
        found.setdefault(name, kept)
    return found


def tidy(build, unit, files, arguments):
    """Reads one unit; returns what clang-tidy says, or nothing."""
    unit.write_text("".join(f'#include "{ROOT / name}"\n' for name in files))
    done = subprocess.run(
        ["clang-tidy", str(unit), "--quiet",
         "--checks=-bugprone-suspicious-include", "--", *arguments,
         "-UPOTS_SOURCE_ROOT", '-DPOTS_SOURCE_ROOT="."'],
        cwd=build, check=False, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    if "clang-diagnostic-error" in done.stdout and len(files) > 1:
        return "".join(
            tidy(build, unit.with_stem(f"{unit.stem}_{i}"), [name], arguments)
            for i, name in enumerate(files))
    return done.stdout if done.returncode else ""


def main(argv):
    if len(argv) < 2:
        return __doc__
    build = Path(argv[0]).resolve()
    folder = build / "lint"
    folder.mkdir(exist_ok=True)
    arguments = arguments_by_room(build)
    groups = {}
    for name in argv[1:]:
        groups.setdefault((room(name), Path(name).suffix), []).append(name)
    units = []
    for (name, suffix), files in groups.items():
        for i in range(0, len(files), FILES_A_UNIT):
            stem = f"UnifiedSource_{name}_{suffix[1:]}_{i}".replace("/", "_")
            units.append((folder / f"{stem}.cpp", files[i:i + FILES_A_UNIT],
                          arguments[name]))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        said = list(pool.map(lambda unit: tidy(build, *unit), units))
    print("".join(said), end="")
    return 1 if any(said) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
