"""Reads a program of the small languages: scripts of instructions, one line.

    main: soon b, later 3 c / b: cancel 1, stop / c refuses 1: sleep 2, yield;
    cleanup: sleep 1

Both interpreters, this folder's and the C++ one, read the same text.
"""

import dataclasses
import re


@dataclasses.dataclass
class Script:
    name: str
    refuses: int = 0
    body: list = dataclasses.field(default_factory=list)
    cleanup: list = dataclasses.field(default_factory=list)


def parse(line):
    scripts = {}
    for part in line.split(" / "):
        words = re.findall(r"\w+|[^\w\s]", part)[::-1]
        script = Script(words.pop())
        if words[-1] == "refuses":
            words.pop()
            script.refuses = int(words.pop())
        words.pop()  # the colon
        script.body = block(words)
        if words:  # "; cleanup :"
            del words[-3:]
            script.cleanup = block(words)
        scripts[script.name] = script
    return scripts


def block(words):
    """Instructions as lists of words; a block in brackets is a list of them."""
    found = []
    while words and words[-1] not in (")", ";"):
        one = []
        while words and words[-1] not in (",", ")", ";"):
            word = words.pop()
            if word == "(":
                one.append(block(words))
                words.pop()  # ")"
            else:
                one.append(int(word) if word.isdigit() else word)
        found.append(one)
        if words and words[-1] == ",":
            words.pop()
    return found
