"""Runs a file of named programs and prints what they said.

    python3 named.py loop|tasks|run|gather|group >traces/named_SET.inc

named_SET.py holds the programs, named_SET.hpp the same in C++.
"""

import importlib
import inspect
import sys

import oracle_file
import vloop


def play(program):
    """A program takes a function that notes a line, and the loop."""
    loop = vloop.VirtualLoop()
    lines = []

    def say(*words):
        lines.append(" ".join(map(str, words)))

    if inspect.iscoroutinefunction(program):
        vloop.run(program(say, loop), loop)
    else:
        program(say, loop)
        loop.close()
    return lines


if __name__ == "__main__":
    name = sys.argv[1]
    module = importlib.import_module(f"named_{name}")
    oracle_file.write(oracle_file.recorded(
        {program.__name__: play(program) for program in module.PROGRAMS}))
