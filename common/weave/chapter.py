"""A chapter as the weaver sees it: lines, markers, and fenced blocks.

    <!-- weave: examples/short_read.cpp#loop -->
    ```cpp
    ...
    ```

Invariants: 1. a marker inside a fenced block is text, not a marker.
            2. a block belongs to the marker on the line right above it.
"""

import re
from dataclasses import dataclass, field

_MARKER = re.compile(r"^(\s*)<!-- weave: (\S.*?) -->\s*$")
_LIKE_MARKER = re.compile(r"<!--\s*weave\b", re.IGNORECASE)
_CODE_SPAN = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
_FENCE = re.compile(
    r"^(?P<indent>[\s>]*(?:(?:[-*+]|\d+[.)])\s+)?)"
    r"(?P<ticks>`{3,}|~{3,})(?P<info>[^\n]*)$"
)

FORM = "<!-- weave: examples/NAME.cpp#region -->"


@dataclass(frozen=True)
class Fence:
    first: int  # index of the opening line
    last: int  # index of the closing line; of the last line when unclosed
    language: str  # lower case, '' when there is none
    closed: bool


@dataclass(frozen=True)
class Marker:
    index: int
    indent: str
    source: str
    fence: Fence | None  # the block right below


@dataclass
class Chapter:
    lines: list[str]
    markers: list[Marker] = field(default_factory=list)
    loose: list[Fence] = field(default_factory=list)  # without a marker
    malformed: list[int] = field(default_factory=list)  # indices of lines


def parse(text: str) -> Chapter:
    chapter = Chapter(text.split("\n"))
    lines = chapter.lines
    index = 0
    while index < len(lines):
        marker = _MARKER.match(lines[index])
        if marker:
            fence = _fence_at(lines, index + 1)
            chapter.markers.append(Marker(index, marker[1], marker[2], fence))
            index = fence.last + 1 if fence else index + 1
            continue
        fence = _fence_at(lines, index)
        if fence:
            chapter.loose.append(fence)
            index = fence.last + 1
            continue
        if _LIKE_MARKER.search(_CODE_SPAN.sub("", lines[index])):
            chapter.malformed.append(index)
        index += 1
    return chapter


def _fence_at(lines: list[str], first: int) -> Fence | None:
    match = _FENCE.match(lines[first]) if first < len(lines) else None
    if not match or (match["ticks"][0] == "`" and "`" in match["info"]):
        return None
    info = match["info"].strip().lstrip("{").lstrip(".")
    language = re.split(r"[\s,}]", info, maxsplit=1)[0].lower()
    ticks = match["ticks"]
    closing = re.compile(rf"^[\s>]*{re.escape(ticks[0])}{{{len(ticks)},}}\s*$")
    for last in range(first + 1, len(lines)):
        if closing.match(lines[last]):
            return Fence(first, last, language, True)
    return Fence(first, len(lines) - 1, language, False)


def block(text: str, language: str, indent: str) -> list[str]:
    """The lines of a fenced block; the fence is longer than any inside."""
    longest = max((len(run) for run in re.findall(r"`{3,}", text)), default=2)
    ticks = "`" * (longest + 1)
    lines = [ticks + language, *text.split("\n"), ticks]
    return [indent + line if line else line for line in lines]


def woven(chapter: Chapter, texts: dict[int, tuple[str, str]]) -> str:
    """The chapter with each marker's block replaced by (text, language)."""
    lines: list[str] = []
    index = 0
    for marker in chapter.markers:
        lines += chapter.lines[index : marker.index + 1]
        index = marker.index + 1
        if marker.index in texts:
            text, language = texts[marker.index]
            lines += block(text, language, marker.indent)
            if marker.fence:
                index = marker.fence.last + 1
            elif index < len(chapter.lines) and chapter.lines[index].strip():
                lines.append("")
    return "\n".join(lines + chapter.lines[index:])
