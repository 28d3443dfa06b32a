"""What becomes of a task that is cancelled, row by row.

The same programs as named_cancelling.hpp. Times are ticks.
"""

import asyncio

from vloop import TICK


async def cancelling(say, loop):
    async def never():
        say("never")

    async def sleeper():
        say("v start")
        try:
            await asyncio.sleep(1000 * TICK)
        except asyncio.CancelledError:
            say("v cancelled", loop.ticks())
            raise
        finally:
            say("v finally")

    future = loop.create_future()

    async def woken():
        try:
            await future
            say("w woken")
        except asyncio.CancelledError:
            say("w cancelled")
            raise

    async def stubborn():
        try:
            await asyncio.sleep(1000 * TICK)
        except asyncio.CancelledError:
            say("refuse")
        await asyncio.sleep(50 * TICK)
        return 5

    task = asyncio.create_task(never())
    say("cancel before start", task.cancel())
    try:
        await task
    except asyncio.CancelledError:
        say("B1", task.cancelled())

    task = asyncio.create_task(sleeper())
    await asyncio.sleep(100 * TICK)
    say(task.cancel(), task.done())
    try:
        await task
    except asyncio.CancelledError:
        say("B2", task.cancelled(), task.cancel())

    task = asyncio.create_task(woken())
    await asyncio.sleep(0)
    future.set_result(1)
    say("cancel after set", task.cancel())
    try:
        await task
    except asyncio.CancelledError:
        say("B3")

    task = asyncio.create_task(stubborn())
    await asyncio.sleep(0)
    task.cancel()
    say("B4", await task, loop.ticks())


async def cancelling_oneself(say, loop):
    future = loop.create_future()
    me = []

    async def returns():
        say("returns", me[-1].cancel())
        return 1

    async def throws():
        say("throws", me[-1].cancel())
        raise ValueError

    async def waits():
        say("waits", me[-1].cancel())
        await future

    async def yields():
        say("yields", me[-1].cancel())
        await asyncio.sleep(0)

    async def awaits_done():
        say("awaits what is done", me[-1].cancel())
        say(await done)
        await asyncio.sleep(0)

    done = loop.create_future()
    done.set_result("at once")
    for body in (returns, throws, waits, yields, awaits_done):
        me.append(asyncio.create_task(body()))
        try:
            await me[-1]
        except asyncio.CancelledError:
            say("cancelled", me[-1].cancelled())
        except ValueError:
            say("failed", me[-1].cancelled())
    say("future", future.cancelled())


async def along_the_chain(say, loop):
    async def inner(refuse):
        try:
            await asyncio.sleep(10 * TICK)
        except asyncio.CancelledError:
            say(loop.ticks(), "inner is asked")
            await asyncio.sleep(3 * TICK)
            say(loop.ticks(), "inner is ready")
            if not refuse:
                raise
        return 7

    async def outer(task):
        try:
            value = await task
            say(loop.ticks(), "outer has", value)
        except asyncio.CancelledError:
            say(loop.ticks(), "outer is cancelled")
            raise

    for refuse in (False, True):
        first = asyncio.create_task(inner(refuse))
        second = asyncio.create_task(outer(first))
        await asyncio.sleep(TICK)
        say(second.cancel(), first.done())
        await asyncio.sleep(5 * TICK)
        say("inner", first.cancelled(), "outer", second.cancelled())


PROGRAMS = (cancelling, cancelling_oneself, along_the_chain)
