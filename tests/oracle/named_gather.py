"""gather and settle (gather with return_exceptions=True).

The same programs as named_gather.hpp. Times are ticks.
"""

import asyncio

from vloop import TICK


async def hello_world(say, number, turn):
    say(f"Hello{number}")
    if turn:
        await asyncio.sleep(0)
    say(f"World{number}")


def both(say, turn):
    return asyncio.gather(
        asyncio.create_task(hello_world(say, "", turn)),
        asyncio.create_task(hello_world(say, "2", turn)))


async def several(say, loop):
    both(say, turn=False)


async def several_with_a_turn(say, loop):
    both(say, turn=True)


async def several_awaited(say, loop):
    await both(say, turn=True)


async def cook(say, loop, name, ticks, error=False, clean_up=0):
    try:
        await asyncio.sleep(ticks * TICK)
    except asyncio.CancelledError:
        say(loop.ticks(), name, "cancelled")
        if clean_up:
            await asyncio.sleep(clean_up * TICK)
            say(loop.ticks(), name, "cleaned up")
        raise
    say(loop.ticks(), name, "fails" if error else "ready")
    if error:
        raise ValueError(name)
    return ticks


async def one_by_one_or_all_at_once(say, loop):
    async def value(n):
        await asyncio.sleep(100 * TICK)
        return n

    start, total = loop.ticks(), 0
    for n in range(3):
        total += await value(n)
    say("one by one:", loop.ticks() - start, "ticks, sum", total)
    start = loop.ticks()
    values = await asyncio.gather(*[
        asyncio.create_task(value(n)) for n in range(3)])
    say("gather:", loop.ticks() - start, "ticks, sum", sum(values))


async def in_the_order_of_the_arguments(say, loop):
    tasks = [asyncio.create_task(cook(say, loop, name, ticks))
             for name, ticks in (("a", 3), ("b", 1), ("c", 2))]
    say(*await asyncio.gather(*tasks))
    say("empty", len(await asyncio.gather()))


async def failing(say, loop):
    tasks = [asyncio.create_task(cook(say, loop, *more)) for more in (
        ("a", 3), ("b", 1, True), ("c", 2, True), ("d", 4))]
    try:
        await asyncio.gather(*tasks)
    except ValueError as error:
        say(loop.ticks(), "gather: error", error)
    await asyncio.sleep(5 * TICK)
    for task in tasks:
        say("failed" if task.exception() else task.result())


async def settling(say, loop):
    tasks = [asyncio.create_task(cook(say, loop, *more)) for more in (
        ("a", 3), ("b", 1, True), ("c", 9), ("d", 2))]
    loop.call_later(2 * TICK, tasks[2].cancel)
    for result in await asyncio.gather(*tasks, return_exceptions=True):
        say(loop.ticks(), "cancelled" if isinstance(
            result, asyncio.CancelledError) else
            f"error {result}" if isinstance(result, ValueError) else result)


async def a_cancelled_child(say, loop):
    tasks = [asyncio.create_task(cook(say, loop, *more)) for more in (
        ("a", 3), ("b", 9), ("c", 4))]
    loop.call_later(2 * TICK, tasks[1].cancel)
    try:
        await asyncio.gather(*tasks)
    except asyncio.CancelledError:
        say(loop.ticks(), "gather: cancelled")
    await asyncio.sleep(5 * TICK)
    say(*[int(task.cancelled()) for task in tasks])


async def cancelling_it(say, loop):
    async def stubborn():
        try:
            await asyncio.sleep(9 * TICK)
        except asyncio.CancelledError:
            say(loop.ticks(), "refuses")
        await asyncio.sleep(2 * TICK)
        return 5

    async def wait(name, tasks, settle):
        try:
            await asyncio.gather(*tasks, return_exceptions=settle)
            say(loop.ticks(), name, "has its results")
        except asyncio.CancelledError:
            say(loop.ticks(), name, "cancelled")
            raise

    for settle in (False, True):
        name = "settle" if settle else "gather"
        tasks = [asyncio.create_task(body) for body in (
            cook(say, loop, "slow", 9, False, 4),
            cook(say, loop, "quick", 9), stubborn())]
        waiter = asyncio.create_task(wait(name, tasks, settle))
        await asyncio.sleep(TICK)
        say(waiter.cancel())
        await asyncio.sleep(8 * TICK)
        say(*[int(task.cancelled()) for task in tasks],
            int(waiter.cancelled()))
        tasks = [asyncio.create_task(stubborn()) for _ in range(2)]
        waiter = asyncio.create_task(wait(name, tasks, settle))
        await asyncio.sleep(TICK)
        say(waiter.cancel())
        await asyncio.sleep(8 * TICK)
        say(int(waiter.cancelled()))


async def gathers_of_gathers(say, loop):
    left = asyncio.gather(*[asyncio.create_task(cook(say, loop, *more))
                            for more in (("a", 2), ("b", 1))])
    right = asyncio.gather(*[asyncio.create_task(cook(say, loop, *more))
                             for more in (("c", 3), ("d", 1, True))])
    everything = asyncio.gather(left, right)
    try:
        await everything
    except ValueError as error:
        say(loop.ticks(), "outer: error", error)
    say(int(left.done()), int(right.done()))
    await asyncio.sleep(3 * TICK)
    say(*left.result())


async def how_many_turns(say, loop):
    async def beat():
        for n in range(6):
            say("turn", n)
            await asyncio.sleep(0)

    async def child(n):
        say("child", n)
        return n

    beating = asyncio.create_task(beat())
    values = await asyncio.gather(*[
        asyncio.create_task(child(n)) for n in (1, 2)])
    say("gathered", *values)
    await beating


PROGRAMS = (several, several_with_a_turn, several_awaited,
            one_by_one_or_all_at_once, in_the_order_of_the_arguments, failing,
            settling, a_cancelled_child, cancelling_it, gathers_of_gathers,
            how_many_turns)
