"""Reading and writing that fails with a sentence, and writes all or nothing."""

import os
import tempfile
from pathlib import Path

from problem import Problem, Refused

ROOT = Path(__file__).resolve().parents[2]


def shown_path(path: Path, root: Path = ROOT) -> str:
    """The path as messages show it: from the project root when it is inside."""
    path, root = path.resolve(), root.resolve()
    return (
        str(path.relative_to(root)) if path.is_relative_to(root) else str(path)
    )


def command(tool: str, *arguments: str) -> str:
    """The line that runs a tool of this room from the project root."""
    return " ".join(["python3", f"common/weave/{tool}", *arguments])


def read_text(path: Path, root: Path = ROOT) -> str:
    """The file as text; refuses what is not UTF-8 with Unix line ends."""
    name = shown_path(path, root)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Refused(
            Problem(name, 1, "cannot be read", "a file", error.strerror or "?")
        ) from error
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Refused(
            Problem(
                name,
                line,
                "is not UTF-8",
                "text in UTF-8",
                f"the byte 0x{data[error.start]:02x}",
                "save the file as UTF-8",
            )
        ) from error
    if "\r" in text:
        raise Refused(
            Problem(
                name,
                text.count("\n", 0, text.index("\r")) + 1,
                "holds a carriage return",
                "Unix line ends",
                r"\r",
                rf"sed -i 's/\r//g' {name}",
            )
        )
    return text


def write_whole(path: Path, data: bytes) -> None:
    """Replaces the file in one step; its mode stays, a link is followed."""
    path = path.resolve()
    try:
        mode = path.stat().st_mode & 0o7777 if path.exists() else 0o644
        handle, name = tempfile.mkstemp(
            dir=path.parent, prefix=f".{path.name}."
        )
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(name, mode)
            os.replace(name, path)
        except BaseException:
            os.unlink(name)
            raise
    except OSError as error:
        raise Refused(
            Problem(
                shown_path(path),
                1,
                "cannot be written; the old content is untouched",
                "a place to write to",
                error.strerror or "?",
                f"ls -ld {shown_path(path.parent)}",
            )
        ) from error
