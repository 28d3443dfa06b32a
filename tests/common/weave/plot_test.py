"""Plots: what is refused, what is drawn, and points from a benchmark."""

import json
import unittest
import xml.etree.ElementTree as xml

from scratch import ScratchTest
import axes
import plot

SPEC = {
    "title": "Reads <&> \"writes\" 'ö' \u0007",
    "x": {"label": "bytes", "log": True, "unit": "bytes"},
    "y": {"label": "MB/s", "log": True},
    "series": [
        {"name": "read", "points": [[1, 5, 4, 6], [4096, 900]]},
        {"name": "readv", "points": [[1, 5], [4096, 905]]},
    ],
}


class Plots(ScratchTest):
    def draw(self, spec=None, **changes) -> tuple[int, str]:
        spec = {**(spec or SPEC), **changes}
        self.write("p.json", json.dumps(spec))
        return self.run_main(plot.main, self.root / "p.json")

    def refused(self, *words: str, **changes) -> None:
        status, said = self.draw(**changes)
        self.assertEqual(status, 1, said)
        for word in ("p.json:1: ", *words):
            self.assertIn(word, said)
        self.assertFalse((self.root / "p.svg").exists())

    def one(self, points: list, **axis) -> dict:
        return {
            "series": [{"name": "s", "points": points}],
            "x": {"label": "x", **axis},
            "y": {"label": "y"},
        }

    def test_is_xml_whatever_the_words(self):
        status, said = self.draw()
        self.assertEqual(status, 0, said)
        tree = xml.parse(self.root / "p.svg").getroot()
        title = next(e.text for e in tree if e.tag.endswith("title"))
        self.assertEqual(title, "Reads <&> \"writes\" 'ö' \ufffd")

    def test_the_same_bytes_again(self):
        self.draw()
        first = self.read("p.svg")
        self.draw()
        self.assertEqual(first, self.read("p.svg"))
        status, said = self.run_main(plot.main, self.root / "p.json", "--check")
        self.assertEqual(status, 0, said)

    def test_check_finds_a_changed_point_and_a_missing_picture(self):
        self.draw()
        text = self.read("p.json").replace("900", "901")
        self.write("p.json", text)
        before = self.read("p.svg")
        status, said = self.run_main(plot.main, self.root / "p.json", "--check")
        self.assertEqual(status, 1)
        self.assertIn("p.svg:1: this picture is not what", said)
        self.assertIn("Next: python3 common/weave/plot.py", said)
        self.assertEqual(self.read("p.svg"), before)
        (self.root / "p.svg").unlink()
        status, said = self.run_main(plot.main, self.root / "p.json", "--check")
        self.assertEqual(status, 1)
        self.assertIn("(not there)", said)

    def test_names_stand_at_the_ends_and_apart(self):
        self.draw()
        places = [
            float(e.get("y"))
            for e in xml.parse(self.root / "p.svg").getroot()
            if e.text in ("read", "readv")
        ]
        self.assertEqual(len(places), 2)
        self.assertGreaterEqual(abs(places[0] - places[1]), 20)

    def test_words_for_x_make_bars(self):
        spec = {**SPEC, **self.one([["alone", 3, 2, 4], ["<two>", 5]])}
        status, said = self.draw(spec)
        self.assertEqual(status, 0, said)
        self.assertIn("&lt;two&gt;", self.read("p.svg"))
        self.assertNotIn("polyline", self.read("p.svg"))

    def test_a_single_point_and_equal_values(self):
        for points in ([[3, 0]], [[1, 7], [2, 7]], [[0, -2], [9, -2]]):
            status, said = self.draw({**SPEC, **self.one(points)})
            self.assertEqual(status, 0, said)

    def test_refuses_what_cannot_be_drawn(self):
        nan = float("nan")
        for words, changes in (
            ("'title'", {"title": 3}),
            ("unknown key 'titel'", {"titel": "x"}),
            ("has no 'series'", {"series": []}),
            ("is not an object", {"x": 3}),
            ("'log'", {"x": {"log": "yes"}}),
            ("'unit'", {"x": {"unit": "furlongs"}}),
            ("series[0] points[0]", self.one([[1]])),
            ("is no point", self.one([[1, 2, 3]])),
            ("out of order", self.one([[1, 2, 3, 4]])),
            ("wrong y", self.one([[1, "2"]])),
            ("wrong y", self.one([[1, True]])),
            ("wrong y", self.one([[1, nan]])),
            ("wrong x", self.one([[10**400, 1]])),
            ("log axis", self.one([[0, 1]], log=True)),
            ("mixes words and numbers", self.one([[1, 2], ["a", 3]])),
            ("start at zero", self.one([["a", -3]])),
            ("too many series", {"series": [SPEC["series"][0]] * 7}),
        ):
            with self.subTest(words):
                self.refused(words, **changes)

    def test_says_where_the_json_is_wrong(self):
        self.write("p.json", '{\n"title": x}')
        status, said = self.run_main(plot.main, self.root / "p.json")
        self.assertEqual(status, 1)
        self.assertIn("p.json:2: is not JSON", said)


class Numbers(unittest.TestCase):
    def test_words(self):
        for value, unit, words in (
            (0, "", "0"),
            (0.5, "", "0.5"),
            (1234567, "", "1.235 M"),
            (12000, "", "12\u00a0000"),
            (1e-7, "", "10⁻⁷"),
            (2.5e-5, "", "2.5·10⁻⁵"),
            (65536, "bytes", "64 Ki"),
            (1000, "bytes", "1\u00a0000"),
        ):
            self.assertEqual(axes.words(value, unit), words)

    def test_ticks(self):
        self.assertEqual(axes.linear_range([3, 272])[-1], 300)
        self.assertEqual(axes.linear_range([5])[0], 0)
        self.assertEqual(
            axes.log_range([5.6, 23267]), [1, 10, 100, 1e3, 1e4, 1e5]
        )
        self.assertEqual(axes.log_range([3, 40]), [2, 5, 10, 20, 50])

    def test_labels_are_pushed_apart_inside_the_frame(self):
        places = axes.spread_out([100, 100, 100], 20, 0, 110)
        self.assertEqual(sorted(places)[-1] <= 110.01, True)
        ordered = sorted(places)
        self.assertTrue(all(b - a > 19.9 for a, b in zip(ordered, ordered[1:])))


if __name__ == "__main__":
    unittest.main()
