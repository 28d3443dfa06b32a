"""From the lessons' declarations to everything that is derived from them.

Run by Meson at configure time, twice:
  course.py forward ROOT BUILD
      makes the include folder for what common/ gives.
  course.py derive ROOT BUILD MINE < declarations (JSON)
      writes BUILD/course.json (read by the judge and the pots program), makes
      the include folders of the exercises, and prints one line per thing to
      build, fields separated by '|', for tests/ and bench/ to loop over.
"""

import json
import pathlib
import re
import sys

from forward import forward_exercise, forward_given, write_if_changed

# The folder of the executables, relative to the build folder.
TARGETS = "tests"


class DeclarationError(Exception):
    """A lesson's meson.build and its files do not fit together."""


def answers(root, lesson_dir, exercise, kind):
    """Wrong or right answers to an exercise: one a file, sorted by name."""
    folder = root / "tests" / lesson_dir / kind / exercise["name"]
    lesson = lesson_dir.split("_")[0]
    suffixes = (".patch", "." + exercise["kind"])
    found = []
    for path in sorted(folder.glob("*")) if folder.is_dir() else []:
        if path.suffix not in suffixes:
            raise DeclarationError(
                f"{path.relative_to(root)}: expected a file ending in "
                f"{' or '.join(suffixes)}. Rename or remove it.")
        found.append({
            "name": path.stem,
            "path": str(path.relative_to(root)),
            "target": f"{TARGETS}/{kind}_{lesson}_{exercise['name']}"
                      f"_{path.stem}",
        })
    return found


def check_banned(place, name, cases, banned):
    """What an exercise does without, and the case that looks for it, come
    together: the judge reads the answer's file only for a scan case."""
    scans = [case["name"] for case in cases if case["tag"] == "scan"]
    for word in banned:
        if not re.fullmatch(r"(\w+::)*[^\W\d]\w*", word, re.ASCII):
            raise DeclarationError(
                f"{place}: {name} bans '{word}', which is no name. Write one "
                "name a text: 'mutex' or 'std::mutex'.")
    if banned and not scans:
        raise DeclarationError(
            f"{place}: {name} bans {', '.join(banned)}, but no case looks for "
            "it. Add a case such as 'scan UsesNoMutex', or remove 'banned'.")
    if scans and not banned:
        raise DeclarationError(
            f"{place}: {name} has the scan case {scans[0]}, but bans nothing. "
            "Add what it looks for, such as 'banned': ['mutex'], or remove "
            "the case.")
    if len(scans) > 1:
        raise DeclarationError(
            f"{place}: {name} has the scan cases {', '.join(scans)}; they "
            "would say the same. Keep one.")


def derive_exercise(root, lesson, number, declared, ids):
    """All that follows from one exercise's declaration."""
    folder = f"{lesson['id']}_{lesson['slug']}"
    name, kind = declared["name"], declared["file"]
    file = f"{name}.{kind}"
    key = f"{lesson['id']}_{name}"
    needs = []
    for need in declared["needs"]:
        if need not in ids:
            raise DeclarationError(
                f"lessons/{folder}/meson.build: {name} needs '{need}', which "
                f"is not declared before it. Known: {', '.join(ids)}.")
        needs.append(ids[need])
    cases = [dict(zip(("tag", "name"), case.split()))
             for case in declared["cases"]]
    banned = declared.get("banned", [])
    check_banned(f"lessons/{folder}/meson.build", name, cases, banned)
    exercise = {
        "id": f"{lesson['id']}.{name}",
        "name": name,
        "suite": "".join(word.capitalize() for word in name.split("_")),
        "number": number,
        "title": declared["title"],
        "points": declared["points"],
        "minutes": declared["minutes"],
        "kind": kind,
        "file": f"lessons/{folder}/{file}",
        "starter": f"tests/{folder}/starter/{file}",
        "reference": f"solutions/{folder}/{file}",
        "test": f"tests/{folder}/{name}_test.cpp",
        # Behind "pots/": a lesson may have a folder of its own there.
        "include": str(pathlib.PurePath(lesson.get("includes", ""),
                                        f"{name}.hpp")),
        "needs": needs,
        "cases": cases,
        "banned": banned,
        "target": f"{TARGETS}/check_{key}",
        "solution_target": f"{TARGETS}/solution_{key}",
        "starter_target": f"{TARGETS}/starter_{key}",
        "wrong": answers(root, folder, {"name": name, "kind": kind}, "wrong"),
        "right": answers(root, folder, {"name": name, "kind": kind}, "right"),
    }
    ids[name] = exercise["id"]
    return exercise


def verdicts(folder):
    """(file stem, variant) of each recorded verdict: exactly.one_read.out."""
    return [(path.stem, path.stem.split(".")[1])
            for path in sorted(folder.glob("verdicts/*.*.out"))]


def pictures(folder):
    """(file stem, plot or timeline) of each picture that is drawn from data."""
    return [(path.stem, "timeline" if "rows" in json.loads(path.read_text())
             else "plot")
            for path in sorted(folder.glob("plots/*.json"))]


def derive(root, build, declarations):
    """The course as the judge and the pots program read it."""
    ids = {}
    lessons = []
    for lesson in declarations:
        folder = f"{lesson['id']}_{lesson['slug']}"
        benches = sorted((root / "bench" / folder).glob("*_bench.cpp"))
        examples = sorted((root / "lessons" / folder).glob("examples/*.cpp"))
        lessons.append({
            "id": lesson["id"],
            "slug": lesson["slug"],
            "dir": folder,
            "title": lesson["title"],
            "bench": [f"bench/bench_{lesson['id']}_"
                      f"{b.stem.removesuffix('_bench')}" for b in benches],
            "examples": [e.stem for e in examples],
            "verdicts": verdicts(root / "lessons" / folder),
            "pictures": pictures(root / "lessons" / folder),
            "exercises": [derive_exercise(root, lesson, n, e, ids)
                          for n, e in enumerate(lesson["exercises"], 1)],
        })
    return {"source_root": str(root), "build_root": str(build),
            "lessons": lessons}


# Cases of these kinds run on the scheduler adversary.
SCHEDULED = {"sched", "settle", "apart", "reach"}


def is_scheduled(exercise):
    """Whether the exercise's code must be compiled for the scheduler."""
    return any(case["tag"] in SCHEDULED for case in exercise["cases"])


def print_lines(course):
    """Tells Meson what to build, one thing a line."""
    def line(*fields):
        print("|".join(fields))

    for lesson in course["lessons"]:
        for e in lesson["exercises"]:
            driven = "scheduled" if is_scheduled(e) else "plain"
            line("exercise", lesson["id"], e["id"], e["name"], e["kind"],
                 e["file"], e["starter"], e["reference"], e["test"],
                 ",".join(e["needs"]), lesson["dir"], driven)
            for kind in ("wrong", "right"):
                for a in e[kind]:
                    line(kind, lesson["id"], e["id"], e["name"], e["kind"],
                         a["path"], a["target"].split("/")[1], a["name"],
                         e["reference"], driven)
        for name in lesson["examples"]:
            line("example", lesson["id"], lesson["dir"], name)
        for stem, variant in lesson["verdicts"]:
            name = stem.split(".")[0]
            what = ("starter " if variant == "starter" else "wrong ")
            what += f"{lesson['id']}.{name}"
            what += "" if variant == "starter" else f"/{variant}"
            line("verdict", lesson["id"], lesson["dir"],
                 f"{lesson['id']}.{name}", variant, stem, what)
        for stem, kind in lesson["pictures"]:
            line("picture", lesson["id"], lesson["dir"], stem, kind)
        for target in lesson["bench"]:
            name = target.split(f"bench_{lesson['id']}_")[1]
            line("bench", lesson["id"], lesson["dir"], name)


def main(argv):
    root, build = pathlib.Path(argv[2]), pathlib.Path(argv[3])
    if argv[1] == "forward":
        forward_given(root, build)
        return 0
    course = derive(root, build, json.loads(argv[5]))
    write_if_changed(build / "course.json", json.dumps(course, indent=1))
    for lesson in course["lessons"]:
        for exercise in lesson["exercises"]:
            forward_exercise(root, build, exercise, argv[4] == "true")
    print_lines(course)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv))
    except DeclarationError as error:
        sys.exit(f"{error}")
