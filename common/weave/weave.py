"""Writes named regions of files and recorded outputs into a chapter.

The text that people read and the code that the compiler reads must be the
same characters; --check says where they are not. See README.md beside this.
"""

import sys

sys.dont_write_bytecode = True  # nothing appears beside the sources

import argparse
import dataclasses
import difflib
import itertools
from pathlib import Path

import chapter as chapters
import files
import upkeep
from problem import Problem, Refused
from sources import Shown, Sources


def weave(path: Path, root: Path) -> tuple[str, str, list[Problem]]:
    """(the text as it is, as it should be, and what is wrong with it)."""
    name = files.shown_path(path, root)
    text = files.read_text(path, root)
    chapter = chapters.parse(text)
    sources = Sources(path, root)
    problems: list[Problem] = []
    shown: dict[int, Shown] = {}
    for marker in chapter.markers:
        try:
            _check_fence(name, chapter, marker)
            shown[marker.index] = sources.show(marker.source, marker.index + 1)
        except Refused as refused:
            problems.append(refused.problem)
    result = chapters.woven(
        chapter, {i: (s.text, s.language) for i, s in shown.items()}
    )
    problems += upkeep.loose_blocks(name, chapter)
    for part in dict.fromkeys(shown.values()):
        file = files.shown_path(part.path, root)
        problems += upkeep.wide_lines(part, file, name)
    problems += upkeep.unused(name, path, root, sources, chapter.markers)
    return text, result, list(dict.fromkeys(problems))


def _check_fence(name, chapter, marker) -> None:
    fence = marker.fence
    if fence and not fence.closed:
        raise Refused(
            Problem(
                name,
                fence.first + 1,
                "this block has no end",
                "a line of ``` below",
                "the end of the file",
                "add it",
            )
        )
    after = marker.index + 1
    while not fence and after < len(chapter.lines) and not chapter.lines[after]:
        after += 1
    if not fence and after > marker.index + 1:
        if any(after == loose.first for loose in chapter.loose):
            raise Refused(
                Problem(
                    name,
                    marker.index + 2,
                    "a blank line parts the marker from a block",
                    "the block right below its marker, or words between them",
                    "a blank line",
                    "delete the line",
                )
            )


def drift(path: Path, root: Path, came: str, expected: str) -> list[str]:
    """Where the blocks differ from their sources, and how."""
    name = files.shown_path(path, root)
    before, after = chapters.parse(came), chapters.parse(expected)
    report = []
    for old, new in zip(before.markers, after.markers):
        was, is_now = _block(before, old), _block(after, new)
        if was != is_now:
            pairs = itertools.zip_longest(was, is_now)
            at = next(i for i, pair in enumerate(pairs) if pair[0] != pair[1])
            report.append(
                str(
                    Problem(
                        name,
                        old.index + 2 + min(at, len(was)),
                        f"the block is not what its source says: {old.source}",
                        repr(is_now[at])
                        if at < len(is_now)
                        else "no more lines",
                        repr(was[at])
                        if at < len(was)
                        else "the end"
                        if was
                        else "no block",
                    )
                )
            )
    report += difflib.unified_diff(
        came.split("\n"),
        expected.split("\n"),
        f"{name} (as it is)",
        f"{name} (as its sources say)",
        lineterm="",
    )
    report.append(f'Next: {files.command("weave.py", name)}')
    return report


def _block(chapter, marker):
    fence = marker.fence
    return chapter.lines[fence.first : fence.last + 1] if fence else []


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="weave.py", description=__doc__)
    parser.add_argument("chapter", nargs="+", type=Path, metavar="README.md")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; fail on any drift"
    )
    parser.add_argument("--root", type=Path, default=files.ROOT, metavar="DIR")
    options = parser.parse_args(arguments)
    return max([_one(path, options) for path in options.chapter])


def _with_next(problem: Problem, name: str) -> str:
    again = files.command("weave.py", name)
    if again in problem.todo:
        return str(problem)
    todo = f"{problem.todo}; then {again}" if problem.todo else again
    return str(dataclasses.replace(problem, todo=todo))


def _one(path: Path, options) -> int:
    root = options.root.resolve()
    name = files.shown_path(path, root)
    try:
        came, expected, problems = weave(path, root)
        report = [_with_next(p, name) for p in sorted(problems)]
        if came != expected and options.check:
            report += drift(path, root, came, expected)
        elif came != expected:
            # A marker whose source is missing keeps the block that it has.
            files.write_whole(path, expected.encode())
            print(f"{name}: woven")
        elif not report:
            print(f"{name}: every block is what its source says")
    except Refused as refused:
        report = [_with_next(refused.problem, name)]
    if report:
        print("\n".join(report))
    return 1 if report else 0


if __name__ == "__main__":
    sys.exit(main())
