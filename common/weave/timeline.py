"""Draws who works and who waits, minute by minute.

    timeline.py NAME.json [--output NAME.svg] [--check]

    {"title": "...", "subtitle": "...", "unit": "minutes", "note": "...",
     "rows": [{"heading": "One cook, one pot after another"},
              {"actor": "cook", "segments": [
                {"start": 0, "length": 1, "kind": "work", "label": "put on"},
                {"start": 1, "length": 8, "kind": "wait"}]}]}

A segment's "group" gives it a colour of its own. Work is a thick bar, waiting
a thin pale one.
"""

import sys

sys.dont_write_bytecode = True  # nothing appears beside the sources

from dataclasses import dataclass

import axes
import picture
from axes import Scale
from lines import footing, heading
from picture import Description
from svg import COLOURS, GRID, INK, PALE, PAPER, SOFT_INK, Drawing, text_width

_WIDTH = 800
_EDGE = 24.0
_ROW = 46.0
_HEADING = 40.0
_THICK = 30.0
_THIN = 10.0


@dataclass(frozen=True)
class Segment:
    start: float
    end: float
    work: bool
    label: str
    colour: int


@dataclass(frozen=True)
class Row:
    heading: str  # a row is a heading, or
    actor: str  # an actor with
    segments: list[Segment]


def _parse_rows(spec: Description) -> list[Row]:
    groups: dict[str, int] = {}
    rows = []
    for part in spec.parts("rows"):
        if "heading" in part.values:
            part.only("heading")
            rows.append(Row(part.words("heading"), "", []))
            continue
        part.only("actor", "segments")
        segments = [_segment(s, groups) for s in part.parts("segments")]
        segments.sort(key=lambda s: s.start)
        for a, b in zip(segments, segments[1:]):
            if b.start < a.end - 1e-9:
                part.refuse(
                    "does two things at once",
                    f"nothing before {a.end:g}",
                    b.start,
                )
        rows.append(Row("", part.words("actor"), segments))
    if not any(row.segments for row in rows):
        spec.refuse("has no actor", "a row with segments", "headings only")
    return rows


def _segment(part: Description, groups: dict[str, int]) -> Segment:
    part.only("start", "length", "kind", "label", "group")
    kind = part.words("kind")
    if kind not in ("work", "wait"):
        part.refuse("has an unknown 'kind'", '"work" or "wait"', kind)
    start, length = part.number("start"), part.number("length")
    if start < 0 or length <= 0:
        part.refuse(
            "lies nowhere", "start >= 0 and length > 0", [start, length]
        )
    group = part.words("group", "")
    if kind == "wait" and not group:
        colour = len(PALE) - 1  # grey: nobody's
    else:
        colour = groups.setdefault(group, len(groups))
    if colour >= len(COLOURS):
        part.refuse("is one 'group' too many", f"{len(COLOURS)}", group)
    label = part.words("label", "")
    return Segment(start, start + length, kind == "work", label, colour)


def draw(spec: Description) -> str:
    spec.only("title", "subtitle", "unit", "note", "rows")
    rows = _parse_rows(spec)
    title, subtitle = spec.words("title"), spec.words("subtitle", "")
    unit, note = spec.words("unit", "minutes"), spec.words("note", "")
    top = 92.0 if subtitle else 64.0
    bottom = top + sum(_HEADING if r.heading else _ROW for r in rows) + 6
    height = round(bottom + 58 + (32 if note else 0))
    drawing = Drawing(_WIDTH, height, title, _in_words(rows, unit))
    drawing.rect(0, 0, _WIDTH, height, PAPER)
    heading(drawing, title, subtitle)
    footing(drawing, note, height)

    end = max(s.end for row in rows for s in row.segments)
    left = _EDGE + max(text_width(r.actor, 18) for r in rows) + 14
    x = Scale(0, end, left, _WIDTH - _EDGE - 16, False)
    ticks = [t for t in axes.linear_range([0.0, end], 9) if t <= end + 1e-9]
    for tick in ticks:
        at = x.at(tick)
        drawing.line(at, top, at, bottom, GRID, 1.5)
        drawing.text(
            at, bottom + 21, axes.words(tick), 16, SOFT_INK,
            text_anchor="middle",
        )  # fmt: skip
    drawing.line(left, bottom, x.end, bottom, INK, 2)
    drawing.text(x.end, bottom + 43, unit, 16, SOFT_INK, text_anchor="end")
    y = top
    for row in rows:
        if row.heading:
            # On paper of its own: the grid must not run through the words.
            drawing.rect(0, y, _WIDTH, _HEADING, PAPER)
            drawing.text(_EDGE, y + 29, row.heading, 18, font_weight="bold")
            y += _HEADING
        else:
            _actor(drawing, row, x, y + _ROW / 2)
            y += _ROW
    return drawing.as_text()


def _actor(drawing: Drawing, row: Row, x: Scale, middle: float) -> None:
    drawing.text(_EDGE, middle + 6, row.actor, 18)
    for s in row.segments:
        start, width = x.at(s.start), x.at(s.end) - x.at(s.start)
        if s.work:
            drawing.rect(
                start, middle - _THICK / 2, width, _THICK, COLOURS[s.colour],
                stroke=PAPER, stroke_width=1.5, rx=3,
            )  # fmt: skip
        else:
            drawing.rect(
                start, middle - _THIN / 2, width, _THIN, PALE[s.colour]
            )
        size = next(
            (
                n
                for n in (16, 14, 12.5, 11)
                if text_width(s.label, n) < width - 1
            ),
            0,
        )
        if s.label and size:
            drawing.text(
                start + width / 2,
                middle + 5.5 if s.work else middle - _THIN / 2 - 4,
                s.label,
                size,
                PAPER if s.work else SOFT_INK,
                text_anchor="middle",
            )


def _in_words(rows: list[Row], unit: str) -> str:
    parts = []
    for row in rows:
        if row.heading:
            parts.append(f"{row.heading}.")
            continue
        segments = ", ".join(
            f"{s.start:g}-{s.end:g} {s.label or ('work' if s.work else 'wait')}"
            for s in row.segments
        )
        parts.append(f"{row.actor} ({unit}): {segments}.")
    return " ".join(parts)


def main(arguments: list[str] | None = None) -> int:
    return picture.main("timeline.py", __doc__, draw, arguments)


if __name__ == "__main__":
    sys.exit(main())
