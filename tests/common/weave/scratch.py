"""A project of its own for each test of the weaver, and the weaver's path."""

import contextlib
import io
import sys
import tempfile
import unittest
from pathlib import Path

ROOM = Path(__file__).resolve().parents[3] / "common" / "weave"
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOM))


class ScratchTest(unittest.TestCase):
    """Writes files into an empty folder and runs a tool's main() there."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name).resolve()

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def read(self, name: str) -> str:
        return (self.root / name).read_text(encoding="utf-8")

    def run_main(self, main, *arguments) -> tuple[int, str]:
        """(exit status, everything printed)."""
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            with contextlib.redirect_stderr(printed):
                try:
                    status = main([str(word) for word in arguments])
                except SystemExit as done:
                    status = done.code
        return status, printed.getvalue()


class ChapterTest(ScratchTest):
    """A chapter with one example that is woven and in order."""

    CHAPTER = "lessons/01_x/README.md"
    CODE = "lessons/01_x/examples/a.cpp"
    AGAIN = "python3 common/weave/weave.py lessons/01_x/README.md"

    def setUp(self):
        super().setUp()
        self.write(
            self.CODE,
            "int main() {\n"
            "  // #region loop\n"
            "  while (true) {\n"
            "    stir();\n"
            "  }\n"
            "  // #endregion\n"
            "}\n",
        )
        self.chapter("# T\n\n<!-- weave: examples/a.cpp#loop -->\n\nEnd.\n")
        status, said = self.weave()
        self.assertEqual(status, 0, said)

    def chapter(self, text: str) -> None:
        self.write(self.CHAPTER, text)

    def weave(self, *options) -> tuple[int, str]:
        import weave

        return self.run_main(
            weave.main, self.root / self.CHAPTER, "--root", self.root, *options
        )

    def edit(self, name: str, old: str, new: str) -> None:
        text = self.read(name)
        self.assertIn(old, text)
        self.write(name, text.replace(old, new, 1))

    def assert_fails(self, *words: str) -> str:
        """--check fails, touches nothing, and says all of the words."""
        before = self.read(self.CHAPTER)
        status, said = self.weave("--check")
        self.assertEqual(status, 1, said)
        for word in words:
            self.assertIn(word, said)
        self.assertIn(self.AGAIN, said)
        self.assertEqual(self.read(self.CHAPTER), before)
        return said

    def assert_agrees(self) -> None:
        status, said = self.weave("--check")
        self.assertEqual(status, 0, said)
