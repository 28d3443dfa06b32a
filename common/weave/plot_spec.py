"""The description of a plot, checked: what plot.py draws.

    {"title": "...", "subtitle": "...", "note": "...",
     "x": {"label": "bytes a call", "log": true, "unit": "bytes"},
     "y": {"label": "MB/s, more is better", "log": true},
     "series": [{"name": "read", "points": [[1, 5.6], [16, 91, 88, 95]]}]}

A point is [x, y] or [x, y, lowest, highest]. With words for every x the plot
has bars instead of lines.
"""

from dataclasses import dataclass, field

from picture import Description
from svg import COLOURS

_NO_BENCHMARK = ("match", "value", "scale")  # read by benchmark.py


@dataclass(frozen=True)
class Point:
    x: float | str
    y: float
    low: float
    high: float


@dataclass(frozen=True)
class Series:
    name: str
    points: list[Point]
    values: bool  # write each value beside its point


@dataclass(frozen=True)
class Axis:
    label: str
    log: bool
    unit: str
    ticks: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Plot:
    title: str
    subtitle: str
    note: str
    x: Axis
    y: Axis
    series: list[Series]
    bars: bool


def parse(spec: Description) -> Plot:
    spec.only("title", "subtitle", "note", "x", "y", "series")
    x, y = _axis(spec.part("x")), _axis(spec.part("y"))
    series = [_series(part, x, y) for part in spec.parts("series")]
    if len(series) > len(COLOURS):
        spec.refuse(
            "has too many series to tell apart",
            f"at most {len(COLOURS)}",
            len(series),
        )
    kinds = {isinstance(p.x, str) for s in series for p in s.points}
    if len(kinds) == 2:
        spec.refuse("mixes words and numbers as x", "one of the two", "both")
    bars = kinds == {True}
    if bars and (y.log or min(p.low for s in series for p in s.points) < 0):
        spec.refuse(
            "has bars, which start at zero",
            "values that are not negative, and no log axis",
            "others",
        )
    return Plot(
        spec.words("title"),
        spec.words("subtitle", ""),
        spec.words("note", ""),
        x,
        y,
        series,
        bars,
    )


def _axis(part: Description) -> Axis:
    part.only("label", "log", "unit", "ticks")
    ticks = [part.real(t, "tick") for t in part.entries("ticks", [])]
    axis = Axis(
        part.words("label", ""), part.flag("log"), part.words("unit", ""), ticks
    )
    if axis.unit not in ("", "bytes"):
        part.refuse("has an unknown 'unit'", '"bytes" or none', axis.unit)
    for tick in ticks:
        _above_zero(part, axis, tick)
    return axis


def _series(part: Description, x: Axis, y: Axis) -> Series:
    part.only("name", "points", "values", *_NO_BENCHMARK)
    points = []
    for index, came in enumerate(part.entries("points")):
        place = f"{part.place} points[{index}]"
        point = Description(part.name, {"point": came}, place)
        values = point.entries("point")
        if len(values) not in (2, 4):
            point.refuse(
                "is no point", "[x, y] or [x, y, lowest, highest]", came
            )
        if isinstance(values[0], str):
            at: float | str = values[0]
        else:
            at = point.real(values[0], "x")
            _above_zero(point, x, at)
        middle = point.real(values[1], "y")
        low = point.real(values[2], "lowest") if values[2:] else middle
        high = point.real(values[3], "highest") if values[2:] else middle
        if not low <= middle <= high:
            point.refuse(
                "is out of order", "lowest <= y <= highest", values[1:]
            )
        _above_zero(point, y, low)
        points.append(Point(at, middle, low, high))
    if all(not isinstance(p.x, str) for p in points):
        points.sort(key=lambda p: p.x)
    return Series(part.words("name"), points, part.flag("values"))


def _above_zero(part: Description, axis: Axis, value: float) -> None:
    if axis.log and value <= 0:
        part.refuse("cannot be on a log axis", "a number above 0", value)
