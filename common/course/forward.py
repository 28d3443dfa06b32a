"""Include folders: lets every file say #include "pots/NAME.hpp".

The real headers stay where a reader looks for them (common/kit, lessons/,
solutions/); what the compiler finds first are one-line headers in the build
folder that forward to them, so that an error is shown at the real file.
"""

import pathlib

# Rooms whose every header is for students, and the doors to the others.
GIVEN_ROOMS = ("kit", "pantry")
GIVEN_HEADERS = ("adversary/adversary.hpp", "adversary/loop/loop_world.hpp",
                 "testing/testing.hpp")


def write_if_changed(path, text):
    """Writes text to path; leaves the file's time alone if it is the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text() != text:
        path.write_text(text)


def forward(folder, name, target):
    """Makes folder/pots/name a header that includes target."""
    write_if_changed(folder / "pots" / name, f'#include "{target}"\n')


def forward_given(root, build):
    """Forwards what common/ gives to students: "pots/fd.hpp" and the like."""
    folder = build / "include" / "given"
    for room in GIVEN_ROOMS:
        place = root / "common" / room
        for header in sorted(place.glob("**/*.hpp")):
            forward(folder, header.relative_to(place), header)
    for name in GIVEN_HEADERS:
        header = root / "common" / name
        forward(folder, header.name, header)
    # The folder must exist before the first header does.
    pathlib.Path(folder / "pots").mkdir(parents=True, exist_ok=True)


def forward_exercise(root, build, exercise, mine):
    """Forwards an exercise's header for each of its variants.

    A split exercise has one header, the given contract. A header exercise has
    one for the reference, the student's file, the starter and each answer.
    """
    include = build / "include"
    name = exercise["include"]
    if exercise["kind"] == "cpp":
        given = root / exercise["file"]
        forward(include / "pieces", name, given.with_suffix(".hpp"))
        return
    own = exercise["file"] if mine else exercise["reference"]
    forward(include / "pieces", name, root / own)
    for target, path in ((exercise["target"], exercise["file"]),
                         (exercise["starter_target"], exercise["starter"]),
                         (exercise["solution_target"], exercise["reference"])):
        forward(include / target, name, root / path)
    for answer in exercise["wrong"] + exercise["right"]:
        path = root / answer["path"]
        if path.suffix == ".patch":  # patched at build time
            path = build / (answer["target"] + ".hpp")
        forward(include / answer["target"], name, path)
