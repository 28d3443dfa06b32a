"""What a chapter must not leave lying about.

A region, an example program or a record that no text shows is either
forgotten text or dead code; a C++ block without a source can rot unseen; a
line that is too wide is cut off on a projector.
"""

from pathlib import Path

import chapter as chapters
import files
import regions
from columns import columns
from problem import Problem, Refused
from sources import Shown, Sources

WIDTH = 72  # columns of a page that is projected
EXPLAINED_WIDTH = 80  # of what solutions/ explains: whole files, read alone

_CPP = {"c", "cc", "cpp", "c++", "cxx", "h", "hh", "hpp", "hxx"}
_PROSE = {"text", "markdown"}
_TEXTS = (
    "README.md",
    "docs/**/*.md",
    "lessons/*/*.md",
    "solutions/*/*.md",
    "common/*/*.md",
)


def loose_blocks(name: str, chapter: chapters.Chapter) -> list[Problem]:
    """C++ blocks without a marker, and markers that are none."""
    problems = [
        Problem(
            name,
            fence.first + 1,
            "this C++ block has no source",
            f"`{chapters.FORM}` on the line above",
            repr(chapter.lines[fence.first - 1]) if fence.first else "nothing",
            "move the code to a file under examples/, mark it",
        )
        for fence in chapter.loose
        if fence.language in _CPP
    ]
    for index in chapter.malformed:
        problems.append(
            Problem(
                name,
                index + 1,
                "this looks like a marker and is none",
                f"`{chapters.FORM}` on a line of its own",
                repr(chapter.lines[index].strip()),
                "correct the line",
            )
        )
    return problems


def wide_lines(shown: Shown, file: str, text: str) -> list[Problem]:
    """Lines of code that are wider than a page of the book."""
    explained = text.startswith("solutions/")
    width = EXPLAINED_WIDTH if explained else WIDTH
    if shown.language in _PROSE:
        return []
    problems = []
    in_head = shown.language == "diff"  # the words above a patch may be wider
    for number, line in enumerate(shown.text.split("\n"), 1):
        if shown.language == "diff":
            in_head = in_head and not line.startswith("--- ")
            line = line[1:]
        if not in_head and columns(line) > width:
            problems.append(
                Problem(
                    file,
                    _line_in_file(shown, line) or shown.line + number,
                    "this line is too wide to be shown",
                    f"at most {width} columns",
                    f"{columns(line)}: {line.strip()[:40]}...",
                    "break it",
                )
            )
    return problems


def _line_in_file(shown: Shown, wanted: str) -> int:
    text = shown.path.read_text(encoding="utf-8").split("\n")
    for number, line in enumerate(text[shown.line - 1 :], shown.line):
        if wanted in line:
            return number
    return 0


def unused(
    name: str,
    path: Path,
    root: Path,
    sources: Sources,
    markers: list[chapters.Marker],
) -> list[Problem]:
    """Regions, examples and records that nothing shows; faulty regions."""
    folder = path.parent.resolve()
    own = {sources.locate(marker.source) for marker in markers}
    mentioned = {place.resolve() for place, _ in own}
    examples = _under(folder / "examples")
    problems = []
    # hints.md and other texts beside a chapter need not show everything.
    to_show = examples + _under(folder / "verdicts")
    for file in to_show if path.name == "README.md" else []:
        program = file.suffix in (".cpp", ".py")
        if file.resolve() in mentioned or not (
            program or file.suffix == ".out"
        ):
            continue
        # A program of which the output is shown has been mentioned.
        if program and file.with_suffix(".out").resolve() in mentioned:
            continue
        relative = file.relative_to(folder).as_posix()
        source = relative if program else _marker_for(relative)
        problems.append(
            Problem(
                files.shown_path(file, root),
                1,
                f"{name} does not show this",
                f"`<!-- weave: {source} -->` in the chapter",
                "no such marker",
                "show it or delete it",
            )
        )
    elsewhere = shown_anywhere(root)
    used = {(place.resolve(), region) for place, region in own} | elsewhere
    for file in sorted({*mentioned, *(f.resolve() for f in examples)}):
        if file.is_file() and regions.comment_of(file):
            problems += _regions_of(name, file, root, sources, used)
    return problems


def _marker_for(relative: str) -> str:
    place = relative.removesuffix(".out")
    if place.startswith("verdicts/"):
        return "verdict " + place.removeprefix("verdicts/")
    return "output " + place


def _regions_of(name, file, root, sources, used) -> list[Problem]:
    shown = files.shown_path(file, root)
    try:
        found = sources.regions_of(file)
    except Refused as refused:
        return [refused.problem]
    problems = [
        Problem(shown, fault.line, fault.what, todo=fault.todo)
        for fault in found.faults
    ]
    for region, part in found.named.items():
        if (file, region) not in used:
            problems.append(
                Problem(
                    shown,
                    part.line,
                    f"no text shows the region '{region}'",
                    f"a marker that ends in `{file.name}#{region} -->`",
                    "none",
                    "show it or delete its two lines",
                )
            )
    return problems


def _under(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file())


def shown_anywhere(root: Path) -> set[tuple[Path, str]]:
    """(file, region) of every marker in every text of the project."""
    places = set()
    for pattern in _TEXTS:
        for text in root.glob(pattern):
            try:
                chapter = chapters.parse(files.read_text(text, root))
            except Refused:
                continue  # that text has a check of its own
            sources = Sources(text, root)
            for marker in chapter.markers:
                place, region = sources.locate(marker.source)
                places.add((place.resolve(), region))
    return places
