"""What all pictures share: a JSON description in, an SVG file out or checked.

A picture is drawn from a description that is committed beside it, so that
the two can be compared; a wrong description is refused with its place.
"""

import argparse
import difflib
import json
import shlex
from pathlib import Path

import files
from problem import Problem, Refused


class Description:
    """A JSON object that knows its file, so that it can say what is wrong."""

    def __init__(self, name: str, values: object, place: str = ""):
        self.name = name
        self.place = place
        if not isinstance(values, dict):
            self.refuse("is not an object", "{...}", values)
        self.values = values

    def refuse(self, what: str, expected: str, came: object):
        where = f"{self.place} " if self.place else ""
        shown = json.dumps(came, ensure_ascii=False)
        raise Refused(
            Problem(
                self.name,
                1,
                where + what,
                expected,
                shown if len(shown) < 80 else shown[:77] + "...",
                f"correct {self.name}",
            )
        )

    def only(self, *keys: str) -> None:
        """Refuses every other key: a misspelt one would do nothing."""
        for key in self.values:
            if key not in keys:
                self.refuse(f"has an unknown key '{key}'", ", ".join(keys), key)

    def words(self, key: str, default: str | None = None) -> str:
        value = self.values.get(key, default)
        if not isinstance(value, str) or (default is None and not value):
            self.refuse(f"has no '{key}'", "some words", value)
        return value

    def flag(self, key: str) -> bool:
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            self.refuse(f"has a wrong '{key}'", "true or false", value)
        return value

    def number(self, key: str, default: float | None = None) -> float:
        return self.real(self.values.get(key, default), f"'{key}'")

    def real(self, value: object, what: str) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            self.refuse(f"has a wrong {what}", "a number", value)
        if not abs(value) < 1e18:  # neither NaN nor infinity is
            self.refuse(f"has a wrong {what}", "below 1e18", str(value))
        return value

    def entries(self, key: str, default: list | None = None) -> list:
        value = self.values.get(key, default)
        if not isinstance(value, list) or (default is None and not value):
            self.refuse(f"has no '{key}'", "a list of at least one", value)
        return value

    def parts(self, key: str) -> list["Description"]:
        return [
            Description(self.name, value, f"{self.place} {key}[{i}]".strip())
            for i, value in enumerate(self.entries(key))
        ]

    def part(self, key: str) -> "Description":
        value = self.values.get(key)
        return Description(self.name, value, f"{self.place} {key}".strip())


def load(path: Path) -> Description:
    """The description in a JSON file, or a Refused with the line."""
    name = files.shown_path(path)
    try:
        return Description(name, json.loads(files.read_text(path)))
    except json.JSONDecodeError as error:
        raise Refused(
            Problem(
                name, error.lineno, "is not JSON", "JSON", error.msg,
                f"correct line {error.lineno}",
            )
        ) from error  # fmt: skip


def deliver(svg: str, target: Path, check: bool, again: str) -> int:
    """Writes the picture, or compares it with the one that is there."""
    name = files.shown_path(target)
    if not check:
        files.write_whole(target, svg.encode())
        print(f"{name}: drawn")
        return 0
    came = files.read_text(target) if target.is_file() else ""
    if came == svg:
        print(f"{name}: is what its source says")
        return 0
    print(f"{name}:1: this picture is not what its source says")
    differences = difflib.unified_diff(
        came.split("\n"),
        svg.split("\n"),
        f"{name} (as it is)" if came else f"{name} (not there)",
        f"{name} (as its source says)",
        lineterm="",
        n=0,
    )
    print("\n".join(line[:160] for line in list(differences)[:20]))
    print(f"Next: {again}")
    return 1


def main(tool: str, doc: str, draw, arguments: list[str] | None = None) -> int:
    """The command line of a tool that draws one JSON description."""
    parser = argparse.ArgumentParser(prog=tool, description=doc)
    parser.add_argument("spec", type=Path, metavar="NAME.json")
    parser.add_argument("--output", type=Path, metavar="NAME.svg")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args(arguments)
    target = options.output or options.spec.with_suffix(".svg")
    words = [files.shown_path(options.spec)]
    if options.output:
        words += ["--output", files.shown_path(options.output)]
    try:
        svg = draw(load(options.spec))
        return deliver(
            svg, target, options.check, files.command(tool, shlex.join(words))
        )
    except Refused as refused:
        print(refused)
        return 1
