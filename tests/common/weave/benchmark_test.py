"""Points of a plot from the JSON of Google Benchmark."""

import json
import unittest

from scratch import ScratchTest
import plot


def run(name: str, real_time: float, **more) -> dict:
    return {
        "name": name,
        "run_name": name,
        "run_type": "iteration",
        "real_time": real_time,
        "cpu_time": real_time / 2,
        "time_unit": "ns",
        **more,
    }


class FromBenchmark(ScratchTest):
    def setUp(self):
        super().setUp()
        self.series = {"name": "read", "match": "bm_read/(\\d+)/.*"}
        self.runs = [
            run("bm_read/1/real_time", 30, bytes_per_second=5e6),
            run("bm_read/1/real_time", 10, bytes_per_second=7e6),
            run("bm_read/1/real_time", 20, bytes_per_second=6e6),
            run("bm_read/16/real_time", 2, time_unit="us"),
            run("bm_other/1/real_time", 99),
        ]

    def fill(self) -> tuple[int, str]:
        spec = {
            "title": "T",
            "x": {"label": "x"},
            "y": {"label": "y"},
            "series": [{**self.series, "points": [[1, 1]]}],
        }
        self.write("spec.json", json.dumps(spec))
        self.write("results.json", json.dumps({"benchmarks": self.runs}))
        (self.root / "new").mkdir(exist_ok=True)
        return self.run_main(
            plot.main,
            f"--from-benchmark={self.root / 'results.json'}",
            "--spec", self.root / "spec.json", "--output", self.root / "new",
        )  # fmt: skip

    def points(self) -> list:
        status, said = self.fill()
        self.assertEqual(status, 0, said)
        return json.loads(self.read("new/spec.json"))["series"][0]["points"]

    def refused(self, *words: str) -> None:
        status, said = self.fill()
        self.assertEqual(status, 1, said)
        for word in words:
            self.assertIn(word, said)

    def test_median_and_spread_of_repetitions(self):
        self.assertEqual(self.points(), [[1, 20, 10, 30], [16, 2000]])

    def test_writes_a_pair_that_agrees(self):
        self.points()
        status, said = self.run_main(
            plot.main, self.root / "new/spec.json", "--check"
        )
        self.assertEqual(status, 0, said)
        # One line a point: a new measurement is a small difference.
        self.assertIn("        [1, 20, 10, 30],\n", self.read("new/spec.json"))

    def test_the_description_itself_stays(self):
        self.fill()
        self.assertIn("[[1, 1]]", self.read("spec.json"))

    def test_a_counter_and_a_scale(self):
        self.series |= {"value": "bytes_per_second", "scale": 1e-6}
        self.runs = self.runs[:3]
        self.assertEqual(self.points(), [[1, 6, 5, 7]])

    def test_aggregates_when_there_is_nothing_else(self):
        for name, time in (("mean", 21), ("median", 20), ("stddev", 1)):
            self.runs.append(
                run(
                    f"bm_read/1/real_time_{name}",
                    time,
                    run_name="bm_read/1/real_time",
                    run_type="aggregate",
                    aggregate_name=name,
                )
            )
        self.assertEqual(self.points()[0], [1, 20, 10, 30])  # not used
        self.runs = self.runs[5:]
        self.assertEqual(self.points(), [[1, 20]])

    def test_words_become_bars(self):
        self.series["match"] = "bm_(\\w+)/1/.*"
        self.runs[3:4] = []
        self.assertEqual(self.points(), [["read", 20, 10, 30], ["other", 99]])

    def test_nothing_matches(self):
        self.series["match"] = "bm_write/(\\d+)"
        self.refused("nothing for the series 'read'", "bm_read/16/real_time")

    def test_a_match_without_a_group(self):
        self.series["match"] = "bm_read/\\d+"
        self.refused("no x can be taken", "one group")

    def test_a_match_that_is_no_expression(self):
        self.series["match"] = "bm_read/("
        self.refused("no regular 'match'")

    def test_a_value_that_is_not_there(self):
        self.series["value"] = "switches"
        self.refused("has no 'switches'", "bytes_per_second")

    def test_a_benchmark_that_failed(self):
        self.runs.append(
            run("bm_x", 0, error_occurred=True, error_message="no CPUs")
        )
        self.refused("'bm_x' did not run", "no CPUs")


if __name__ == "__main__":
    unittest.main()
