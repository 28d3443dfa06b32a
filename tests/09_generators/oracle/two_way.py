"""Asks real Python generators every sequence of up to five questions.

Usage: two_way.py > ../two_way_golden.inc
Prints the answers as two_way_test.cpp includes them. Any CPython from 3.11.3
on prints the same bytes.

A sequence is a word over n (next), s (send), t (throw) and c (close). For each
sequence only the answer to its last question is kept: the others belong to
shorter sequences. After an ignored GeneratorExit nothing is promised.
"""

import itertools
import string
import sys

RECORDED_WITH = "CPython 3.11.7"
QUESTIONS = "nstc"
LONGEST = 5
WIDTH = 64
KEYS = string.ascii_letters + string.digits  # of an answer in the packed text


def told(value):
    return "None" if value is None else str(value)


# The bodies. two_way_test.cpp has the same five in C++; log() is what the body
# tells of itself.

def plain(log):
    log(told((yield 1)))
    log(told((yield 2)))
    log(told((yield 3)))


def averager(log):
    total = count = average = 0
    try:
        while True:
            value = yield average
            if value is None:
                log("nothing")
                continue
            total += value
            count += 1
            average = total // count
    except GeneratorExit:
        log("bye")


def catches(log):
    for k in range(1, 5):
        try:
            log(told((yield k)))
        except ValueError:
            log("caught")


def stubborn(log):
    for k in range(1, 5):
        try:
            log(told((yield k)))
        except GeneratorExit:
            log("stays")


def throws(log):
    try:
        log(told((yield 1)))
        log(told((yield 2)))
    except BaseException:
        log("caught")
    raise KeyError


BODIES = (plain, averager, catches, stubborn, throws)


def ask(generator, question, number):
    """The answer to one question, in a word. number: which one it is, from
    1; it is also what is sent, ten times."""
    try:
        if question == "n":
            return told(next(generator))
        if question == "s":
            return told(generator.send(10 * number))
        if question == "t":
            return told(generator.throw(ValueError()))
        generator.close()
        return "ok"
    except StopIteration:
        return "end"
    except TypeError:
        return "not started"
    except RuntimeError as error:
        assert str(error) == "generator ignored GeneratorExit"
        return "ignored"
    except (ValueError, KeyError, GeneratorExit) as error:
        return type(error).__name__


def answer(body, sequence):
    """What the body tells after the last question, and the answer to it."""
    log = []
    generator = body(log.append)
    said = ""
    for number, question in enumerate(sequence, 1):
        if said == "ignored":
            return "not said"
        log.clear()
        said = ask(generator, question, number)
    return " ".join(log + [said])


def sequences():
    for length in range(1, LONGEST + 1):
        yield from itertools.product(QUESTIONS, repeat=length)


def main():
    # A dropped generator that refuses to end says so on standard error.
    sys.unraisablehook = lambda _: None
    print("// What Python's generators answer: recorded with "
          f"{RECORDED_WITH}\n// by oracle/two_way.py, which says what it "
          "means. Not written by hand.\n// clang-format off")
    for body in BODIES:
        answers = [answer(body, one) for one in sequences()]
        words = list(dict.fromkeys(answers))
        keys = dict(zip(words, KEYS))
        assert len(keys) == len(words)
        print(f'{{"{body.__name__}",\n {{')
        for word in words:
            print(f'  "{word}",')
        print(" },")
        packed = "".join(keys[word] for word in answers)
        for at in range(0, len(packed), WIDTH):
            print(f' "{packed[at:at + WIDTH]}"')
        print("},")


if __name__ == "__main__":
    main()
