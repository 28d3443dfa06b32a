"""Derivation and layout checks, on a small course made for the test."""

import json
import pathlib
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "common" / "course"))

import course  # noqa: E402  (the path above is what finds them)
import forward  # noqa: E402
import layout  # noqa: E402

REGION = """// One sentence.
// --- yours ---
{}
// --- end ---
"""
PATCH = """Mistake: off by one.
Passes:  unless somebody counts.
Dies in: Door.LetsOneIn
--- a/door.cpp
+++ b/door.cpp
@@ -3,1 +3,1 @@
-int one = 1;
+int one = 2;
"""
HINTS = "# Hints\n\n## door\n\n1. Why?\n2. How?\n3. So.\n"


class SmallCourse(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.root = pathlib.Path(self.folder.name) / "src"
        self.build = pathlib.Path(self.folder.name) / "build"
        for path, text in {
                "lessons/00_x/README.md": "# X\n",
                "lessons/00_x/hints.md": HINTS,
                "lessons/00_x/door.hpp": "#pragma once\n",
                "lessons/00_x/door.cpp": REGION.format("int one = 0;"),
                "tests/00_x/starter/door.cpp": REGION.format("int one = 0;"),
                "solutions/00_x/door.cpp": REGION.format("int one = 1;"),
                "solutions/00_x/README.md": "# X\n\n## door\n\nIt is one.\n",
                "tests/00_x/door_test.cpp":
                    "TEST(Door, LetsOneIn) {\n}\nTEST(Door, IsThere) {\n}\n",
                "tests/00_x/wrong/door/two.patch": PATCH}.items():
            self.write(path, text)
        self.declared = [{"id": "00", "slug": "x", "title": "X", "exercises": [
            {"name": "door", "file": "cpp", "points": 3, "minutes": 5,
             "title": "A door", "needs": [],
             "cases": ["kernel LetsOneIn", "ex IsThere"]}]}]

    def write(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def derive(self):
        return course.derive(self.root, self.build, self.declared)

    def problems(self):
        return "\n".join(layout.check(self.derive()))


class Derive(SmallCourse):
    def test_one_declaration_gives_everything(self):
        exercise = self.derive()["lessons"][0]["exercises"][0]
        self.assertEqual(exercise["id"], "00.door")
        self.assertEqual(exercise["suite"], "Door")
        self.assertEqual(exercise["target"], "tests/check_00_door")
        self.assertEqual(exercise["cases"], [
            {"tag": "kernel", "name": "LetsOneIn"},
            {"tag": "ex", "name": "IsThere"}])
        self.assertEqual(exercise["wrong"], [{
            "name": "two", "path": "tests/00_x/wrong/door/two.patch",
            "target": "tests/wrong_00_door_two"}])

    def test_a_need_must_be_declared_before(self):
        self.declared[0]["exercises"][0]["needs"] = ["window"]
        with self.assertRaisesRegex(course.DeclarationError, "window"):
            self.derive()

    def bans(self, banned, *scans):
        exercise = self.declared[0]["exercises"][0]
        exercise["banned"] = banned
        exercise["cases"] += [f"scan {name}" for name in scans]
        return self.derive()["lessons"][0]["exercises"][0]

    def test_nothing_is_banned_unless_declared(self):
        exercise = self.derive()["lessons"][0]["exercises"][0]
        self.assertEqual(exercise["banned"], [])

    def test_what_is_banned_goes_with_a_scan_case(self):
        exercise = self.bans(["std::mutex", "volatile"], "UsesNeither")
        self.assertEqual(exercise["banned"], ["std::mutex", "volatile"])
        self.assertEqual(exercise["cases"][-1],
                         {"tag": "scan", "name": "UsesNeither"})

    def test_banned_without_a_scan_case(self):
        with self.assertRaisesRegex(
                course.DeclarationError,
                "lessons/00_x/meson.build: door bans mutex, but no case looks "
                "for it. Add a case such as 'scan UsesNoMutex'"):
            self.bans(["mutex"])

    def test_a_scan_case_without_banned(self):
        with self.assertRaisesRegex(
                course.DeclarationError,
                "door has the scan case UsesNoMutex, but bans nothing. Add"):
            self.bans([], "UsesNoMutex")

    def test_two_scan_cases_would_say_the_same(self):
        with self.assertRaisesRegex(course.DeclarationError,
                                    "scan cases A, B; .* Keep one"):
            self.bans(["mutex"], "A", "B")

    def test_what_is_banned_is_a_name(self):
        for word in ("", "a b", "<mutex>", "std::", "1a", "a, b"):
            with self.assertRaisesRegex(course.DeclarationError,
                                        f"bans '{word}', which is no name"):
                self.bans([word], "UsesNoMutex")

    def test_answers_are_files_of_the_right_kind(self):
        self.write("tests/00_x/wrong/door/notes.txt", "")
        with self.assertRaisesRegex(course.DeclarationError, "notes.txt"):
            self.derive()

    def test_a_header_exercise_has_a_folder_for_each_answer(self):
        e = self.derive()["lessons"][0]["exercises"][0]
        e = json.loads(json.dumps(e).replace(".cpp", ".hpp"))
        e["kind"] = "hpp"
        forward.forward_exercise(self.root, self.build, e, mine=False)
        include = self.build / "include"
        self.assertIn("solutions/00_x/door.hpp",
                      (include / "pieces/pots/door.hpp").read_text())
        self.assertIn("lessons/00_x/door.hpp",
                      (include / "tests/check_00_door/pots/door.hpp")
                      .read_text())
        self.assertIn(str(self.build / "tests/wrong_00_door_two.hpp"),
                      (include / "tests/wrong_00_door_two/pots/door.hpp")
                      .read_text())

    def test_mine_makes_earlier_pieces_the_students(self):
        e = self.derive()["lessons"][0]["exercises"][0]
        e = json.loads(json.dumps(e).replace(".cpp", ".hpp"))
        e["kind"] = "hpp"
        forward.forward_exercise(self.root, self.build, e, mine=True)
        self.assertIn("lessons/00_x/door.hpp",
                      (self.build / "include/pieces/pots/door.hpp")
                      .read_text())


class Layout(SmallCourse):
    def test_a_course_in_order_has_no_problems(self):
        self.assertEqual(self.problems(), "")

    def test_a_file_is_missing(self):
        (self.root / "tests/00_x/starter/door.cpp").unlink()
        self.assertIn("starter/door.cpp: is missing", self.problems())

    def test_starter_and_reference_differ_outside_the_region(self):
        self.write("tests/00_x/starter/door.cpp",
                   REGION.format("int one = 0;") + "int more;\n")
        self.assertIn("differs from the reference", self.problems())

    def test_markers_must_come_in_pairs(self):
        self.write("solutions/00_x/door.cpp", "int one = 1;\n")
        self.assertIn("in pairs", self.problems())

    def test_a_reference_is_short(self):
        long = "\n".join(f"int x{i};" for i in range(130))
        self.write("solutions/00_x/door.cpp", REGION.format(long))
        self.assertIn("has 130 lines of code", self.problems())

    def test_every_declared_case_exists_and_every_case_is_declared(self):
        self.write("tests/00_x/door_test.cpp",
                   "TEST(Door, LetsOneIn) {\n}\nTEST(Door, Squeaks) {\n}\n")
        self.assertIn("IsThere, Squeaks", self.problems())

    def test_a_scan_case_has_no_test(self):
        exercise = self.declared[0]["exercises"][0]
        exercise["cases"].insert(1, "scan UsesNoMutex")
        exercise["banned"] = ["mutex"]
        self.assertEqual(self.problems(), "")
        self.write("tests/00_x/wrong/door/two.patch",
                   PATCH.replace("Door.LetsOneIn", "Door.UsesNoMutex"))
        self.assertEqual(self.problems(), "")
        self.write("tests/00_x/door_test.cpp",
                   "TEST(Door, LetsOneIn) {\n}\nTEST(Door, UsesNoMutex) {\n}\n"
                   "TEST(Door, IsThere) {\n}\n")
        self.assertIn("the judge reads the file for a scan case",
                      self.problems())

    def test_a_case_has_the_exercises_suite(self):
        self.write("tests/00_x/door_test.cpp",
                   "TEST(Gate, LetsOneIn) {\n}\nTEST(Door, IsThere) {\n}\n")
        self.assertIn("expected the suite Door", self.problems())

    def test_a_wrong_answer_says_what_and_where(self):
        self.write("tests/00_x/wrong/door/two.patch",
                   PATCH.replace("Passes:", "Lives:")
                   .replace("Door.LetsOneIn", "Door.Opens"))
        problems = self.problems()
        self.assertIn("has no 'Passes:'", problems)
        self.assertIn("Door.Opens: there is no such case", problems)

    def test_dying_in_an_example_must_be_marked(self):
        self.write("tests/00_x/wrong/door/two.patch",
                   PATCH.replace("Door.LetsOneIn", "Door.IsThere"))
        self.assertIn("Say 'Marks: example'", self.problems())
        self.write("tests/00_x/wrong/door/two.patch",
                   PATCH.replace("Door.LetsOneIn",
                                 "Door.IsThere\nMarks:   example"))
        self.assertEqual(self.problems(), "")

    def test_an_exercise_without_wrong_answers(self):
        (self.root / "tests/00_x/wrong/door/two.patch").unlink()
        self.assertIn("no wrong answer", self.problems())

    def test_three_hints_and_an_explanation(self):
        self.write("lessons/00_x/hints.md", HINTS.replace("3. So.\n", ""))
        self.write("solutions/00_x/README.md", "# X\n")
        problems = self.problems()
        self.assertIn("expected three hints, found 2", problems)
        self.assertIn("expected one section '## door'", problems)

    def test_strays(self):
        self.write("tests/00_x/wrong/window/a.patch", PATCH)
        self.write("tests/00_x/window_test.cpp", "")
        problems = self.problems()
        self.assertIn("wrong/window: belongs to no exercise", problems)
        self.assertIn("window_test.cpp: tests no exercise", problems)

    def test_a_new_answer_asks_for_a_new_setup(self):
        derived = self.derive()
        self.write("tests/00_x/wrong/door/three.patch", PATCH)
        self.assertIn("--reconfigure", "\n".join(layout.check(derived)))


if __name__ == "__main__":
    unittest.main()
