"""Checks that the course holds together: what is declared, what lies in the
folders and what the files say about each other.

Usage: layout.py BUILD/course.json
Prints one line a problem, each with what to do, and exits with 1; silent and
0 when all is well.
"""

import json
import pathlib
import re
import sys

from course import DeclarationError, answers

BEGIN, END = "// --- yours ---", "// --- end ---"
REFERENCE_LINES = 130  # fewer than; between the markers
HEAD = ("Mistake:", "Passes:", "Dies in:")
MARKS = ("example", "racy", "g++")


def split_at_markers(text):
    """The lines outside the regions, or None unless markers come in pairs."""
    lines = text.splitlines(keepends=True)
    begins = [i for i, line in enumerate(lines) if line.strip() == BEGIN]
    ends = [i for i, line in enumerate(lines) if line.strip() == END]
    if not begins or len(begins) != len(ends):
        return None
    # Several regions in one file: what lies outside is what must agree.
    outside, at = [], 0
    for begin, end in zip(begins, ends):
        if not at <= begin < end:
            return None
        outside += lines[at:begin + 1]
        at = end
    return outside + lines[at:]


def inside(text):
    """The lines of the regions."""
    lines, within = [], False
    for line in text.splitlines():
        if line.strip() in (BEGIN, END):
            within = line.strip() == BEGIN
        elif within:
            lines.append(line)
    return lines


def head_of(text):
    """The fields at the top of a wrong answer, without comment signs."""
    fields = {}
    for line in text.splitlines():
        line = line.removeprefix("//").strip()
        if line.startswith("---"):
            break
        name, colon, value = line.partition(":")
        if colon and name + ":" in HEAD + ("Marks:",):
            fields[name] = value.strip()
        elif fields and not colon:
            fields[list(fields)[-1]] += " " + line
    return fields


class Checker:
    """Collects problems; each method checks one rule for one exercise."""

    def __init__(self, root):
        self.root = root
        self.problems = []

    def problem(self, path, text):
        self.problems.append(f"{path}: {text}")

    def text(self, path):
        file = self.root / path
        if not file.is_file():
            self.problem(path, "is missing. Add it, or take the exercise out "
                               "of its lesson's meson.build.")
            return None
        return file.read_text()

    def regions(self, exercise):
        starter = self.text(exercise["starter"])
        reference = self.text(exercise["reference"])
        if starter is None or reference is None:
            return
        outside = []
        for path, text in ((exercise["starter"], starter),
                           (exercise["reference"], reference)):
            parts = split_at_markers(text)
            if parts is None:
                self.problem(path, f"expected lines '{BEGIN}' and '{END}' in "
                                   "pairs around what the student writes.")
                return
            outside.append(parts)
        if outside[0] != outside[1]:
            number = next((i for i, (a, b) in enumerate(zip(*outside), 1)
                           if a != b), min(map(len, outside)) + 1)
            self.problem(exercise["starter"],
                         "differs from the reference outside the marked "
                         f"region (line {number} of what lies outside). Make "
                         "both the same there.")
        code = [line for line in inside(reference)
                if line.strip() and not line.strip().startswith(("//", "#"))]
        if len(code) >= REFERENCE_LINES:
            self.problem(exercise["reference"],
                         f"has {len(code)} lines of code in its regions; a "
                         f"reference has fewer than {REFERENCE_LINES}.")

    def cases(self, exercise):
        test = self.text(exercise["test"])
        if test is None:
            return
        # A scan case is the judge's own: it has no TEST.
        declared = [case["name"] for case in exercise["cases"]
                    if case["tag"] != "scan"]
        scans = [case["name"] for case in exercise["cases"]
                 if case["tag"] == "scan"]
        found = re.findall(r"^TEST\(\s*(\w+),\s*(\w+)\)", test, re.MULTILINE)
        for suite, name in found:
            if suite != exercise["suite"]:
                self.problem(exercise["test"],
                             f"TEST({suite}, {name}): expected the suite "
                             f"{exercise['suite']}.")
            if name in scans:
                self.problem(exercise["test"],
                             f"TEST({suite}, {name}): the judge reads the file "
                             "for a scan case. Remove this TEST, or declare "
                             "it with another tag.")
                return
        if [name for _, name in found] != declared:
            odd = set(declared) ^ {name for _, name in found}
            self.problem(exercise["test"],
                         "has not the cases that are declared, in this order"
                         + (f": {', '.join(sorted(odd))}" if odd else "")
                         + ". Declare each TEST in the lesson's meson.build.")

    def wrong_answers(self, exercise, lesson):
        on_disk = answers(self.root, lesson["dir"], exercise, "wrong")
        on_disk += answers(self.root, lesson["dir"], exercise, "right")
        if on_disk != exercise["wrong"] + exercise["right"]:
            self.problem(f"tests/{lesson['dir']}", "an answer came or went "
                         "since the build was set up. Type: meson setup "
                         "--reconfigure build")
        tags = {f"{exercise['suite']}.{c['name']}": c["tag"]
                for c in exercise["cases"]}
        if not exercise["wrong"]:
            self.problem(exercise["test"], "no wrong answer proves that these "
                         "cases can fail. Add one.")
        for answer in exercise["wrong"]:
            text = self.text(answer["path"])
            fields = head_of(text or "")
            for name in HEAD:
                if not fields.get(name[:-1]):
                    self.problem(answer["path"], f"has no '{name}' at its top.")
            marks = re.split(r"[\s,]+", fields.get("Marks", "").strip())
            marks = [mark for mark in marks if mark]
            for mark in marks:
                if mark not in MARKS:
                    self.problem(answer["path"], f"Marks: {mark}: expected "
                                 f"one of {', '.join(MARKS)}.")
            for case in re.split(r",\s*", fields.get("Dies in", "")):
                case = case.strip()
                if case and case not in tags:
                    self.problem(answer["path"], f"Dies in: {case}: there is "
                                 "no such case.")
                elif (case and tags[case] == "ex"
                      and not {"example", "racy"} & set(marks)):
                    self.problem(answer["path"], f"dies in {case}, which is "
                                 "an [ex] case. Say 'Marks: example'.")

    def sections(self, exercise, lesson):
        for path, what in (
                (f"lessons/{lesson['dir']}/hints.md", r"^\d\. "),
                (f"solutions/{lesson['dir']}/README.md", r"\S")):
            text = self.text(path)
            if text is None:
                continue
            parts = re.split(r"^## ", text, flags=re.MULTILINE)
            body = [p for p in parts
                    if re.match(rf"{exercise['name']}\b", p)]
            if len(body) != 1:
                self.problem(path, f"expected one section "
                                   f"'## {exercise['name']}'.")
            elif what.startswith("^"):
                hints = re.findall(what, body[0], re.MULTILINE)
                if len(hints) != 3:
                    self.problem(path, f"{exercise['name']}: expected three "
                                       f"hints, found {len(hints)}.")

    def exercise(self, exercise, lesson):
        self.text(exercise["file"])
        if exercise["kind"] == "cpp":
            self.text(exercise["file"].removesuffix("cpp") + "hpp")
        self.regions(exercise)
        self.cases(exercise)
        self.wrong_answers(exercise, lesson)
        self.sections(exercise, lesson)

    def strays(self, lesson):
        """Files in tests/NN that belong to no exercise."""
        names = {e["name"] for e in lesson["exercises"]}
        base = self.root / "tests" / lesson["dir"]
        for kind in ("wrong", "right"):
            for folder in sorted(base.glob(f"{kind}/*")):
                if folder.name not in names:
                    self.problem(folder.relative_to(self.root),
                                 "belongs to no exercise of this lesson.")
        for file in sorted(base.glob("*_test.cpp")):
            if file.stem.removesuffix("_test") not in names:
                self.problem(file.relative_to(self.root),
                             "tests no exercise of this lesson.")


def check(course):
    """All problems of the course, as lines."""
    checker = Checker(pathlib.Path(course["source_root"]))
    for lesson in course["lessons"]:
        checker.text(f"lessons/{lesson['dir']}/README.md")
        checker.strays(lesson)
        for exercise in lesson["exercises"]:
            try:
                checker.exercise(exercise, lesson)
            except DeclarationError as error:
                checker.problems.append(str(error))
    return checker.problems


def main(argv):
    if len(argv) != 2:
        return "Expected one argument: the course.json of the build folder."
    problems = check(json.loads(pathlib.Path(argv[1]).read_text()))
    for line in problems:
        print(line)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
