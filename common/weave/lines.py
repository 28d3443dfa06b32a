"""A plot of lines: thick, each with its name at its end instead of a legend."""

import axes
from axes import Scale
from plot_spec import Axis, Plot, Series
from svg import (
    COLOURS,
    GRID,
    INK,
    PAPER,
    SOFT_INK,
    Drawing,
    fitting,
    text_width,
)

WIDTH, HEIGHT = 800, 520
_EDGE = 24.0
_TICK = 16
_NAME = 18


def draw(plot: Plot) -> str:
    drawing = Drawing(WIDTH, HEIGHT, plot.title, _in_words(plot))
    drawing.rect(0, 0, WIDTH, HEIGHT, PAPER)
    top = heading(drawing, plot.title, plot.subtitle) + 62
    bottom = HEIGHT - 66.0 - (32 if plot.note else 0)
    footing(drawing, plot.note, HEIGHT)

    y_ticks = _ticks(plot.y, _values(plot))
    y_words = [axes.words(tick, plot.y.unit) for tick in y_ticks]
    left = _EDGE + max(text_width(w, _TICK) for w in y_words) + 10
    longest = max(text_width(s.name, _NAME) for s in plot.series)
    right = WIDTH - _EDGE - min(longest + 14, 270)
    xs = sorted({p.x for s in plot.series for p in s.points})
    x_ticks = plot.x.ticks or _x_ticks(plot.x, xs, right - left)

    y = Scale(y_ticks[0], y_ticks[-1], bottom, top, plot.y.log)
    x_low, x_high = min(xs[0], x_ticks[0]), max(xs[-1], x_ticks[-1])
    if x_low == x_high:
        x_high = x_low * 2 or 1.0
    x = Scale(x_low, x_high, left + 14, right - 14, plot.x.log)

    drawing.text(_EDGE, top - 20, plot.y.label, _TICK, SOFT_INK)
    for tick, words in zip(y_ticks, y_words):
        at = y.at(tick)
        drawing.line(left, at, right, at, GRID, 1.5)
        drawing.text(
            left - 10, at + 5.5, words, _TICK, SOFT_INK, text_anchor="end"
        )
    drawing.line(left, bottom, right, bottom, INK, 2)
    for tick in x_ticks:
        drawing.line(x.at(tick), bottom, x.at(tick), bottom + 7, INK, 2)
        drawing.text(
            x.at(tick),
            bottom + 25,
            axes.words(tick, plot.x.unit),
            _TICK,
            SOFT_INK,
            text_anchor="middle",
        )
    drawing.text(
        (left + right) / 2,
        bottom + 49,
        plot.x.label,
        _TICK,
        SOFT_INK,
        text_anchor="middle",
    )
    for index, series in enumerate(plot.series):
        _curve(drawing, series, index, x, y)
    for index, series in enumerate(plot.series):
        if series.values:
            _numbers(drawing, series, COLOURS[index], x, y)
    _names(drawing, plot.series, x, y, right, top, bottom)
    return drawing.as_text()


def heading(drawing: Drawing, title: str, subtitle: str) -> float:
    """The title lines; returns the baseline of the last one."""
    room = WIDTH - 2 * _EDGE
    size = fitting(title, 24, room, bold=True)
    drawing.text(_EDGE, 40, title, size, font_weight="bold")
    if not subtitle:
        return 40.0
    drawing.text(_EDGE, 67, subtitle, fitting(subtitle, 17, room), SOFT_INK)
    return 67.0


def footing(drawing: Drawing, note: str, height: float) -> None:
    """How it was measured, in small letters below everything."""
    if note:
        size = fitting(note, 13, WIDTH - 2 * _EDGE)
        drawing.text(_EDGE, height - 16, note, size, SOFT_INK)


def _in_words(plot: Plot) -> str:
    lines = [f"{plot.y.label} against {plot.x.label}."]
    for s in plot.series:
        points = ", ".join(
            f"{axes.words(p.x, plot.x.unit)}: {axes.words(p.y, plot.y.unit)}"
            for p in s.points
        )
        lines.append(f"{s.name}: {points}.")
    return " ".join(lines)


def _values(plot: Plot) -> list[float]:
    return [v for s in plot.series for p in s.points for v in (p.low, p.high)]


def _ticks(axis: Axis, values: list[float]) -> list[float]:
    if axis.ticks:
        values = values + axis.ticks
        ticks = sorted(axis.ticks)
        if ticks[0] <= min(values) and ticks[-1] >= max(values):
            return ticks
    return axes.log_range(values) if axis.log else axes.linear_range(values)


def _x_ticks(axis: Axis, xs: list[float], width: float) -> list[float]:
    """The measured places themselves if their labels fit, else round ones."""
    if len(xs) > 1:
        scale = Scale(xs[0], xs[-1], 0, width - 28, axis.log)
        widths = [text_width(axes.words(x, axis.unit), _TICK) for x in xs]
        fits = all(
            scale.at(b) - scale.at(a) > (wa + wb) / 2 + 8
            for a, b, wa, wb in zip(xs, xs[1:], widths, widths[1:])
        )
        if not fits:
            return axes.log_range(xs) if axis.log else axes.linear_range(xs)
    return xs


def _curve(drawing, series: Series, index: int, x: Scale, y: Scale) -> None:
    colour = COLOURS[index]
    places = [(x.at(p.x), y.at(p.y), p) for p in series.points]
    for px, _, point in places:
        if point.low < point.high:
            low, high = y.at(point.low), y.at(point.high)
            drawing.line(px, low, px, high, colour, 2.5, opacity=0.6)
            for end in (low, high):
                drawing.line(px - 7, end, px + 7, end, colour, 2.5, opacity=0.6)
    path = " ".join(f"{px:.1f},{py:.1f}" for px, py, _ in places)
    drawing.shape(
        "polyline",
        points=path,
        fill="none",
        stroke=colour,
        stroke_width=4.5,
        stroke_linejoin="round",
        stroke_linecap="round",
    )
    for px, py, point in places:
        _mark(drawing, index, px, py, colour)


def _numbers(drawing, series: Series, colour: str, x: Scale, y: Scale) -> None:
    for point in series.points:
        drawing.text(
            x.at(point.x), y.at(point.y) - 15, axes.words(point.y), 15, colour,
            text_anchor="middle", font_weight="bold", stroke=PAPER,
            stroke_width=4, paint_order="stroke", stroke_linejoin="round",
        )  # fmt: skip


def _mark(drawing: Drawing, index: int, x: float, y: float, colour) -> None:
    """A shape of its own for each series, for print and for weak colours."""
    look = {"fill": colour, "stroke": PAPER, "stroke_width": 2}
    shapes = (
        None,
        "M-6-6H6V6H-6z",
        "M0-8L8 6H-8z",
        "M0-8L8 0L0 8L-8 0z",
        "M0 8L8-6H-8z",
        "M-7-3H-3V-7H3V-3H7V3H3V7H-3V3H-7z",
    )
    if shapes[index] is None:
        drawing.shape("circle", cx=x, cy=y, r=7, **look)
    else:
        place = f"translate({x:.1f} {y:.1f})"
        drawing.shape("path", d=shapes[index], transform=place, **look)


def _names(drawing, series, x, y, right, top, bottom) -> None:
    ends = [(x.at(s.points[-1].x), y.at(s.points[-1].y)) for s in series]
    places = axes.spread_out([end[1] for end in ends], 23, top + 6, bottom - 6)
    for index, (s, end, place) in enumerate(zip(series, ends, places)):
        if abs(place - end[1]) > 8 or right - end[0] > 40:
            drawing.line(
                end[0] + 8, end[1], right - 2, place, COLOURS[index], 1.5,
                opacity=0.5,
            )  # fmt: skip
        size = fitting(s.name, _NAME, WIDTH - right - 8, bold=True)
        drawing.text(
            right + 4, place + 6, s.name, size, COLOURS[index],
            font_weight="bold",
        )  # fmt: skip
