"""Named regions of a source file, so that a chapter can show a part of it.

    // #region loop          in Python and shell: `# #region loop`
    ...
    // #endregion

Regions may be nested. Their marker lines are never shown, and what is shown
starts at the left margin.
"""

import re
import textwrap
from dataclasses import dataclass, field
from pathlib import Path

_SLASHES = {".c", ".cc", ".cpp", ".cxx", ".h", ".hh", ".hpp", ".js", ".ts"}
_HASH = {".py", ".sh", ".build", ".cmake", ".toml", ".yml", ".yaml"}
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


@dataclass(frozen=True)
class Region:
    line: int  # of its `#region` line, from 1
    text: str


@dataclass(frozen=True)
class Fault:
    line: int
    what: str
    todo: str


@dataclass
class Regions:
    whole: str
    named: dict[str, Region] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def comment_of(path: Path) -> str:
    """What starts a region line in this file; '' where regions are unknown."""
    if path.suffix in _SLASHES:
        return "//"
    return "#" if path.suffix in _HASH else ""


def parse(text: str, comment: str) -> Regions:
    """Finds the regions of a file and every mistake made in marking them."""
    lines = text.split("\n")
    if not comment:
        return Regions(_tidy(list(enumerate(lines, 1))))
    marker = re.compile(
        rf"^\s*{re.escape(comment)}\s*#(region|endregion)(?!\w)[ \t]*(.*?)\s*$"
    )
    result = Regions("")
    kept: list[tuple[int, str]] = []
    opened: list[tuple[str, int, int]] = []  # name, line, index into kept
    for number, line in enumerate(lines, 1):
        match = marker.match(line)
        if not match:
            kept.append((number, line))
        elif match[1] == "region":
            _open(result, opened, match[2], number, len(kept), comment)
        else:
            _close(result, opened, match[2], number, kept)
    for name, number, _ in opened:
        result.faults.append(
            Fault(
                number,
                f"region '{name}' has no end",
                f"add a line `{comment} #endregion` where it ends",
            )
        )
    result.whole = _tidy(kept)
    return result


def _open(result, opened, name, number, start, comment):
    if not _NAME.fullmatch(name):
        result.faults.append(
            Fault(
                number,
                f"'{name}' is no name for a region",
                f"write `{comment} #region name` (letters, digits, _ and -)",
            )
        )
    elif name in result.named or any(name == other for other, _, _ in opened):
        first = next(
            (line for other, line, _ in opened if other == name),
            result.named[name].line if name in result.named else 0,
        )
        result.faults.append(
            Fault(
                number,
                f"region '{name}' exists already, at line {first}",
                "give one of the two another name",
            )
        )
    # Opened even so, or its end would close a region around it.
    opened.append((name, number, start))


def _close(result, opened, name, number, kept):
    if not opened:
        result.faults.append(
            Fault(number, "this #endregion ends nothing", "delete the line")
        )
        return
    region, line, start = opened.pop()
    if name and name != region:
        result.faults.append(
            Fault(
                number,
                f"this ends region '{region}' of line {line}, not '{name}'",
                "swap the ends, or leave the name away",
            )
        )
    text = _tidy(kept[start:])
    if not text:
        result.faults.append(
            Fault(line, f"region '{region}' is empty", "delete it, or fill it")
        )
    result.named.setdefault(region, Region(line, text))


def _tidy(numbered: list[tuple[int, str]]) -> str:
    """The lines at the left margin, without blank lines at either end.

    Where a marker line stood between two blank lines, one of them goes: the
    reader must not see that something was cut out.
    """
    lines: list[str] = []
    before = 0
    for number, line in numbered:
        cut = before and number != before + 1
        before = number
        if cut and not line.strip() and lines and not lines[-1].strip():
            continue
        lines.append(line)
    text = textwrap.dedent("\n".join(lines)).rstrip()
    return re.sub(r"\A(?:[ \t]*\n)+", "", text)
