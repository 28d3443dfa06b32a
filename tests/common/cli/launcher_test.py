"""The launcher, in copies of the course that lack something.

No test installs or builds: meson, ninja and the compiler are stand-ins.
"""

import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[3]
TOOLS = ("bash env readlink find sed ls mkdir cp mv cmp cat flock tail stat "
         "touch chmod").split()


class LauncherTest(unittest.TestCase):
    """Each test gets a small course of its own and a PATH of its own."""

    def setUp(self):
        self.top = pathlib.Path(tempfile.mkdtemp(prefix="pots."))
        self.addCleanup(shutil.rmtree, self.top)
        self.course = self.top / "course"
        self.bin = self.top / "bin"
        self.bin.mkdir()
        for tool in TOOLS:
            (self.bin / tool).symlink_to(shutil.which(tool))
        for name in ("pots", "docs/packages.txt", "common/cli/setup.sh"):
            (self.course / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, self.course / name)
        (self.course / "meson.build").touch()
        self.build = self.course / "build"

    def tool(self, name, script):
        """Puts a stand-in for a program on the PATH."""
        path = self.bin / name
        path.write_text("#!/bin/bash\n" + script)
        path.chmod(0o755)

    def complete(self):
        """Stand-ins for everything a first run needs."""
        self.tool("g++", "echo 12\n")
        # meson setup BUILD ROOT | meson setup --reconfigure BUILD ROOT
        self.tool("meson", f"""
            echo "meson $*" >>{self.top}/calls
            [[ $1 == --version ]] && {{ echo 1.0.1; exit; }}
            [[ $2 == --* ]] && shift
            mkdir -p "$2/meson-info"
            echo "Configuring"
            touch "$2/build.ninja"
            printf '    "full": "1.0.1",\\n    "source": "%s",\\n' "$3" \\
              >"$2/meson-info/meson-info.json"
            """)
        self.tool("ninja", f"""
            echo "ninja $*" >>{self.top}/calls
            mkdir -p "$2/common/cli"
            printf '#!/bin/bash\\necho "cli $*"\\n' >"$2/common/cli/pots_cli"
            chmod +x "$2/common/cli/pots_cli"
            echo "[1/2] one"
            """)

    def calls(self):
        """Which stand-ins were called since the last look."""
        log = self.top / "calls"
        text = log.read_text() if log.exists() else ""
        log.unlink(missing_ok=True)
        return [line for line in text.splitlines() if "--version" not in line]

    def run_pots(self, *words, **environment):
        """Runs ./pots without a terminal: code, stdout, stderr."""
        done = subprocess.run(
            [self.course / "pots", *words], text=True, capture_output=True,
            stdin=subprocess.DEVNULL, timeout=60, check=False,
            env={"PATH": str(self.bin), "HOME": str(self.top), **environment})
        return done.returncode, done.stdout, done.stderr

    def assert_stops(self, *parts, **environment):
        code, out, err = self.run_pots(**environment)
        self.assertEqual(code, 2, err)
        self.assertEqual(out, "")
        for part in parts:
            self.assertIn(part, err)
        self.assertIn("Next:", err.rstrip().splitlines()[-1])

    def test_lists_packages_without_a_build(self):
        _, course, _ = self.run_pots("packages")
        _, everything, _ = self.run_pots("packages", "--all")
        self.assertIn("g++", course.split())
        self.assertNotIn("strace", course.split())
        self.assertIn("strace", everything.split())
        self.assertFalse(self.build.exists())

    def test_sets_up_once(self):
        self.complete()
        code, out, err = self.run_pots("check", "a b", "--yes")
        self.assertEqual((code, out), (0, "cli check a b --yes\n"), err)
        self.assertEqual([call.split()[0] for call in self.calls()],
                         ["meson", "ninja", "ninja"])
        _, out, err = self.run_pots()
        self.assertEqual((out, err), ("cli \n", ""))
        self.assertEqual(self.calls(), [])

    def test_builds_again_when_a_source_is_newer(self):
        self.complete()
        self.run_pots()
        self.calls()
        source = self.course / "common/cli/new.cpp"
        source.touch()
        ready = (self.build / "pots/ready").stat().st_mtime
        os.utime(source, (ready + 1, ready + 1))
        self.run_pots()
        self.assertEqual(len(self.calls()), 1)

    def test_works_from_anywhere_and_through_a_link(self):
        self.complete()
        link = self.top / "p"
        link.symlink_to(self.course / "pots")
        done = subprocess.run(
            [link, "x"], cwd="/", text=True, capture_output=True, check=False,
            env={"PATH": str(self.bin)}, stdin=subprocess.DEVNULL)
        self.assertEqual(done.stdout, "cli x\n", done.stderr)

    def test_uses_another_build_folder(self):
        self.complete()
        other = self.top / "other"
        code, _, err = self.run_pots(POTS_BUILD=str(other))
        self.assertEqual(code, 0, err)
        self.assertTrue((other / "pots/ready").exists())
        self.assertFalse(self.build.exists())

    def test_configures_again_after_meson_changed(self):
        self.complete()
        self.run_pots()
        info = self.build / "meson-info/meson-info.json"
        info.write_text(info.read_text().replace("1.0.1", "0.9.9"))
        (self.build / "pots/ready").unlink()
        self.calls()
        code, _, err = self.run_pots()
        self.assertEqual(code, 0, err)
        self.assertIn("meson was 0.9.9 and is 1.0.1", err)
        self.assertIn("--reconfigure", self.calls()[0])

    def test_leaves_a_foreign_build_folder_alone(self):
        self.complete()
        self.run_pots()
        moved = self.top / "moved"
        self.course.rename(moved)
        self.course, self.build = moved, moved / "build"
        self.assert_stops("belongs to another copy", str(self.top / "course"),
                          "mv ")
        self.assertTrue((self.build / "build.ninja").exists())

    def test_leaves_a_folder_that_is_not_mesons_alone(self):
        self.complete()
        self.build.mkdir()
        (self.build / "thesis.txt").write_text("all I have")
        self.assert_stops("not a build folder of meson")
        self.assertEqual(os.listdir(self.build), ["thesis.txt"])

    def test_says_that_the_copy_is_incomplete(self):
        (self.course / "meson.build").unlink()
        self.assert_stops("not a complete copy")

    def test_says_that_there_is_no_compiler(self):
        self.tool("g++", "echo 11\n")
        self.assert_stops("No C++ compiler", "g++ 12")

    def test_says_that_meson_is_missing(self):
        self.tool("g++", "echo 12\n")
        self.assert_stops("There is no apt here", "libabsl-dev",
                          "meson is not installed")

    def test_shows_why_meson_failed(self):
        self.complete()
        self.tool("meson", "echo 'ERROR: no such dependency'; exit 1\n")
        self.assert_stops("no such dependency", "meson setup failed",
                          "setup.log")

    def test_shows_why_the_build_failed(self):
        self.complete()
        self.tool("ninja", "echo 'x.cpp:3: error: no'; exit 1\n")
        self.assert_stops("x.cpp:3: error: no")
        self.assertIn("x.cpp:3", (self.build / "pots/setup.log").read_text())

    @unittest.skipIf(os.geteuid() == 0, "root may write everywhere")
    def test_says_that_the_tree_is_read_only(self):
        self.complete()
        self.course.chmod(0o555)
        self.addCleanup(self.course.chmod, 0o755)
        self.assert_stops("read-only", "POTS_BUILD=")

    def apt(self, install):
        """dpkg knows nothing; apt-get install behaves as told."""
        self.tool("dpkg-query", "exit 1\n")
        self.tool("sudo", '"$@"\n')
        self.tool("apt-get", f"""
            echo "apt-get $*" >>{self.top}/calls
            [[ $* != *install* ]] || {{ {install} }}
            """)

    def test_installs_what_is_missing(self):
        self.complete()
        self.apt("exit 0;")
        code, _, err = self.run_pots("--yes")
        self.assertEqual(code, 0, err)
        calls = self.calls()
        self.assertEqual(calls[0], "apt-get update")
        self.assertIn("libgtest-dev", calls[1])

    def test_says_that_installing_failed_and_goes_on_if_it_can(self):
        self.complete()
        self.apt("echo 'Could not resolve deb.debian.org'; exit 100;")
        code, out, err = self.run_pots("--yes")
        self.assertEqual((code, out), (0, "cli --yes\n"), err)
        self.assertIn("Could not resolve", err)
        self.assertIn("Is the network up?", err)


if __name__ == "__main__":
    unittest.main()
