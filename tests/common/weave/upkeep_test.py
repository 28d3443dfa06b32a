"""What the weaver refuses: sources that are not there, and leftovers."""

import unittest

from scratch import ChapterTest

import weave


class Missing(ChapterTest):
    def test_a_file(self):
        self.edit(self.CHAPTER, "examples/a.cpp#loop", "examples/aa.cpp#loop")
        self.assert_fails(
            "README.md:3: examples/aa.cpp#loop names a file that is not there",
            "expected: lessons/01_x/examples/aa.cpp",
            "near it: a.cpp",
        )

    def test_a_region(self):
        self.edit(self.CHAPTER, "a.cpp#loop", "a.cpp#lop")
        self.assert_fails(
            "README.md:3: examples/a.cpp has no region 'lop'",
            "these regions: loop",
        )

    def test_a_record_says_how_to_make_one(self):
        self.edit(self.CHAPTER, "End.", "<!-- weave: output examples/a -->")
        self.assert_fails(
            "python3 common/weave/record.py EXECUTABLE "
            "lessons/01_x/examples/a.out --write"
        )

    def test_a_verdict_says_how_to_make_one(self):
        self.edit(self.CHAPTER, "End.", "<!-- weave: verdict e.one -->")
        self.assert_fails("--write lessons/01_x/verdicts/e.one.out -- COMMAND")

    def test_a_place_outside_the_project(self):
        self.edit(
            self.CHAPTER, "End.", "<!-- weave: ../../../../etc/passwd -->"
        )
        self.assert_fails("lies outside the project")

    def test_the_file_that_the_student_edits(self):
        self.write("lessons/01_x/e.cpp", "int x;\n")
        self.write("tests/01_x/starter/e.cpp", "int x;\n")
        self.edit(self.CHAPTER, "End.", "<!-- weave: e.cpp -->")
        self.assert_fails(
            "e.cpp is the file that the student edits",
            "../../tests/01_x/starter/e.cpp",
        )

    def test_an_empty_file(self):
        self.write("lessons/01_x/examples/b.cpp", "\n")
        self.edit(self.CHAPTER, "End.", "<!-- weave: examples/b.cpp -->")
        self.assert_fails("examples/b.cpp is empty")


class Regions(ChapterTest):
    def test_a_name_twice_in_one_file(self):
        self.edit(
            self.CODE,
            "  // #endregion\n",
            "  // #endregion\n  // #region loop\n  x();\n  // #endregion\n",
        )
        self.assert_fails("a.cpp:7: region 'loop' exists already, at line 2")

    def test_a_region_that_nothing_shows(self):
        self.edit(
            self.CODE, "    stir();\n",
            "    // #region stir\n    stir();\n    // #endregion\n",
        )  # fmt: skip
        said = self.assert_fails(
            "a.cpp:4: no text shows the region 'stir'",
            "`a.cpp#stir -->`",
        )
        self.assertNotIn("@@", said)  # the text itself is still the same

    def test_a_region_in_a_file_of_another_room(self):
        self.write(
            "common/kit/fd.hpp",
            "// #region a\nint a;\n// #endregion\n"
            "// #region b\nint b;\n// #endregion\n",
        )
        marker = "<!-- weave: ../../common/kit/fd.hpp#{} -->"
        self.edit(self.CHAPTER, "End.", marker.format("a"))
        self.weave()
        self.assert_fails("fd.hpp:4: no text shows the region 'b'")
        # Another chapter may be the one that shows it.
        self.write("lessons/02_y/README.md", marker.format("b") + "\n")
        self.assert_agrees()

    def test_an_end_that_is_missing(self):
        self.edit(self.CODE, "  // #endregion\n", "")
        self.assert_fails("a.cpp:2: region 'loop' has no end")

    def test_an_end_too_many(self):
        self.write(self.CODE, self.read(self.CODE) + "// #endregion\n")
        self.assert_fails("a.cpp:8: this #endregion ends nothing")


class Leftovers(ChapterTest):
    def test_cpp_without_a_source(self):
        before = self.read(self.CHAPTER)
        for fence in ("```cpp", "```C++", "~~~cxx", "```{.cpp}", "- ```h"):
            with self.subTest(fence):
                self.edit(self.CHAPTER, "End.", f"{fence}\nint x;\n")
                self.assert_fails("README.md:10: this C++ block has no source")
                self.chapter(before)

    def test_other_blocks_need_no_source(self):
        self.edit(self.CHAPTER, "End.", "```sh\n./pots\n```\n\n```\nx\n```")
        self.assert_agrees()

    def test_a_blank_line_between_marker_and_block(self):
        self.edit(self.CHAPTER, "-->\n```", "-->\n\n```")
        self.assert_fails("README.md:4: a blank line parts the marker")

    def test_a_block_that_does_not_end(self):
        self.edit(self.CHAPTER, "}\n```\n", "}\n")
        self.assert_fails("README.md:4: this block has no end")

    def test_a_marker_that_is_none(self):
        before = self.read(self.CHAPTER)
        for marker in (
            "<!-- weave examples/a.cpp#loop -->",
            "<!--weave: examples/a.cpp#loop -->",
            "<!-- Weave: examples/a.cpp#loop -->",
            "See <!-- weave: examples/a.cpp#loop -->",
            "<!-- weave: examples/a.cpp#loop",
        ):
            with self.subTest(marker):
                self.edit(self.CHAPTER, "End.", marker)
                self.assert_fails("README.md:10: this looks like a marker")
                self.chapter(before)
        self.edit(self.CHAPTER, "End.", "Write `<!-- weave: x -->`.")
        self.assert_agrees()

    def test_a_wide_line(self):
        wide = "  f(" + "1" * 69 + ");"
        self.edit(self.CODE, "    stir();", wide)
        self.weave()
        self.assert_fails(
            "a.cpp:4: this line is too wide to be shown",
            "at most 72 columns",
            "came:     73: f(111",
        )
        # One column less; what counts is the width on the page.
        self.edit(self.CODE, wide, "    f(" + "1" * 66 + ");")
        self.weave()
        self.assert_agrees()

    def test_an_explanation_may_show_whole_files(self):
        marker = "<!-- weave: b.hpp -->\n```cpp\n```\n"
        for columns, problem in ((80, None), (81, "at most 80 columns")):
            with self.subTest(columns=columns):
                self.write("solutions/01_x/b.hpp", "/" * columns + "\n")
                text = self.write("solutions/01_x/README.md", marker)
                status, said = self.run_main(
                    weave.main, text, "--root", self.root
                )
                self.assertEqual(status != 0, problem is not None, said)
                self.assertIn(problem or "", said)

    def test_an_example_that_nothing_mentions(self):
        self.write("lessons/01_x/examples/b.cpp", "int main() {}\n")
        self.assert_fails(
            "lessons/01_x/examples/b.cpp:1: lessons/01_x/README.md does not",
            "`<!-- weave: examples/b.cpp -->`",
        )
        self.write("lessons/01_x/examples/b.out", "x\n")
        self.edit(self.CHAPTER, "End.", "<!-- weave: output examples/b -->")
        self.weave()
        self.assert_agrees()  # its output is shown

    def test_a_record_that_is_not_shown(self):
        self.write("lessons/01_x/examples/a.out", "x\n")
        self.write("lessons/01_x/verdicts/e.one.out", "x\n")
        self.assert_fails(
            "examples/a.out:1:",
            "`<!-- weave: output examples/a -->`",
            "verdicts/e.one.out:1:",
            "`<!-- weave: verdict e.one -->`",
        )


class Characters(ChapterTest):
    def test_a_source_that_is_not_utf8(self):
        self.write(self.CODE, b"int a;\n// \xff\n")
        self.assert_fails("a.cpp:2: is not UTF-8", "0xff")

    def test_a_chapter_with_other_line_ends(self):
        text = self.read(self.CHAPTER).replace("\n", "\r\n")
        self.write(self.CHAPTER, text.encode())
        status, said = self.weave("--check")
        self.assertEqual(status, 1)
        self.assertIn("README.md:1: holds a carriage return", said)
        self.assertIn("sed -i", said)

    def test_colours_in_a_record(self):
        self.write("lessons/01_x/examples/a.out", "ok\n\x1b[31mred\n")
        self.edit(self.CHAPTER, "End.", "<!-- weave: output examples/a -->")
        self.assert_fails("a.out:2: a recorded output must be plain", "U+001B")

    def test_a_chapter_that_is_not_there(self):
        (self.root / self.CHAPTER).unlink()
        status, said = self.weave()
        self.assertEqual(status, 1)
        self.assertIn("README.md:1: cannot be read", said)


if __name__ == "__main__":
    unittest.main()
