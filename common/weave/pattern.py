"""Compares an output with its record, byte for byte or by pattern.

A pattern file has one regular expression per line of the output; each must
match its whole line. It is for outputs that differ from run to run.
"""

import difflib
import re


def exact(record: bytes, output: bytes, name: str) -> list[str]:
    """A unified diff, empty when the two are the same bytes."""
    if record == output:
        return []
    return list(
      difflib.unified_diff(
          _lines(record), _lines(output), f'{name} (recorded)',
          f'{name} (this run)', lineterm='',
      )
  )  # fmt: skip


def _lines(data: bytes) -> list[str]:
    """Lines in which every odd byte and a missing last line end can be seen."""
    lines = []
    for line in data.split(b"\n"):
        text = line.decode("utf-8", "backslashreplace")
        lines.append(
            "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)
        )
    if lines[-1] == "":
        lines.pop()
    elif data:
        lines[-1] += "   <-- no line end here"
    return lines


def by_pattern(
    patterns: str, output: bytes, pattern_name: str, output_name: str
) -> list[str]:
    """One paragraph for each line that its expression does not match."""
    report = []
    expected = patterns.split("\n")
    if expected[-1] == "":
        expected.pop()
    lines = _lines(output)
    if len(lines) != len(expected):
        report.append(
            f"{pattern_name}:{min(len(lines), len(expected)) + 1}: expected "
            f"{len(expected)} lines, {output_name} has {len(lines)}"
        )
    for number, (wanted, line) in enumerate(zip(expected, lines), 1):
        try:
            matches = re.fullmatch(wanted, line)
        except re.error as error:
            report.append(
                f"{pattern_name}:{number}: is no regular expression: {error}"
            )
            continue
        if not matches:
            report.append(
                f"{pattern_name}:{number}: does not match {output_name}\n"
                f"    expected: {wanted}\n"
                f"    came:     {line}"
            )
    for number in range(len(expected) + 1, len(lines) + 1):
        report.append(f"    line {number} more: {lines[number - 1]}")
    return report
