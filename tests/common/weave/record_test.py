"""Records: byte for byte, by pattern, with a deadline and a size limit."""

import sys
import unittest

from scratch import ScratchTest
import record


class Records(ScratchTest):
    def record(self, *arguments) -> tuple[int, str]:
        return self.run_main(record.main, *arguments)

    def program(self, code: str) -> list[str]:
        return ["--", sys.executable, "-c", code]

    def out(self, text: str | bytes = "one\ntwo\n"):
        return self.write("examples/a.out", text)

    def test_an_executable_that_prints_the_record(self):
        exe = self.write("a", "#!/bin/sh\nprintf 'one\\ntwo\\n'\n")
        exe.chmod(0o755)
        status, said = self.record(exe, self.out(), "--check")
        self.assertEqual(status, 0, said)

    def test_one_character_is_a_difference(self):
        status, said = self.record(
            self.out(), "--check", *self.program("print('one\\ntwo!')")
        )
        self.assertEqual(status, 1)
        self.assertIn("a.out:1: the program prints something else", said)
        self.assertIn("-two\n+two!", said)
        self.assertIn("Next: python3 common/weave/record.py", said)
        self.assertIn("--write", said)

    def test_the_last_line_end_counts(self):
        status, said = self.record(
            self.out(),
            "--check",
            *self.program("print('one\\ntwo', end='')"),
        )
        self.assertEqual(status, 1)
        self.assertIn("+two   <-- no line end here", said)

    def test_odd_bytes_can_be_seen(self):
        code = "import sys; sys.stdout.buffer.write(b'one\\x1b\\xff\\ntwo\\n')"
        status, said = self.record(self.out(), "--check", *self.program(code))
        self.assertEqual(status, 1)
        self.assertIn("+one\\x1b\\xff", said)

    def test_standard_error_is_recorded_too(self):
        path = self.root / "new" / "a.out"
        code = "import sys; print('x', file=sys.stderr)"
        status, said = self.record(path, "--write", *self.program(code))
        self.assertEqual(status, 0, said)
        self.assertEqual(path.read_text(), "x\n")

    def test_a_record_that_is_missing(self):
        path = self.root / "a.out"
        status, said = self.record(path, "--check", *self.program("print(1)"))
        self.assertEqual(status, 1)
        self.assertIn("a.out:1: there is no record", said)
        self.assertFalse(path.exists())

    def test_names_the_chapter_to_weave(self):
        self.write("README.md", "# T\n")
        _, said = self.record(self.out(), "--check", *self.program("print(1)"))
        self.assertIn(f"weave.py {self.root}/README.md", said)

    def test_an_exit_status_is_a_failure(self):
        program = self.program("print('one\\ntwo'); exit(3)")
        status, said = self.record(self.out(), "--check", *program)
        self.assertEqual(status, 1)
        self.assertIn("ended with status 3, expected 0", said)
        status, said = self.record(
            self.out(), "--check", "--any-exit", *program
        )
        self.assertEqual(status, 0, said)

    def test_a_crash_is_named_and_writes_nothing(self):
        code = "import os; os.kill(os.getpid(), 11)"
        path = self.out()
        status, said = self.record(path, "--write", *self.program(code))
        self.assertEqual(status, 1)
        self.assertIn("was ended by SIGSEGV", said)
        self.assertEqual(path.read_text(), "one\ntwo\n")

    def test_a_program_that_does_not_end(self):
        status, said = self.record(
            self.out(), "--check", "--any-exit", "--deadline", "0.2",
            *self.program("input() if 0 else __import__('signal').pause()"),
        )  # fmt: skip
        self.assertEqual(status, 1)
        self.assertIn("was still running after 0.2 s", said)

    def test_a_child_that_keeps_the_output_open(self):
        code = (
            "import os, signal\n"
            "if os.fork() == 0: signal.pause()\n"
            "print(1)"
        )
        status, said = self.record(
            self.out(), "--check", "--deadline", "0.2", *self.program(code)
        )
        self.assertEqual(status, 1)
        self.assertIn("was still running after 0.2 s", said)

    def test_there_is_no_input(self):
        code = "import sys; print(repr(sys.stdin.read()))"
        path = self.root / "a.out"
        self.record(path, "--write", *self.program(code))
        self.assertEqual(path.read_text(), "''\n")

    def test_a_flood_is_cut_off(self):
        status, said = self.record(
            self.out(), "--check", *self.program("while True: print('x' * 999)")
        )
        self.assertEqual(status, 1)
        self.assertIn("wrote more than 1024 KiB", said)
        self.assertLess(len(said), 4000)

    def test_a_program_that_is_not_there(self):
        status, said = self.record(self.root / "no", self.out(), "--check")
        self.assertEqual(status, 1)
        self.assertIn("cannot be started: No such file", said)

    def test_a_wrong_command_line(self):
        for words in (["a.out"], ["a.out", "--check"], ["--check", "--", "x"]):
            status, _ = self.record(*words)
            self.assertEqual(status, 2)


class Patterns(ScratchTest):
    def check(self, pattern: str, recorded: str, printed: str, *options):
        out = self.write("a.out", recorded)
        self.write("a.pat", pattern)
        mode = options or ("--check",)
        return self.run_main(
            record.main, out, *mode, "--", "printf", printed.replace("%", "%%")
        )

    def test_another_number_is_the_same(self):
        status, said = self.check("about \\d+ ms\n", "about 300 ms\n",
                                  "about 312 ms\n")  # fmt: skip
        self.assertEqual(status, 0, said)

    def test_a_line_that_does_not_match(self):
        status, said = self.check("x\n\\d+ ms\n", "x\n300 ms\n", "x\n3.1 ms\n")
        self.assertEqual(status, 1)
        self.assertIn("a.pat:2: does not match the output of this run", said)
        self.assertIn("expected: \\d+ ms", said)
        self.assertIn("came:     3.1 ms", said)
        self.assertIn("correct", said)

    def test_the_whole_line_must_match(self):
        self.assertEqual(self.check("\\d+\n", "3\n", "3 ms\n")[0], 1)

    def test_the_record_must_match_too(self):
        status, said = self.check("\\d+ ms\n", "long\n", "300 ms\n")
        self.assertEqual(status, 1)
        self.assertIn("does not match the record", said)
        self.assertIn("--write", said)

    def test_a_line_more_or_less(self):
        for printed in ("3\n4\n", ""):
            status, said = self.check("\\d+\n", "3\n", printed)
            self.assertEqual(status, 1)
            self.assertIn("expected 1 lines", said)

    def test_an_expression_that_is_none(self):
        status, said = self.check("(\n", "3\n", "3\n")
        self.assertEqual(status, 1)
        self.assertIn("a.pat:1: is no regular expression", said)

    def test_write_refuses_what_the_pattern_refuses(self):
        status, said = self.check("\\d+\n", "3\n", "x\n", "--write")
        self.assertEqual(status, 1)
        self.assertEqual(self.read("a.out"), "3\n")
        status, said = self.check("\\d+\n", "3\n", "4\n", "--write")
        self.assertEqual((status, self.read("a.out")), (0, "4\n"), said)

    def test_a_pattern_of_another_name(self):
        self.write("b.pat", "\\w\n")
        other = ("--check", "--pattern", self.root / "b.pat")
        self.assertEqual(self.check("no\n", "x\n", "y\n", *other)[0], 0)


if __name__ == "__main__":
    unittest.main()
