"""Scales: from values to places on the paper, and round numbers to label."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    low: float
    high: float
    start: float  # where `low` is on the paper
    end: float
    log: bool

    def at(self, value: float) -> float:
        low, high = self.low, self.high
        if self.log:
            low, high, value = math.log(low), math.log(high), math.log(value)
        return self.start + (value - low) / (high - low) * (
            self.end - self.start
        )


def linear_range(values: list[float], count: int = 6) -> list[float]:
    """Round ticks around the values, from zero unless they are far from it."""
    low, high = min(values), max(values)
    if low > 0:
        low = 0.0
    if high <= low:
        high = low + 1
    rough = (high - low) / count
    unit = 10.0 ** math.floor(math.log10(rough))
    step = next(n * unit for n in (1, 2, 5, 10) if n * unit >= rough * 0.999)
    first, last = math.floor(low / step), math.ceil(high / step - 1e-9)
    return [n * step for n in range(first, last + 1)]


def log_range(values: list[float]) -> list[float]:
    """Powers of ten around the values; 2 and 5 between if these are few."""
    low = math.floor(math.log10(min(values)) + 1e-9)
    high = math.ceil(math.log10(max(values)) - 1e-9)
    high = max(high, low + 1)
    if high - low > 2:
        step = math.ceil((high - low) / 8)
        return [10.0**n for n in range(low, high + step, step)]
    steps = [d * 10.0**n for n in range(low, high) for d in (1, 2, 5)]
    steps.append(10.0**high)
    inside = [s for s in steps if min(values) < s < max(values)]
    below = max(s for s in steps if s <= min(values) * (1 + 1e-9))
    above = min(s for s in steps if s >= max(values) * (1 - 1e-9))
    return sorted({below, *inside, above})


def words(value: float, unit: str = "") -> str:
    """The number as an axis shows it: 0.5, 12 000, 3 M; bytes as 64 Ki."""
    if unit == "bytes":
        for power, prefix in ((30, "Gi"), (20, "Mi"), (10, "Ki")):
            if value >= 1 << power and value % (1 << power) == 0:
                return f"{value / (1 << power):g} {prefix}"
    size = abs(value)
    if size >= 1e15 or 0 < size < 1e-4:
        digits, power = f"{value:.1e}".split("e")
        digits = digits.removesuffix(".0")
        raised = str(int(power)).translate(
            str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
        )
        return f"10{raised}" if digits == "1" else f"{digits}·10{raised}"
    for power, prefix in ((12, "T"), (9, "G"), (6, "M")):
        if size >= 10**power:
            return f"{value / 10**power:.4g} {prefix}"
    if size >= 1000:
        return f"{value:,.0f}".replace(",", "\u00a0")
    return f"{value:.4g}"


def spread_out(wanted: list[float], gap: float, low: float, high: float):
    """Places at least `gap` apart, in the same order, near the wanted ones."""
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    places = list(wanted)
    for _ in range(60):
        for above, below in zip(order, order[1:]):
            overlap = gap - (places[below] - places[above])
            if overlap > 0.001:
                places[above] -= overlap / 2
                places[below] += overlap / 2
        for i, index in enumerate(order):
            top = low + gap * i
            bottom = high - gap * (len(order) - 1 - i)
            places[index] = min(max(places[index], top), max(bottom, top))
    return places
