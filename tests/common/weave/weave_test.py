"""The weaver: what it writes, and that it notices every drift."""

import unittest

from scratch import ChapterTest


class Weaving(ChapterTest):
    def test_writes_the_region_at_the_left_margin(self):
        self.assertEqual(
            self.read(self.CHAPTER),
            "# T\n\n<!-- weave: examples/a.cpp#loop -->\n"
            "```cpp\nwhile (true) {\n  stir();\n}\n```\n\nEnd.\n",
        )
        self.assert_agrees()

    def test_a_second_time_changes_nothing(self):
        before = (self.root / self.CHAPTER).stat().st_mtime_ns
        status, said = self.weave()
        self.assertEqual((status, "every block" in said), (0, True))
        after = (self.root / self.CHAPTER).stat().st_mtime_ns
        self.assertEqual(before, after)

    def test_replaces_the_block_that_is_there(self):
        self.edit(self.CODE, "stir", "salt")
        self.assertEqual(self.weave()[0], 0)
        self.assertIn("salt();", self.read(self.CHAPTER))
        self.assertNotIn("stir", self.read(self.CHAPTER))

    def test_leaves_no_file_behind_and_keeps_the_mode(self):
        (self.root / self.CHAPTER).chmod(0o640)
        self.edit(self.CODE, "stir", "salt")
        self.weave()
        folder = (self.root / self.CHAPTER).parent
        names = sorted(p.name for p in folder.iterdir())
        self.assertEqual(names, ["README.md", "examples"])
        mode = (self.root / self.CHAPTER).stat().st_mode & 0o777
        self.assertEqual(mode, 0o640)

    def test_parts_a_new_block_from_the_words_below(self):
        self.chapter("<!-- weave: examples/a.cpp#loop -->\nEnd.\n")
        self.weave()
        self.assertTrue(self.read(self.CHAPTER).endswith("```\n\nEnd.\n"))

    def test_a_block_in_a_list_keeps_its_indentation(self):
        self.chapter("- x\n\n  <!-- weave: examples/a.cpp#loop -->\n")
        self.assertEqual(self.weave()[0], 0)
        self.assertIn("\n  ```cpp\n  while", self.read(self.CHAPTER))
        self.assert_agrees()

    def test_shows_a_whole_file_without_region_lines(self):
        self.chapter(
            "<!-- weave: examples/a.cpp -->\n\n"
            "<!-- weave: examples/a.cpp#loop -->\n"
        )
        self.assertEqual(self.weave()[0], 0)
        text = self.read(self.CHAPTER)
        self.assertIn("int main() {\n  while (true) {\n", text)
        self.assertNotIn("region", text)

    def test_shows_outputs_and_verdicts(self):
        self.write("lessons/01_x/examples/a.out", "hello\n\n")
        self.write("lessons/01_x/verdicts/e.one.out", "FAILED\n")
        self.edit(
            self.CHAPTER,
            "End.",
            "<!-- weave: output examples/a -->\n\n"
            "<!-- weave: verdict e.one -->\n",
        )
        self.assertEqual(self.weave()[0], 0)
        text = self.read(self.CHAPTER)
        self.assertIn("```text\nhello\n```", text)
        self.assertIn("```text\nFAILED\n```", text)

    def test_says_that_an_output_with_a_pattern_differs(self):
        self.write("lessons/01_x/examples/a.out", "300 ms\n")
        self.write("lessons/01_x/examples/a.pat", "\\d+ ms\n")
        self.edit(self.CHAPTER, "End.", "<!-- weave: output examples/a -->")
        self.weave()
        self.assertIn(
            "300 ms\n(differs from run to run)\n```", self.read(self.CHAPTER)
        )

    def test_the_fence_is_longer_than_any_inside(self):
        self.write("lessons/01_x/examples/a.out", "```\nx\n````\n")
        self.edit(self.CHAPTER, "End.", "<!-- weave: output examples/a -->")
        self.weave()
        self.assertIn("`````text\n```\nx\n````\n`````", self.read(self.CHAPTER))
        self.assert_agrees()

    def test_shows_python_and_patches_in_their_language(self):
        self.write(
            "lessons/01_x/examples/p.py", "# #region a\nx = 1\n# #endregion\n"
        )
        self.write("tests/01_x/wrong/e/one.patch", "Mistake: m\n--- a/e.cpp\n")
        self.edit(
            self.CHAPTER,
            "End.",
            "<!-- weave: examples/p.py#a -->\n\n"
            "<!-- weave: ../../tests/01_x/wrong/e/one.patch -->",
        )
        self.assertEqual(self.weave()[0], 0)
        self.assertIn("```python\nx = 1\n```", self.read(self.CHAPTER))
        self.assertIn("```diff\nMistake: m", self.read(self.CHAPTER))

    def test_a_marker_inside_a_block_is_text(self):
        self.edit(
            self.CHAPTER, "End.", "```markdown\n<!-- weave: nothing -->\n```"
        )
        self.assert_agrees()

    def test_weaves_the_rest_when_one_source_is_missing(self):
        self.edit(self.CODE, "stir", "salt")
        self.edit(
            self.CHAPTER,
            "End.",
            "<!-- weave: examples/b.cpp -->\n```cpp\nmine\n```",
        )
        status, said = self.weave()
        self.assertEqual(status, 1)
        self.assertIn("examples/b.cpp names a file that is not there", said)
        self.assertIn("salt", self.read(self.CHAPTER))
        self.assertIn("```cpp\nmine\n```", self.read(self.CHAPTER))


class Drift(ChapterTest):
    def test_one_character_in_the_region(self):
        self.edit(self.CODE, "stir()", "stir( )")
        self.assert_fails(
            "lessons/01_x/README.md:6: the block is not what its source says",
            "expected: '  stir( );'",
            "came:     '  stir();'",
            "-  stir();\n+  stir( );",
            "@@",
        )

    def test_one_character_in_the_block(self):
        self.edit(self.CHAPTER, "while", "whale")
        self.assert_fails("README.md:5:", "-whale (true) {", "+while (true) {")

    def test_a_line_more_in_the_block(self):
        self.edit(self.CHAPTER, "}\n```", "}\n\n```")
        self.assert_fails("README.md:8:", "expected: '```'", "came:     ''")

    def test_another_language(self):
        self.edit(self.CHAPTER, "```cpp", "```c")
        self.assert_fails("README.md:4:", "expected: '```cpp'")

    def test_a_block_that_is_missing(self):
        self.chapter("<!-- weave: examples/a.cpp#loop -->\n")
        self.assert_fails("README.md:2:", "came:     no block")

    def test_one_character_in_a_record(self):
        self.write("lessons/01_x/examples/a.out", "hello\n")
        self.edit(self.CHAPTER, "End.", "<!-- weave: output examples/a -->")
        self.weave()
        self.write("lessons/01_x/examples/a.out", "hallo\n")
        self.assert_fails("-hello\n+hallo")

    def test_white_space_alone(self):
        self.edit(self.CHAPTER, "  stir();", "  stir(); ")
        self.assert_fails("came:     '  stir(); '")


if __name__ == "__main__":
    unittest.main()
