"""Regions of one file: nesting, margins, and every way to get them wrong."""

import unittest

import scratch  # noqa: F401  (finds the room)
import regions


def parse(*lines: str) -> regions.Regions:
    return regions.parse("\n".join(lines) + "\n", "//")


class Regions(unittest.TestCase):
    def test_nested_regions_show_no_marker_lines(self):
        found = parse(
            "{",
            "  // #region out",
            "  a;",
            "  //#region in",
            "    b;",
            "  // #endregion in",
            "  c;",
            "  // #endregion",
            "}",
        )
        self.assertEqual(found.faults, [])
        self.assertEqual(found.named["out"].text, "a;\n  b;\nc;")
        self.assertEqual(found.named["in"].text, "b;")
        self.assertEqual(found.named["in"].line, 4)
        self.assertEqual(found.whole, "{\n  a;\n    b;\n  c;\n}")

    def test_no_double_gap_where_a_marker_line_stood(self):
        found = parse("a;", "", "// #region x", "", "b;", "// #endregion")
        self.assertEqual(found.whole, "a;\n\nb;")
        self.assertEqual(found.named["x"].text, "b;")

    def test_keeps_the_authors_own_blank_lines(self):
        self.assertEqual(parse("a;", "", "", "b;").whole, "a;\n\n\nb;")

    def test_python_has_a_hash(self):
        found = regions.parse("# #region x\ny = 1\n# #endregion\n", "#")
        self.assertEqual(found.named["x"].text, "y = 1")

    def test_other_comments_are_text(self):
        found = parse("// #regions are", "// region x", "#region y", "a;")
        self.assertEqual((found.named, found.faults), ({}, []))

    def faults(self, *lines: str) -> list[tuple[int, str]]:
        return [(fault.line, fault.what) for fault in parse(*lines).faults]

    def test_a_region_without_a_name(self):
        ((line, what),) = self.faults("// #region", "a;", "// #endregion")
        self.assertEqual((line, "no name" in what), (1, True))

    def test_a_name_of_two_words(self):
        ((line, what),) = self.faults("// #region a b", "a;", "// #endregion")
        self.assertEqual((line, "'a b' is no name" in what), (1, True))

    def test_a_region_inside_itself(self):
        ((line, what),) = self.faults(
            "// #region x", "// #region x", "a;", "// #endregion",
            "// #endregion",
        )  # fmt: skip
        self.assertEqual(
            (line, what), (2, "region 'x' exists already, at line 1")
        )

    def test_the_end_of_another_region(self):
        ((line, what),) = self.faults("// #region x", "a;", "// #endregion y")
        self.assertEqual((line, "not 'y'" in what), (3, True))

    def test_an_empty_region(self):
        ((line, what),) = self.faults("// #region x", "", "// #endregion")
        self.assertEqual((line, what), (1, "region 'x' is empty"))


if __name__ == "__main__":
    unittest.main()
