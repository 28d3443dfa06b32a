"""Records what a program prints, and checks that it still prints the same.

    record.py EXE NAME.out [--pattern NAME.pat] (--check | --write)
    record.py NAME.out (--check | --write) [--any-exit] -- COMMAND ARGUMENTS...

With a NAME.pat beside it, or --pattern, each line of the output and of the
record must match the expression on the same line of the pattern.
"""

import sys

sys.dont_write_bytecode = True  # nothing appears beside the sources

import argparse
import os
import shlex
import signal
from pathlib import Path

import files
import pattern
from problem import Refused
from run import Run, run


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="record.py",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        usage=argparse.SUPPRESS,
    )
    parser.add_argument("paths", nargs="+", help=argparse.SUPPRESS)
    parser.add_argument("--pattern", type=Path, metavar="NAME.pat")
    parser.add_argument("--deadline", type=float, default=30, metavar="SECONDS")
    parser.add_argument("--any-exit", action="store_true")
    mode = parser.add_mutually_exclusive_group(required=True)
    mode.add_argument("--check", action="store_true")
    mode.add_argument("--write", action="store_true")
    cut = arguments.index("--") if "--" in arguments else len(arguments)
    options = parser.parse_args(arguments[:cut])
    options.command = arguments[cut + 1 :]
    if cut < len(arguments):
        if len(options.paths) != 1 or not options.command:
            parser.error(
                "write: record.py --check NAME.out -- COMMAND ARGUMENTS..."
            )
    elif len(options.paths) != 2:
        parser.error("write: record.py EXE NAME.out --check")
    else:
        # Without a slash the program would be looked for in $PATH.
        options.command = [os.path.abspath(options.paths[0])]
    options.record = Path(options.paths[-1])
    beside = options.record.with_suffix(".pat")
    if options.pattern is None and beside.is_file():
        options.pattern = beside
    return options


def _trouble(done: Run, any_exit: bool) -> str:
    if done.trouble or any_exit or done.status == 0:
        return done.trouble
    if done.status > 0:
        return f"ended with status {done.status}, expected 0"
    try:
        name = signal.Signals(-done.status).name
    except ValueError:
        name = f"signal {-done.status}"
    return f"was ended by {name}, expected status 0"


def _next(arguments, options, output: bytes) -> list[str]:
    if options.pattern:
        name = files.shown_path(options.pattern)
        patterns = files.read_text(options.pattern)
        if pattern.by_pattern(patterns, output, name, "the output"):
            return [
                f"Next: correct {name}, or the program; then the same again"
            ]
    line = ["--write" if word == "--check" else word for word in arguments]
    lines = [f'Next: {files.command("record.py", shlex.join(line))}']
    chapter = options.record.resolve().parent.parent / "README.md"
    if chapter.is_file():
        again = files.command("weave.py", files.shown_path(chapter))
        lines.append(f"      {again}")
    return lines


def compare(options: argparse.Namespace, output: bytes) -> list[str]:
    """What differs between this output, the record and the pattern."""
    name = files.shown_path(options.record)
    report: list[str] = []
    record = None
    if options.check:
        if not options.record.is_file():
            return [
                f"{name}:1: there is no record",
                "    expected: a recorded output",
            ]
        record = options.record.read_bytes()
    if options.pattern is None:
        return [] if record is None else pattern.exact(record, output, name)
    patterns = files.read_text(options.pattern)
    where = files.shown_path(options.pattern)
    if record is not None:
        report += pattern.by_pattern(
            patterns, record, where, f"the record {name}"
        )
    report += pattern.by_pattern(
        patterns, output, where, "the output of this run"
    )
    return report


def main(arguments: list[str] | None = None) -> int:
    arguments = sys.argv[1:] if arguments is None else arguments
    options = _options(arguments)
    name = files.shown_path(options.record)
    done = run(options.command, options.deadline)
    trouble = _trouble(done, options.any_exit)
    try:
        if trouble:
            report = [
                f"{name}:1: {shlex.join(options.command)} {trouble}",
                done.output[-2000:].decode("utf-8", "backslashreplace"),
                f"Next: {shlex.join(options.command)}",
            ]
        else:
            report = compare(options, done.output)
            if report and options.check:
                report.insert(0, f"{name}:1: the program prints something else")
                report += _next(arguments, options, done.output)
            elif report:
                report.append(
                    f"Next: correct {files.shown_path(options.pattern)}"
                )
            elif options.write:
                options.record.parent.mkdir(parents=True, exist_ok=True)
                files.write_whole(options.record, done.output)
    except Refused as refused:
        report = [str(refused)]
    print("\n".join(report) if report else f"{name}: {_verb(options)}")
    return 1 if report else 0


def _verb(options: argparse.Namespace) -> str:
    if options.write:
        return "recorded"
    return "as the pattern says" if options.pattern else "the same bytes"


if __name__ == "__main__":
    sys.exit(main())
