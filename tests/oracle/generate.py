"""Makes the random programs: fifty for each set, always the same ones.

    python3 generate.py loop|tasks|timeouts|gathers >programs/SET.inc

A program is kept if it comes to its end, if enough happens in it, and not too
much to be read in a failure.
"""

import random
import re
import sys

import oracle_file
import traces

COUNT = 50
LINES = range(12, 41)  # of a trace
INSTRUCTIONS = range(6, 41)


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed).random  # the same in every version
        self.instructions = 0

    def number(self, first, last):
        return first + int(self.random() * (last - first + 1))

    def one_of(self, weights):
        at = self.random() * sum(weights.values())
        for name, weight in weights.items():
            at -= weight
            if at < 0:
                return name
        return name

    def count(self, text):
        self.instructions += 1
        return text


class LoopMaker(Maker):
    WEIGHTS = {"soon": 5, "later": 6, "cancel": 4, "stop": 1}

    def instruction(self, names):
        word = self.one_of(self.WEIGHTS)
        name = names[self.number(0, len(names) - 1)]
        return self.count({
            "soon": f"soon {name}",
            "later": f"later {self.number(0, 4)} {name}",
            "cancel": f"cancel {self.number(1, 6)}",
            "stop": "stop"}[word])

    def program(self):
        names = "abcdef"[:self.number(3, 6)]
        parts = []
        for name in ["main", *names]:
            size = self.number(3, 7) if name == "main" else self.number(1, 5)
            body = [self.instruction(names) for _ in range(size)]
            parts.append(f"{name}: " + ", ".join(body))
        return " / ".join(parts)


class TaskMaker(Maker):
    WEIGHTS = {"spawn": 3, "sleep": 4, "yield": 4, "cancel": 3, "await": 3,
               "set": 1.5, "wait": 1.5, "fail": 0.3}
    FIRST = {"spawn": 8, "yield": 1, "sleep": 1}
    FIRSTS = (2, 4)
    MORE = {}

    def instruction(self, later, depth=0):
        weights = {**self.WEIGHTS, **self.MORE}
        if not later:
            del weights["spawn"]
        if depth > 1:
            weights.pop("timeout", None)
        return self.written(self.one_of(weights), later, depth)

    def written(self, word, later, depth=0):
        if word == "spawn":
            word += " " + later[self.number(0, len(later) - 1)]
        elif word == "sleep":
            word += f" {self.number(1, 5)}"
        elif word in ("await", "cancel"):
            word += f" {self.number(1, 6)}"
        elif word in ("set", "wait"):
            word += f" {self.number(1, 2)}"
        elif word in ("gather", "settle"):
            several = sorted(range(2, 8), key=lambda _: self.random())
            word += "".join(f" {n}" for n in several[:self.number(2, 4)])
        elif word == "timeout":
            inner = [self.instruction(later, depth + 1)
                     for _ in range(self.number(1, 3))]
            word += f" {self.number(1, 5)} ({', '.join(inner)})"
        return self.count(word)

    def program(self):
        names = "abcde"[:self.number(3, 5)]
        parts = []
        for at, name in enumerate(names):
            later = names[at + 1:]
            body = []
            if name == "a":
                body = [self.written(self.one_of(self.FIRST), later)
                        for _ in range(self.number(*self.FIRSTS))]
            body += [self.instruction(later)
                     for _ in range(self.number(2, 5))]
            refuses = self.number(1, 2) if self.random() < 0.25 else 0
            head = f"{name} refuses {refuses}" if refuses else name
            part = f"{head}: " + ", ".join(body)
            if self.random() < 0.2:
                part += "; cleanup: " + ", ".join(
                    self.written(self.one_of({"sleep": 2, "yield": 2}), later)
                    for _ in range(self.number(1, 2)))
            parts.append(part)
        return " / ".join(parts)


class TimeoutMaker(TaskMaker):
    MORE = {"timeout": 5, "set": 1, "fail": 0.3}


class GatherMaker(TaskMaker):
    FIRSTS = (4, 6)
    MORE = {"gather": 4, "settle": 1.5, "await": 1, "fail": 1.2, "wait": 0.7}


# Who makes the programs, and what has to happen in them.
SETS = {
    "loop": (LoopMaker,
             lambda text: len(set(re.findall(r"(\d+) \w+\d", text))) > 2 and
             a_number_is_missing(text)),
    "tasks": (TaskMaker,
              lambda text: "True\n" in text and
              re.search(r"await \d+ [f\d]|wait", text)),
    "timeouts": (TimeoutMaker, lambda text: "too late" in text),
    "gathers": (GatherMaker,
                lambda text: re.search(
                    r"(gather|settle).*(: \S+ \S|failure)", text)),
}


def a_number_is_missing(text):
    """Some callback was cancelled: its handle has a number, it never ran."""
    ran = {int(number) for number in re.findall(r" [a-z](\d+)", text)}
    return len(ran) < max(ran)


def worth_keeping(maker, trace, has_happened):
    text = "\n".join(trace)
    return (maker.instructions in INSTRUCTIONS and len(trace) in LINES and
            text.count("nobody") + text.count(" :\n") < 3 and
            "would sleep forever" not in text and "late gather" not in text and
            has_happened(text))


def programs(name):
    make, has_happened = SETS[name]
    run = traces.RUN[name]
    kept, seed = [], 0
    while len(kept) < COUNT:
        seed += 1
        maker = make(seed)
        line = maker.program()
        if worth_keeping(maker, run(line), has_happened):
            kept.append(line)
    return kept


if __name__ == "__main__":
    oracle_file.write(programs(sys.argv[1]))
