"""A plot of horizontal bars, for measurements whose x is a word."""

import axes
from axes import Scale
from lines import WIDTH, footing, heading
from plot_spec import Plot
from svg import COLOURS, GRID, INK, PAPER, SOFT_INK, Drawing, text_width

_EDGE = 24.0
_BAR = 26.0
_GAP = 6.0
_BETWEEN = 22.0


def draw(plot: Plot) -> str:
    groups = list(dict.fromkeys(p.x for s in plot.series for p in s.points))
    several = len(plot.series) > 1
    rows = _rows(plot, groups)
    head = 94.0 if plot.subtitle else 68.0
    body = sum(
        _BAR + _GAP + (_BETWEEN if first else 0) for _, _, _, first in rows
    )
    bottom = head + body + 8
    height = round(bottom + 62 + (32 if plot.note else 0))
    drawing = Drawing(WIDTH, height, plot.title, _in_words(plot))
    drawing.rect(0, 0, WIDTH, height, PAPER)
    heading(drawing, plot.title, plot.subtitle)
    footing(drawing, plot.note, height)

    left = _EDGE + max(text_width(g, 17) for g in groups) * 1.08 + 20
    inner = left
    if several:
        inner += max(text_width(s.name, 17) for s in plot.series) + 14
    values = [p.high for s in plot.series for p in s.points]
    ticks = axes.linear_range([0.0, *values, *plot.y.ticks])
    longest = max(text_width(axes.words(v), 17) for v in values)
    x = Scale(0, ticks[-1], inner, WIDTH - _EDGE - longest - 10, False)
    for tick in ticks:
        at = x.at(tick)
        drawing.line(at, head, at, bottom, GRID, 1.5)
        drawing.text(
            at, bottom + 24, axes.words(tick, plot.y.unit), 16, SOFT_INK,
            text_anchor="middle",
        )  # fmt: skip
    drawing.text(inner, bottom + 50, plot.y.label, 16, SOFT_INK)
    y = head
    for group, index, point, first in rows:
        if first:
            y += _BETWEEN if y > head else _BETWEEN / 2
            drawing.text(_EDGE, y + 19, group, 17, font_weight="bold")
        if several:
            name = plot.series[index].name
            drawing.text(left, y + 19, name, 17, COLOURS[index])
        end = x.at(point.y)
        drawing.rect(inner, y, max(end - inner, 1), _BAR, COLOURS[index], rx=3)
        words_at = end
        if point.low < point.high:
            words_at = x.at(point.high)
            _whisker(drawing, x.at(point.low), words_at, y + _BAR / 2)
        drawing.text(
            words_at + 8, y + 19, axes.words(point.y, plot.y.unit), 17,
            font_weight="bold",
        )  # fmt: skip
        y += _BAR + _GAP
    drawing.line(inner, head, inner, bottom, INK, 2)
    return drawing.as_text()


def _rows(plot: Plot, groups: list[str]) -> list[tuple]:
    """(group, index of the series, point, first of its group)."""
    rows = []
    for group in groups:
        first = True
        for index, series in enumerate(plot.series):
            for point in series.points:
                if point.x == group:
                    rows.append((group, index, point, first))
                    first = False
    return rows


def _whisker(drawing: Drawing, low: float, high: float, y: float) -> None:
    # White below black: to be seen on the bar and beside it.
    for colour, width in ((PAPER, 5), (INK, 2)):
        drawing.line(low, y, high, y, colour, width)
        for end in (low, high):
            drawing.line(end, y - 6, end, y + 6, colour, width)


def _in_words(plot: Plot) -> str:
    return " ".join(
        f"{s.name}, {p.x}: {axes.words(p.y, plot.y.unit)} {plot.y.label}."
        for s in plot.series
        for p in s.points
    )
