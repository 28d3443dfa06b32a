"""Runs a program the same way every time: no input, a deadline, a size limit.

Invariants: 1. nothing in the program's process group outlives run().
            2. the environment says the same on every machine where it can.
"""

import os
import selectors
import signal
import subprocess
import time
from dataclasses import dataclass

OUTPUT_LIMIT = 1 << 20


@dataclass(frozen=True)
class Run:
    output: bytes
    status: int  # as subprocess has it: negative is a signal
    trouble: str  # '' when the program ended by itself in time


def run(command: list[str], deadline: float) -> Run:
    """The program's standard output and standard error, in one stream."""
    environment = dict(os.environ)
    for name in ("MALLOC_PERTURB_", "POTS_TICKET"):
        environment.pop(name, None)
    environment |= {
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "TERM": "dumb",
        "NO_COLOR": "1",
        "COLUMNS": "100",
    }
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environment,
            start_new_session=True,
        )
    except OSError as error:
        return Run(b"", 127, f"cannot be started: {error.strerror}")
    try:
        output, trouble = _collect(
            process, time.monotonic() + deadline, deadline
        )
    finally:
        _end_all(process)
    return Run(output, process.returncode, trouble)


def _collect(process, end: float, deadline: float) -> tuple[bytes, str]:
    output = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while selector.select(max(0.0, end - time.monotonic())):
            piece = os.read(process.stdout.fileno(), 1 << 16)
            output += piece
            if len(output) > OUTPUT_LIMIT:
                return (
                    bytes(output),
                    f"wrote more than {OUTPUT_LIMIT >> 10} KiB",
                )
            if not piece:
                try:
                    process.wait(max(0.0, end - time.monotonic()))
                except subprocess.TimeoutExpired:
                    break
                return bytes(output), ""
    return bytes(output), f"was still running after {deadline:g} s"


def _end_all(process) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()
    process.stdout.close()
