"""Runs the random programs of a set and prints what they did.

    python3 traces.py loop|tasks|timeouts|gathers >traces/SET.inc
"""

import sys

import loop_language
import oracle_file
import task_language

RUN = {
    "loop": loop_language.run,
    "tasks": lambda line: task_language.run(line, closed=True),
    "timeouts": lambda line: task_language.run(line, closed=False),
    "gathers": lambda line: task_language.run(line, closed=True),
}

if __name__ == "__main__":
    name = sys.argv[1]
    lines = oracle_file.read(f"programs/{name}.inc")
    oracle_file.write(oracle_file.recorded(
        {at: RUN[name](line) for at, line in enumerate(lines, 1)}))
