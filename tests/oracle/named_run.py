"""run(), turns, and what is left over when main has ended.

The same programs as named_run.hpp. Times are ticks.
"""

import asyncio

import named_deadlines
from vloop import TICK


async def hello(say, word, before=False, after=False):
    if before:
        await asyncio.sleep(0)
    say(word)
    if after:
        await asyncio.sleep(0)


async def hello_world(say, number, before=False, after=False):
    await hello(say, f"Hello{number}", before, after)
    say(f"World{number}")


async def blocking(say, loop):
    await hello_world(say, "")


async def blocking_with_a_turn(say, loop):
    await hello_world(say, "", before=True)


async def nonblocking(say, loop):
    asyncio.create_task(hello(say, "Hello"))
    say("World")


async def nonblocking_with_a_turn(say, loop):
    asyncio.create_task(hello(say, "Hello", before=True))
    say("World")


async def several(say, loop):
    asyncio.create_task(hello_world(say, ""))
    asyncio.create_task(hello_world(say, "2"))


async def several_with_a_turn(say, loop):
    asyncio.create_task(hello_world(say, "", after=True))
    asyncio.create_task(hello_world(say, "2", after=True))


async def left_over(say, loop):
    async def sleeper(name, clean_up=0):
        try:
            await asyncio.sleep(1000 * TICK)
        except asyncio.CancelledError:
            say(loop.ticks(), name, "cancelled")
            if clean_up:
                await asyncio.sleep(clean_up * TICK)
                say(loop.ticks(), name, "cleaned up")
            raise

    async def stubborn():
        try:
            await asyncio.sleep(1000 * TICK)
        except asyncio.CancelledError:
            say(loop.ticks(), "stubborn")
        await asyncio.sleep(5 * TICK)
        say(loop.ticks(), "goes on")

    async def starts():
        say("begun")
        await asyncio.sleep(0)
        say("and went on")

    asyncio.create_task(sleeper("a"))
    asyncio.create_task(stubborn())
    asyncio.create_task(sleeper("b", 3))
    asyncio.create_task(sleeper("c"))
    await asyncio.sleep(2 * TICK)
    asyncio.create_task(starts())
    say(loop.ticks(), "main ends")


async def turn_by_turn(say, loop):
    async def count(name, ticks):
        for n in range(3):
            say(f"{name}{n}")
            await asyncio.sleep(ticks * TICK)

    tasks = [asyncio.create_task(count("a", 0)),
             asyncio.create_task(count("b", -1)),
             asyncio.create_task(count("c", 0))]
    for task in tasks:
        await task
    say("at", loop.ticks())


async def one_by_one(say, loop):
    async def cook(value):
        await asyncio.sleep(100 * TICK)
        return value

    start, total = loop.ticks(), 0
    for n in range(3):
        total += await cook(n)
    say("one by one:", loop.ticks() - start, "ticks, sum", total)


PROGRAMS = (blocking, blocking_with_a_turn, nonblocking,
            nonblocking_with_a_turn, several, several_with_a_turn, left_over,
            turn_by_turn, one_by_one, *named_deadlines.PROGRAMS)
