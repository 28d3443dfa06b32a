"""The jobs of lesson 10 in Python: asyncio_peer.py LOOP JOB [N].

LOOP is asyncio or uvloop. Prints the processor time of one operation in
nanoseconds; a job does fewer of them than in C++, or nobody would wait for it.
"""

import asyncio
import random
import sys
import threading
import time
from collections.abc import Callable

CALLBACKS = 100_000
BURST = 1_000
TIMERS = 100_000
RINGS = 20_000


def nanoseconds_each(operations: int, work: Callable[[], None]) -> float:
    start = time.thread_time_ns()
    work()
    return (time.thread_time_ns() - start) / operations


def chain(loop: asyncio.AbstractEventLoop) -> float:
    left = CALLBACKS

    def add() -> None:
        nonlocal left
        left -= 1
        if left > 0:
            loop.call_soon(add)
        else:
            loop.stop()

    loop.call_soon(add)
    return nanoseconds_each(CALLBACKS, loop.run_forever)


def bursts(loop: asyncio.AbstractEventLoop) -> float:
    def nothing() -> None:
        pass

    def work() -> None:
        for _ in range(CALLBACKS // BURST):
            for _ in range(BURST):
                loop.call_soon(nothing)
            loop.stop()
            loop.run_forever()

    return nanoseconds_each(CALLBACKS, work)


def deadlines(shuffled: int) -> list[float]:
    when = [i * 1e-7 for i in range(TIMERS)]
    if shuffled:
        random.Random(1).shuffle(when)
    return when


def fire(loop: asyncio.AbstractEventLoop, shuffled: int) -> float:
    left = TIMERS

    def called() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            loop.stop()

    when = deadlines(shuffled)

    def work() -> None:
        now = loop.time()
        for after in when:
            loop.call_at(now + after, called)
        time.sleep(0.01)  # costs nothing: only the work is measured
        loop.run_forever()

    return nanoseconds_each(TIMERS, work)


def cancel(loop: asyncio.AbstractEventLoop, shuffled: int) -> float:
    when = deadlines(shuffled)

    def work() -> None:
        now = loop.time()
        timers = [loop.call_at(now + after, loop.stop) for after in when]
        for timer in timers:
            timer.cancel()
        loop.call_soon(loop.stop)
        loop.run_forever()

    return nanoseconds_each(TIMERS, work)


def ring(loop: asyncio.AbstractEventLoop, threads: int) -> float:
    ringing = threads

    def last() -> None:
        nonlocal ringing
        ringing -= 1
        if ringing == 0:
            loop.stop()

    def rings() -> None:
        for _ in range(RINGS):
            loop.call_soon_threadsafe(int)
        loop.call_soon_threadsafe(last)

    ringers = [threading.Thread(target=rings) for _ in range(threads)]
    start = time.process_time_ns()
    for ringer in ringers:
        ringer.start()
    loop.run_forever()
    for ringer in ringers:
        ringer.join()
    return (time.process_time_ns() - start) / RINGS / threads


def main(kind: str, job: str, *numbers: str) -> None:
    if kind == "uvloop":
        import uvloop

        loop = uvloop.new_event_loop()
    else:
        loop = asyncio.new_event_loop()
    jobs = {
        "chain": chain, "bursts": bursts, "fire": fire, "cancel": cancel,
        "ring": ring,
    }  # fmt: skip
    print(jobs[job](loop, *map(int, numbers)))
    loop.close()


main(*sys.argv[1:])
