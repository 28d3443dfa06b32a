"""Pictures of a terminal: columns, colours and odd characters."""

import unittest
import xml.etree.ElementTree as xml

from scratch import ScratchTest
import svg
import terminal


class Terminals(ScratchTest):
    def styles(self, line: str) -> dict[str, dict]:
        return {words: style for _, words, style in terminal.pieces(line)}

    def test_every_piece_stands_at_its_own_column(self):
        found = [(c, w) for c, w, _ in terminal.pieces(" 1    a b   <-- x y")]
        self.assertEqual(found, [(1, "1"), (6, "a b"), (12, "<-- x y")])

    def test_wide_characters_take_two_columns(self):
        found = [(c, w) for c, w, _ in terminal.pieces("鍋  x")]
        self.assertEqual(found, [(0, "鍋"), (4, "x")])

    def test_failed_is_red_and_no_failure_is_not(self):
        self.assertIn("fill", self.styles("FAILED  01.x")["FAILED"])
        found = self.styles("3 passed, 0 failed")
        self.assertIn("fill", found["passed"])
        self.assertNotIn("failed", found)

    def test_a_remark_is_one_piece_whatever_is_in_it(self):
        found = self.styles("x = 1   <-- FAILED at :7")
        self.assertIn("<-- FAILED at :7", found)

    def test_a_remark_is_highlighted(self):
        plain = terminal.draw("x", "t").count("<rect")
        marked = terminal.draw("x  <-- y", "t").count("<rect")
        self.assertEqual(marked, plain + 1)

    def test_is_xml_whatever_was_printed(self):
        drawn = terminal.draw(
            "a <b> & \"c\" 'd'\x07\x1b[31m red\x1b[0m\n", "<&>"
        )
        tree = xml.fromstring(drawn)
        words = "".join(e.text or "" for e in tree)
        self.assertIn("a <b> & \"c\" 'd'\ufffd", words)
        self.assertNotIn("[31m", words)

    def test_prints_without_an_output(self):
        path = self.write("v.out", "FAILED\n")
        status, said = self.run_main(terminal.main, path)
        self.assertEqual(
            (status, said), (0, terminal.draw("FAILED\n", "two pots"))
        )

    def test_check(self):
        path = self.write("v.out", "FAILED\n")
        words = (path, "--output", self.root / "v.svg", "--command", "./pots a")
        self.assertEqual(self.run_main(terminal.main, *words)[0], 0)
        self.assertEqual(self.run_main(terminal.main, *words, "--check")[0], 0)
        self.write("v.out", "FAILET\n")
        status, said = self.run_main(terminal.main, *words, "--check")
        self.assertEqual(status, 1)
        self.assertIn("Next: python3 common/weave/terminal.py", said)
        self.assertIn("--command './pots a'", said)

    def test_a_record_that_is_missing_or_no_text(self):
        status, said = self.run_main(terminal.main, self.root / "no.out")
        self.assertEqual(status, 1)
        self.assertIn("no.out:1: cannot be read", said)
        status, said = self.run_main(terminal.main, self.write("b", b"\xff"))
        self.assertEqual(status, 1)
        self.assertIn("is not UTF-8", said)


class Escapes(unittest.TestCase):
    def test_escape(self):
        self.assertEqual(
            svg.escape("<a & 'b\">"), "&lt;a &amp; &#39;b&quot;&gt;"
        )
        self.assertEqual(
            svg.escape("\x00\x1f\x85\ud800\uffff\U0001fffe"), "\ufffd" * 6
        )
        self.assertEqual(svg.escape("a\tb\n→ü🍲"), "a\tb\n→ü🍲")

    def test_numbers_are_short(self):
        for value, text in (
            (1, "1"),
            (-0.001, "0"),
            (1 / 3, "0.33"),
            (7.5, "7.5"),
        ):
            self.assertEqual(svg.number(value), text)

    def test_text_that_is_too_long_is_made_smaller(self):
        self.assertEqual(svg.fitting("x", 24, 700), 24)
        self.assertLess(svg.fitting("x" * 60, 24, 700), 24)


if __name__ == "__main__":
    unittest.main()
