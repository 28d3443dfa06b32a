"""Fills a plot's points from the JSON that Google Benchmark writes.

Each series of the description has a "match", a regular expression for the
whole name of a benchmark with one group, which is the point's x:
    {"name": "read", "match": "bm_read/(\\d+)", "value": "bytes_per_second",
     "scale": 1e-6}
"value" is real_time (if absent), cpu_time, or the name of a counter. Times
are nanoseconds; "scale" multiplies them. With repetitions a point is their
median, and its spread their lowest and highest.
"""

import re
import statistics

from picture import Description


def fill(spec: Description, results: Description) -> dict:
    """The description with new points; everything else stays."""
    runs = _runs(results)
    filled = dict(spec.values)
    filled["series"] = [
        {**part.values, "points": _points(part, runs, results)}
        for part in spec.parts("series")
    ]
    return filled


_NANOSECONDS = {"ns": 1.0, "us": 1e3, "ms": 1e6, "s": 1e9}


def _runs(results: Description) -> list[Description]:
    runs = results.parts("benchmarks")
    for run in runs:
        if run.values.get("error_occurred"):
            run.refuse(
                f"'{run.words('name')}' did not run",
                "a measurement",
                run.values.get("error_message", "an error"),
            )
    single = [r for r in runs if r.values.get("run_type") != "aggregate"]
    # With --benchmark_report_aggregates_only there is nothing but these.
    return single or [
        r for r in runs if r.values.get("aggregate_name") == "median"
    ]


def _points(part: Description, runs, results: Description) -> list[list]:
    wanted = part.words("match")
    try:
        expression = re.compile(wanted)
    except re.error as error:
        part.refuse(f"has no regular 'match': {error}", "a pattern", wanted)
    if expression.groups != 1:
        part.refuse(
            "has a 'match' from which no x can be taken",
            "one group in parentheses",
            wanted,
        )
    found: dict[float | str, list[float]] = {}
    for run in runs:
        name = run.words("run_name", "") or run.words("name")
        match = expression.fullmatch(name)
        if match:
            found.setdefault(_x(match[1]), []).append(_value(part, run))
    if not found:
        names = sorted({run.words("name") for run in runs})
        results.refuse(
            f"has nothing for the series '{part.words('name')}'",
            f"a benchmark like {wanted}",
            names,
        )
    points = []
    for x, values in found.items():
        middle = _short(statistics.median(values))
        if len(values) > 1:
            points.append([x, middle, _short(min(values)), _short(max(values))])
        else:
            points.append([x, middle])
    return points


def _x(text: str) -> float | str:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return text


def _value(part: Description, run: Description) -> float:
    what = part.words("value", "real_time")
    if what not in run.values:
        run.refuse(
            f"has no '{what}'", ", ".join(sorted(run.values)), "no such value"
        )
    value = run.number(what) * part.number("scale", 1.0)
    if what in ("real_time", "cpu_time"):
        value *= _NANOSECONDS[run.words("time_unit", "ns")]
    return value


def _short(value: float) -> float:
    """Four digits: more would only be noise, and make longer differences."""
    rounded = float(f"{value:.4g}")
    return int(rounded) if rounded == int(rounded) else rounded
