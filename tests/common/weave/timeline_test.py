"""Timelines: work thick, waiting thin, and nobody does two things at once."""

import json
import unittest
import xml.etree.ElementTree as xml

from scratch import ScratchTest
import timeline


def segment(start, length, kind="work", **more) -> dict:
    return {"start": start, "length": length, "kind": kind, **more}


class Timelines(ScratchTest):
    def draw(self, *segments, **changes) -> tuple[int, str]:
        rows = [{"heading": "<h>"}, {"actor": "A&B", "segments": [*segments]}]
        spec = {"title": "T", "rows": rows, **changes}
        self.write("t.json", json.dumps(spec))
        return self.run_main(timeline.main, self.root / "t.json")

    def rectangles(self) -> list:
        tree = xml.parse(self.root / "t.svg").getroot()
        shapes = [e for e in tree if e.tag.endswith("rect")]
        return shapes[2:]  # after the paper and the heading's

    def test_work_is_thicker_than_waiting(self):
        status, said = self.draw(segment(0, 1), segment(1, 8, "wait"))
        self.assertEqual(status, 0, said)
        work, wait = self.rectangles()
        height = [float(r.get("height")) for r in (work, wait)]
        self.assertGreater(height[0], 2 * height[1])
        width = [float(r.get("width")) for r in (work, wait)]
        self.assertAlmostEqual(width[1] / width[0], 8, delta=0.01)
        self.assertNotEqual(work.get("fill"), wait.get("fill"))

    def test_a_label_only_where_it_fits(self):
        self.draw(segment(0, 1, label="very long words"), segment(1, 99))
        self.assertNotIn(">very long words</text>", self.read("t.svg"))
        self.draw(segment(0, 50, label="a < b"), segment(50, 50))
        self.assertIn(">a &lt; b</text>", self.read("t.svg"))

    def test_groups_have_colours_of_their_own(self):
        self.draw(segment(0, 1, group="p"), segment(1, 1, group="q"),
                  segment(2, 1, group="p"))  # fmt: skip
        fills = [r.get("fill") for r in self.rectangles()]
        self.assertEqual(fills[0], fills[2])
        self.assertNotEqual(fills[0], fills[1])

    def test_check(self):
        self.draw(segment(0, 1))
        path = self.root / "t.json"
        self.assertEqual(self.run_main(timeline.main, path, "--check")[0], 0)
        self.write("t.json", self.read("t.json").replace('"T"', '"U"'))
        status, said = self.run_main(timeline.main, path, "--check")
        self.assertEqual(status, 1)
        self.assertIn("Next: python3 common/weave/timeline.py", said)

    def test_refuses_what_cannot_be(self):
        for words, segments in (
            ("two things at once", [segment(0, 5), segment(4, 2)]),
            ("lies nowhere", [segment(-1, 2)]),
            ("lies nowhere", [segment(0, 0)]),
            ("unknown 'kind'", [segment(0, 1, "sleep")]),
            ("unknown key 'lable'", [segment(0, 1, lable="x")]),
            ("wrong 'start'", [segment("0", 1)]),
            ("no 'segments'", []),
        ):
            with self.subTest(words):
                status, said = self.draw(*segments)
                self.assertEqual(status, 1, said)
                self.assertIn(words, said)
        status, said = self.draw(rows=[{"heading": "x"}])
        self.assertEqual(status, 1)
        self.assertIn("has no actor", said)


if __name__ == "__main__":
    unittest.main()
