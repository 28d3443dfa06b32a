"""Draws a plot of measurements from a small description (see plot_spec.py).

    plot.py NAME.json [--output NAME.svg] [--check]
    plot.py --from-benchmark RESULTS.json --spec NAME.json --output NEW.svg
"""

import sys

sys.dont_write_bytecode = True  # nothing appears beside the sources

import argparse
import json
from pathlib import Path

import bars
import benchmark
import files
import lines
import picture
import plot_spec
from picture import Description
from problem import Refused


def draw(spec: Description) -> str:
    plot = plot_spec.parse(spec)
    return bars.draw(plot) if plot.bars else lines.draw(plot)


def from_benchmark(results: Path, spec_path: Path, output: Path) -> int:
    """Writes NEW.json (the description with new points) and NEW.svg."""
    spec = picture.load(spec_path)
    filled = benchmark.fill(spec, picture.load(results))
    target = output / spec_path.name if output.is_dir() else output
    target = target.with_suffix(".svg")
    svg = draw(Description(files.shown_path(target), filled))
    described = target.with_suffix(".json")
    files.write_whole(described, as_json(filled).encode())
    print(f"{files.shown_path(described)}: written")
    return picture.deliver(svg, target, False, "")


def as_json(spec: dict) -> str:
    """JSON with one line a point, so that a new measurement is a small diff."""
    text = json.dumps(spec, indent=2, ensure_ascii=False)
    points = [p for s in spec["series"] for p in s["points"]]
    for point in points:
        long = json.dumps(point, indent=2, ensure_ascii=False)
        text = text.replace(
            long.replace("\n", "\n" + " " * 8),
            json.dumps(point, ensure_ascii=False),
        )
    return text + "\n"


def main(arguments: list[str] | None = None) -> int:
    arguments = sys.argv[1:] if arguments is None else arguments
    if not any(a.startswith("--from-benchmark") for a in arguments):
        return picture.main("plot.py", __doc__, draw, arguments)
    parser = argparse.ArgumentParser(prog="plot.py", description=__doc__)
    parser.add_argument("--from-benchmark", type=Path, required=True)
    parser.add_argument("--spec", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args(arguments)
    try:
        return from_benchmark(
            options.from_benchmark, options.spec, options.output
        )
    except Refused as refused:
        print(refused)
        return 1


if __name__ == "__main__":
    sys.exit(main())
