"""Asks an asyncio.Future every sequence of up to four questions.

    python3 future_sequences.py >traces/future_sequences.inc

The same questions as ../11_tasks/future_model.hpp, whose answers are checked
against these; the i-th sets the value i or the error i. Each sequence of up to
three has a line: the questions by their number, their answers, then who ran in
which order. Those of four are many: only a checksum is kept.

A deliberate difference is kept out. In CPython a refused cancel() also counts
as having seen the exception: it is never reported as lost. So a future that is
done is not asked here, but another one that is done.
"""

import asyncio
import gc
import itertools

import oracle_file
import vloop

QUESTIONS = range(7)
SHOWN, LONGEST = 3, 4


class Error(Exception):
    pass


class Player:
    def __init__(self, loop):
        self.loop = loop
        self.log = ""

    def note(self, text):
        self.log += text + "; "

    def asked(self, ask):
        try:
            return ask()
        except asyncio.CancelledError:
            return "cancelled"
        except asyncio.InvalidStateError:
            return "InvalidState"
        except Error as error:
            return f"error {error}"

    async def wait(self, number, future):
        try:
            self.note(f"{number} value {await future}")
        except asyncio.CancelledError:
            self.note(f"{number} cancelled")
        except Error as error:
            self.note(f"{number} error {error}")

    def two_turns(self):
        for _ in range(2):
            self.loop.stop()
            self.loop.run_forever()

    def lost(self, loop, context):
        if "exception" in context:
            self.log += f"lost error {context['exception']}"

    def cancel(self, future):
        if future.done():
            future = self.loop.create_future()
            future.set_result(None)
        return future.cancel()

    def step(self, question, number, future):
        if question == 3:
            self.loop.create_task(self.wait(number, future))
            self.two_turns()
        elif question == 6:
            future.add_done_callback(lambda _: self.note(str(number)))
        else:
            self.note(self.asked(lambda: (
                lambda: future.set_result(number) or "set",
                lambda: future.set_exception(Error(number)) or "set",
                lambda: str(self.cancel(future)).lower(),
                None,
                lambda: f"value {future.result()}",
                lambda: (f"error {future.exception()}" if future.exception()
                         else "no exception"))[question]()))

    def play(self, questions):
        self.loop.set_exception_handler(self.lost)
        future = self.loop.create_future()
        for number, question in enumerate(questions):
            self.step(question, number, future)
        self.two_turns()
        del future
        self.loop.created.clear()
        return self.log


def checksum(lines):
    """FNV-1a, 64 bits."""
    found = 0xcbf29ce484222325
    for byte in "\n".join(lines).encode():
        found = (found ^ byte) * 0x100000001b3 & 0xffffffffffffffff
    return found


def answers(length):
    loop = vloop.VirtualLoop()
    for questions in itertools.product(QUESTIONS, repeat=length):
        name = "".join(map(str, questions))
        yield f"{name} {Player(loop).play(questions)}".rstrip()
    loop.close()


if __name__ == "__main__":
    gc.disable()  # a task that waits for ever is no loss
    shown = [line for length in range(1, SHOWN + 1) for line in answers(length)]
    oracle_file.write(oracle_file.recorded({
        "answers": shown,
        "checksum": [f"{length}: {checksum(answers(length))}"
                     for length in range(SHOWN + 1, LONGEST + 1)]}))
