"""Deadlines: wait_for, alone and in itself.

The same programs as named_deadlines.hpp. Times are ticks. wait_for is
asyncio.timeout around one await, as asyncio.wait_for is from Python 3.12 on.
"""

import asyncio

from vloop import TICK


async def wait_for(awaitable, ticks):
    async with asyncio.timeout(ticks * TICK):
        return await awaitable


async def deadlines(say, loop):
    async def fast():
        await asyncio.sleep(10 * TICK)
        say("fast", asyncio.current_task().cancelling(), loop.ticks())

    try:
        await wait_for(asyncio.sleep(1000 * TICK), 50)
    except TimeoutError:
        say("timeout", loop.ticks())
    await wait_for(fast(), 50)
    say("fast", loop.ticks())


async def in_the_same_tick(say, loop):
    async def sleeps(ticks):
        await asyncio.sleep(ticks * TICK)
        say(loop.ticks(), "slept")

    async def waits(future):
        await future
        say(loop.ticks(), "got it")

    async def attempt(name, what, limit):
        try:
            await wait_for(what, limit)
            say(loop.ticks(), name, "in time")
        except TimeoutError:
            say(loop.ticks(), name, "too late")

    await attempt("the limit was first,", sleeps(5), 5)
    future = loop.create_future()
    loop.call_later(5 * TICK, future.set_result, None)
    await attempt("the result was first,", waits(future), 5)
    future = loop.create_future()
    task = asyncio.create_task(attempt("and here the limit,", waits(future), 5))
    await asyncio.sleep(0)
    loop.call_later(5 * TICK, lambda: future.done() or future.set_result(None))
    await task


async def unwilling(say, loop):
    async def cleans_up():
        try:
            await asyncio.sleep(1000 * TICK)
        except asyncio.CancelledError:
            say(loop.ticks(), "cleans up")
            await asyncio.sleep(3 * TICK)
            say(loop.ticks(), "is ready")
            raise

    async def refuses():
        try:
            await asyncio.sleep(1000 * TICK)
        except asyncio.CancelledError:
            say(loop.ticks(), "refuses")
        await asyncio.sleep(2 * TICK)
        return 7

    async def fails():
        try:
            await asyncio.sleep(1000 * TICK)
        except asyncio.CancelledError:
            raise ValueError("burnt")

    try:
        await wait_for(cleans_up(), 5)
    except TimeoutError:
        say(loop.ticks(), "too late")
    value = await wait_for(refuses(), 5)
    say(loop.ticks(), "value", value)
    try:
        await wait_for(fails(), 5)
    except ValueError as error:
        say(loop.ticks(), "error", error)
    try:
        await wait_for(asyncio.sleep(1000 * TICK), 5)
    except TimeoutError:
        say(loop.ticks(), "too late again")
    say("cancelling", asyncio.current_task().cancelling())


async def nested(say, loop):
    async def inner(limit):
        try:
            await wait_for(asyncio.sleep(1000 * TICK), limit)
        except TimeoutError:
            say(loop.ticks(), "inner too late")
            await asyncio.sleep(4 * TICK)
            say(loop.ticks(), "inner goes on")
        except asyncio.CancelledError:
            say(loop.ticks(), "inner cancelled")
            raise

    for inside, outside in ((3, 5), (5, 3), (4, 4), (2, 9)):
        try:
            await wait_for(inner(inside), outside)
            say(loop.ticks(), "outer in time")
        except TimeoutError:
            say(loop.ticks(), "outer too late")


async def refused_inside(say, loop):
    async def stubborn():
        try:
            await asyncio.sleep(1000 * TICK)
        except asyncio.CancelledError:
            say(loop.ticks(), "refuses")

    async def inner():
        await wait_for(stubborn(), 2)
        say(loop.ticks(), "goes on")
        await asyncio.sleep(1000 * TICK)

    try:
        await wait_for(inner(), 5)
    except TimeoutError:
        say(loop.ticks(), "outer too late")
    except asyncio.CancelledError:
        say(loop.ticks(), "outer cancelled")


async def no_time_at_all(say, loop):
    async def body(name, turns):
        say(name, "begins")
        for _ in range(turns):
            await asyncio.sleep(0)
            say(name, "has had a turn")

    for name, turns, limit in (("a", 0, 0), ("b", 1, 0), ("c", 1, -5)):
        try:
            await wait_for(body(name, turns), limit)
            say(name, "in time")
        except TimeoutError:
            say(name, "too late")
    say("at", loop.ticks())


async def somebody_elses_cancel(say, loop):
    async def victim(limit):
        try:
            await wait_for(asyncio.sleep(1000 * TICK), limit)
        except TimeoutError:
            say(loop.ticks(), "too late")
        except asyncio.CancelledError:
            say(loop.ticks(), "cancelled")
            raise

    for limit in (4, 5, 6):
        task = asyncio.create_task(victim(limit))
        await asyncio.sleep(5 * TICK)
        say(loop.ticks(), "cancel", task.cancel())
        await asyncio.sleep(5 * TICK)
        say("the task is cancelled:", task.cancelled())


async def how_many_turns(say, loop):
    async def attempt(name, future):
        try:
            await wait_for(future, 1)
            say(name, "in time")
        except TimeoutError:
            say(name, "too late")

    futures = [loop.create_future(), loop.create_future()]
    late = asyncio.create_task(attempt("a", futures[0]))
    await asyncio.sleep(TICK)
    timely = asyncio.create_task(attempt("b", futures[1]))
    for n in range(6):
        say("turn", n)
        if n == 2:
            futures[1].set_result(None)
        await asyncio.sleep(0)
    await late
    await timely


PROGRAMS = (deadlines, in_the_same_tick, unwilling, nested, refused_inside,
            no_time_at_all, somebody_elses_cancel, how_many_turns)
