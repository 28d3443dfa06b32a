"""Draws a recorded verdict as the picture of a terminal, for the README.

    terminal.py NAME.out > NAME.svg
    terminal.py NAME.out --output NAME.svg [--command './pots check'] [--check]
"""

import sys

sys.dont_write_bytecode = True  # nothing appears beside the sources

import argparse
import re
import shlex
from pathlib import Path

import files
import picture
from columns import columns
from problem import Refused
from svg import INK, MONO, SOFT_INK, Drawing

_SIZE = 14.0
_CELL = 8.43  # the width of a column: 0.602 of the size in most such fonts
_LINE = 21.0
_SIDE = 22.0
_BAR = 36.0

_RED = "#c4141f"
_GREEN = "#12723a"
_BLUE = "#0060a8"
_BROWN = "#7a4a00"
_MARKER = "#ffe9b0"

_COLOUR_CODES = re.compile(r"\x1b\[[0-9;]*m")

# The first expression that matches at a place decides how it is drawn.
_STYLES = tuple(
    (re.compile(expression), style)
    for expression, style in (
        (r"<-- .*$", {"fill": _BROWN, "font_weight": "bold"}),
        (r"-- paused here --", {"fill": _BROWN, "font_style": "italic"}),
        (
            r"\bFAILED\b|(?<!\b0 )\bfailed\b",
            {"fill": _RED, "font_weight": "bold"},
        ),
        (r"\bPASSED\b|\bpassed\b", {"fill": _GREEN, "font_weight": "bold"}),
        (r"^ *(Cause|Again|Next|Smallest):", {"font_weight": "bold"}),
        (r"\./pots( [\w.:,]+)*", {"fill": _BLUE}),
        (r"(?<!\S)[\w/]*(\.[ch]pp)?:\d+\b", {"fill": SOFT_INK}),
    )
)


def pieces(line: str) -> list[tuple[int, str, dict]]:
    """(column, text, style) of everything in a line that is not a gap."""
    found: list[tuple[int, int, dict]] = []
    for expression, style in _STYLES:
        for match in expression.finditer(line):
            if not any(
                a < match.end() and match.start() < b for a, b, _ in found
            ):
                found.append((match.start(), match.end(), style))
    result: list[tuple[int, str, dict]] = []
    at = 0
    for start, end, style in sorted(found, key=lambda f: f[0]) + [
        (len(line), len(line), {})
    ]:
        for part, look in ((line[at:start], {}), (line[start:end], style)):
            base = columns(line[:at])
            # Each run is put at its own column: no font can shift the table.
            for run in re.finditer(r"\S+(?: \S+)*", part):
                column = base + columns(part[: run.start()])
                result.append((column, run[0], look))
            at += len(part)
    return result


def draw(text: str, title: str, command: str = "") -> str:
    text = _COLOUR_CODES.sub("", text).expandtabs(8).rstrip("\n")
    lines = [line.rstrip() for line in text.split("\n")]
    if command:
        lines.insert(0, f"$ {command}")
    widest = max(64, *(columns(line) for line in lines))
    width = round(2 * _SIDE + widest * _CELL)
    height = round(_BAR + 2 * 16 + len(lines) * _LINE)
    drawing = Drawing(width, height, title, text)
    _window(drawing, width, height, title)
    for number, line in enumerate(lines):
        baseline = _BAR + 16 + number * _LINE + 15
        for column, words, style in pieces(line):
            x = _SIDE + column * _CELL
            if words.startswith("<-- "):
                drawing.rect(
                    x - 4,
                    baseline - 15,
                    columns(words) * _CELL + 8,
                    _LINE - 1,
                    _MARKER,
                    rx=4,
                )
            drawing.text(x, baseline, words, _SIZE, font_family=MONO, **style)
    return drawing.as_text()


def _window(drawing: Drawing, width: int, height: int, title: str) -> None:
    frame = {"stroke": "#c3c9d0", "stroke_width": 1, "rx": 10}
    drawing.rect(0.5, 0.5, width - 1, height - 1, "#fdfdfb", **frame)
    drawing.shape(
        "path",
        d=f"M0.5 {_BAR:g}V10.5a10 10 0 0 1 10-10H{width - 10.5:g}"
        f"a10 10 0 0 1 10 10V{_BAR:g}z",
        fill="#eceff2",
        stroke="#c3c9d0",
    )
    for index, colour in enumerate(("#e5695e", "#e3b341", "#5dab5b")):
        drawing.shape("circle", cx=22 + 20 * index, cy=18, r=6, fill=colour)
    drawing.text(
        width / 2, 23, title, 13, SOFT_INK, text_anchor="middle",
        font_family=MONO,
    )  # fmt: skip


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="terminal.py",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("record", type=Path, metavar="NAME.out")
    parser.add_argument("--output", type=Path, metavar="NAME.svg")
    parser.add_argument("--title", default="", help="in the window's frame")
    parser.add_argument("--command", default="", help="shown after a prompt")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args(arguments)
    target = options.output or options.record.with_suffix(".svg")
    again = ["terminal.py", files.shown_path(options.record)]
    for name in ("title", "command"):
        if getattr(options, name):
            again += [f"--{name}", shlex.quote(getattr(options, name))]
    again += ["--output", files.shown_path(target)]
    try:
        text = files.read_text(options.record)
        svg = draw(text, options.title or "two pots", options.command)
        if options.output is None and not options.check:
            sys.stdout.write(svg)
            return 0
        return picture.deliver(
            svg, target, options.check, files.command(*again)
        )
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
