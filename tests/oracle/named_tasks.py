"""Tasks and futures, without what run() does at the end.

The same programs as named_tasks.hpp. Times are ticks.
"""

import asyncio

import named_cancelling
from vloop import TICK


async def blocking(say, loop):
    async def callee():
        say("Hello")

    async def caller():
        await callee()
        say("World")

    await caller()


async def nonblocking(say, loop):
    async def callee():
        say("Hello")

    async def caller():
        task = asyncio.create_task(callee())
        say("World")
        return task

    await (await caller())


async def several(say, loop):
    async def callee(hello, world):
        await inner(hello)
        say(world)

    async def inner(hello):
        say(hello)

    tasks = [asyncio.create_task(callee("Hello", "World")),
             asyncio.create_task(callee("Hello2", "World2"))]
    for task in tasks:
        await task


async def by_hand(say, loop):
    future = loop.create_future()

    async def eater():
        say("eater: waiting")
        say("eater:", await future)

    async def cook():
        say("cook: done?", int(future.done()))
        future.set_result("dumplings")
        say("cook: done?", int(future.done()))

    first = asyncio.create_task(eater())
    second = asyncio.create_task(cook())
    await first
    await second


async def one_future_for_all(say, loop):
    futures = {}

    async def wait(name, key):
        try:
            say(name, await futures[key])
        except asyncio.CancelledError:
            say(name, "cancelled")
            raise
        except ValueError as error:
            say(name, "error", error)

    def start(key):
        futures[key] = loop.create_future()
        return [asyncio.create_task(wait(f"{key}{n}", key)) for n in (1, 2, 3)]

    set_, failed, cancelled, victim = map(start, ("s", "f", "c", "v"))
    await asyncio.sleep(0)
    futures["s"].set_result("value")
    futures["f"].set_exception(ValueError("lost"))
    say(futures["c"].cancel(), futures["c"].cancel())
    say(victim[1].cancel())
    say("queued, not run")
    await asyncio.sleep(0)
    say("behind them")
    for task in set_ + failed + cancelled + victim:
        say(int(task.done()), int(task.cancelled()))


async def turn_by_turn(say, loop):
    async def count(name):
        for n in range(3):
            say(f"{name}{n}")
            await asyncio.sleep(0)

    tasks = [asyncio.create_task(count("a")), asyncio.create_task(count("b"))]
    for task in tasks:
        await task


async def how_many_turns(say, loop):
    future = loop.create_future()

    async def beat():
        for n in range(8):
            say("turn", n)
            await asyncio.sleep(0)

    async def child():
        say("child begins")

    async def parent():
        say("parent begins")
        await asyncio.create_task(child())
        say("parent has its child")
        future.set_result(None)

    async def waiter():
        await future
        say("waiter has its future")

    async def victim():
        try:
            await asyncio.sleep(9 * TICK)
        except asyncio.CancelledError:
            say("victim is told")
            raise

    async def killer(task):
        await future
        say("killer", task.cancel())
        try:
            await task
        except asyncio.CancelledError:
            say("killer knows")

    prey = asyncio.create_task(victim())
    tasks = [prey, *map(asyncio.create_task, (
        beat(), waiter(), killer(prey), parent()))]
    for task in tasks[1:]:
        await task


PROGRAMS = (blocking, nonblocking, several, by_hand,
            *named_cancelling.PROGRAMS, one_future_for_all, turn_by_turn,
            how_many_turns)
