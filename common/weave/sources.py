"""What a marker names: a file, a region of it, or a recorded output.

    examples/short_read.cpp#loop     a region
    examples/short_read.cpp          the whole file
    output examples/short_read       examples/short_read.out
    verdict exactly.one_read         verdicts/exactly.one_read.out
"""

import difflib
from dataclasses import dataclass
from pathlib import Path

import files
import regions
from problem import Problem, Refused

_LANGUAGES = {
    '.c': 'c', '.cc': 'cpp', '.cpp': 'cpp', '.cxx': 'cpp', '.h': 'cpp',
    '.hh': 'cpp', '.hpp': 'cpp', '.py': 'python', '.sh': 'sh',
    '.patch': 'diff', '.diff': 'diff', '.json': 'json', '.build': 'meson',
    '.js': 'js', '.ts': 'ts', '.md': 'markdown', '.toml': 'toml',
    '.yml': 'yaml', '.yaml': 'yaml', '.cmake': 'cmake',
}  # fmt: skip

# The last line of a shown output that has a pattern instead of one truth.
VARIES = "(differs from run to run)"


@dataclass(frozen=True)
class Shown:
    path: Path
    region: str  # '' is the whole file
    text: str
    language: str
    line: int  # where it starts in the file


class Sources:
    """Reads what the markers of one chapter name; each file once."""

    def __init__(self, chapter: Path, root: Path):
        self._chapter = chapter
        self._folder = chapter.parent.resolve()
        self._root = root.resolve()
        self._texts: dict[Path, str] = {}
        self._regions: dict[Path, regions.Regions] = {}

    def locate(self, source: str) -> tuple[Path, str]:
        """The file and the region ('' for all of it) that a marker names."""
        kind, _, name = source.partition(" ")
        if kind == "output" and name:
            return self._folder / f"{name.strip()}.out", ""
        if kind == "verdict" and name:
            return self._folder / "verdicts" / f"{name.strip()}.out", ""
        path, _, region = source.partition("#")
        return self._folder / path, region

    def regions_of(self, path: Path) -> regions.Regions:
        if path not in self._regions:
            self._regions[path] = regions.parse(
                self._text(path), regions.comment_of(path)
            )
        return self._regions[path]

    def show(self, source: str, line: int) -> Shown:
        """What the marker on this line of the chapter stands for."""
        path, region = self.locate(source)
        self._check_place(path, source, line)
        if path.suffix == ".out":
            return Shown(path, "", self._record(path), "text", 1)
        found = self.regions_of(path)
        language = _LANGUAGES.get(path.suffix, "text")
        if not region and "#" not in source:
            if not found.whole:
                raise self._refusal(
                    line, f"{source} is empty", "some text", "nothing"
                )
            return Shown(path, "", found.whole, language, 1)
        if region not in found.named:
            comment = regions.comment_of(path) or "//"
            names = ", ".join(found.named) or "none"
            raise self._refusal(
                line,
                f"{source.partition('#')[0]} has no region '{region}'",
                f"`{comment} #region {region}` to `{comment} #endregion`",
                f"these regions: {names}",
                "mark the region there or correct the name here",
            )
        part = found.named[region]
        if not part.text:
            raise self._refusal(
                line, f"{source} is an empty region", "lines to show", "none"
            )
        return Shown(path, region, part.text, language, part.line)

    def _check_place(self, path: Path, source: str, line: int) -> None:
        real = path.resolve()
        if not real.is_relative_to(self._root):
            raise self._refusal(
                line,
                f"{source} lies outside the project",
                f"a path below {self._root}",
                str(real),
            )
        if not path.is_file():
            raise self._refusal(
                line,
                f"{source} names a file that is not there",
                files.shown_path(path, self._root),
                self._nearest(path),
                self._how_to_make(path),
            )
        # The student's own file changes all the time: never show that one.
        parts = real.relative_to(self._root).parts
        if len(parts) == 3 and parts[0] == "lessons":
            starter = self._root / "tests" / parts[1] / "starter" / parts[2]
            if starter.is_file():
                raise self._refusal(
                    line,
                    f"{source} is the file that the student edits",
                    f"../../{files.shown_path(starter, self._root)}",
                    source,
                    "show the starter, or an example",
                )

    def _nearest(self, path: Path) -> str:
        folder = path.parent
        names = [p.name for p in folder.iterdir()] if folder.is_dir() else []
        if not names:
            shown = files.shown_path(folder, self._root)
            return f"no folder {shown}, or an empty one"
        close = difflib.get_close_matches(path.name, names, 3, 0.4)
        return "near it: " + (", ".join(close) if close else "nothing alike")

    def _how_to_make(self, path: Path) -> str:
        if path.suffix != ".out":
            return "write the file or correct the name"
        name = files.shown_path(path, self._root)
        if path.parent.name == "verdicts":
            return files.command("record.py", f"--write {name} -- COMMAND")
        return files.command("record.py", f"EXECUTABLE {name} --write")

    def _record(self, path: Path) -> str:
        text = self._text(path).rstrip("\n")
        for number, line in enumerate(text.split("\n"), 1):
            for char in line:
                if not char.isprintable() and char != "\t":
                    raise Refused(
                        Problem(
                            files.shown_path(path, self._root),
                            number,
                            "a recorded output must be plain text",
                            "printable characters",
                            f"U+{ord(char):04X}",
                            "record it without colours and control characters",
                        )
                    )
        if path.with_suffix(".pat").is_file():
            text += "\n" + VARIES
        return text or "(no output)"

    def _text(self, path: Path) -> str:
        if path not in self._texts:
            self._texts[path] = files.read_text(path, self._root)
        return self._texts[path]

    def _refusal(self, line, what, expected="", came="", todo="") -> Refused:
        name = files.shown_path(self._chapter, self._root)
        return Refused(Problem(name, line, what, expected, came, todo))
