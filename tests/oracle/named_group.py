"""Task groups.

The same programs as named_group.hpp. Times are ticks. Children are cancelled in
the order of their creation (CPython: in the order of a set).
"""

import asyncio

from vloop import TICK


class Ordered(dict):
    add = dict.setdefault

    def discard(self, one):
        self.pop(one, None)


class TaskGroup(asyncio.TaskGroup):
    def __init__(self):
        super().__init__()
        self._tasks = Ordered()


async def child(say, loop, name, ticks, error=None, clean_up=0,
                error_in_clean_up=None):
    try:
        await asyncio.sleep(ticks * TICK)
    except asyncio.CancelledError:
        say(name, "cancelled", loop.ticks())
        if clean_up:
            await asyncio.sleep(clean_up * TICK)
            say(name, "cleaned up", loop.ticks())
        if error_in_clean_up:
            raise ValueError(error_in_clean_up)
        raise
    if error:
        say(name, "fails", loop.ticks())
        raise ValueError(error)
    say(name, "done", loop.ticks())
    return ticks


def report(say, loop, group):
    say("group", loop.ticks(), *[
        "group" if isinstance(error, ExceptionGroup) else error
        for error in group.exceptions])


async def joining(say, loop):
    async with TaskGroup() as group:
        group.create_task(child(say, loop, "a", 10))
        group.create_task(child(say, loop, "b", 20))
        say("body end", loop.ticks())
    say("joined", loop.ticks())
    try:
        async with TaskGroup() as group:
            group.create_task(child(say, loop, "c", 1000))
            group.create_task(child(say, loop, "d", 10, "lost"))
            await child(say, loop, "body", 1000)
    except ExceptionGroup as error:
        say("group", error, loop.ticks())
    say("cancelling", asyncio.current_task().cancelling())


async def failing_body(say, loop):
    try:
        async with TaskGroup() as group:
            group.create_task(child(say, loop, "a", 10))
            group.create_task(child(say, loop, "b", 10, clean_up=5))
            await asyncio.sleep(3 * TICK)
            raise ValueError("body")
    except ExceptionGroup as error:
        report(say, loop, error)


async def several_errors(say, loop):
    try:
        async with TaskGroup() as group:
            group.create_task(child(say, loop, "a", 50, clean_up=2,
                                    error_in_clean_up="a"))
            group.create_task(child(say, loop, "b", 5, "b"))
            group.create_task(child(say, loop, "c", 50, clean_up=1,
                                    error_in_clean_up="c"))
            group.create_task(child(say, loop, "d", 50))
            await child(say, loop, "body", 50, clean_up=4,
                        error_in_clean_up="body")
    except ExceptionGroup as error:
        report(say, loop, error)


async def a_cancelled_child(say, loop):
    async with TaskGroup() as group:
        task = group.create_task(child(say, loop, "a", 50))
        group.create_task(child(say, loop, "b", 5))
        await asyncio.sleep(2 * TICK)
        say(task.cancel())
    say("joined", loop.ticks(), task.cancelled())


async def children_make_children(say, loop):
    async def parent(group):
        await asyncio.sleep(5 * TICK)
        group.create_task(child(say, loop, "grandchild", 5))
        say("parent done", loop.ticks())

    async with TaskGroup() as group:
        group.create_task(parent(group))
        say("body end", loop.ticks())
    say("joined", loop.ticks())


async def cancelled_from_outside(say, loop):
    async def with_group(body_ticks, error):
        async with TaskGroup() as group:
            group.create_task(child(say, loop, "a", 50, clean_up=3,
                                    error_in_clean_up=error))
            group.create_task(child(say, loop, "b", 50))
            if body_ticks:
                await child(say, loop, "body", body_ticks)

    for body_ticks, error in ((0, None), (50, None), (50, "a")):
        task = asyncio.create_task(with_group(body_ticks, error))
        await asyncio.sleep(5 * TICK)
        say("cancel", loop.ticks(), task.cancel())
        try:
            await task
        except asyncio.CancelledError:
            say("cancelled", loop.ticks(), task.cancelled())
        except ExceptionGroup as group:
            report(say, loop, group)


async def nested(say, loop):
    async def inner():
        async with TaskGroup() as group:
            group.create_task(child(say, loop, "a", 50))
            group.create_task(child(say, loop, "b", 5, "b"))
        say("not reached")

    try:
        async with TaskGroup() as group:
            group.create_task(inner())
            group.create_task(child(say, loop, "c", 50))
            await child(say, loop, "body", 50)
    except ExceptionGroup as error:
        report(say, loop, error)


async def under_a_deadline(say, loop):
    async def with_group():
        async with TaskGroup() as group:
            group.create_task(child(say, loop, "a", 50, clean_up=3))
            group.create_task(child(say, loop, "b", 2))

    try:
        async with asyncio.timeout(5 * TICK):
            await with_group()
    except TimeoutError:
        say("too late", loop.ticks())


PROGRAMS = (joining, failing_body, several_errors, a_cancelled_child,
            children_make_children, cancelled_from_outside, nested,
            under_a_deadline)
