"""Programs of tasks: spawn k, sleep t, yield, await n, cancel n, fail, set f,
wait f, gather n.., settle n.., timeout t (..)  (lesson 11).

Tasks are numbered as they are made; the first runs script `a`. A task says its
tick, its name and what has just happened to it. It may wait only for tasks
younger than itself, so nobody waits in a circle.
"""

import asyncio

import language
import vloop

FUTURES = 3
MOST_TASKS = 9
CLOSING = 48  # the tick at which a closed program is brought to its end


class Failure(Exception):
    pass


class Actor:
    def __init__(self, script, number):
        self.script = script
        self.number = number
        self.name = f"{script.name}{number}"
        self.refusals = script.refuses


class Program:
    def __init__(self, line):
        self.scripts = language.parse(line)
        self.loop = vloop.VirtualLoop()
        self.tasks, self.trace = [], []
        self.ending = False

    def say(self, name, *words):
        self.trace.append(" ".join(map(str, (self.loop.ticks(), name) + words)))

    def spawn(self, name):
        actor = Actor(self.scripts[name], len(self.tasks) + 1)
        self.tasks.append(self.loop.create_task(self.life(actor)))
        return actor

    def outcome(self, task):
        if not task.done():
            return "unfinished"
        if task.cancelled():
            return "cancelled"
        return "failed" if task.exception() else "returned"

    async def life(self, me):
        self.say(me.name, "starts")
        try:
            await self.block(me, me.script.body)
        except asyncio.CancelledError:
            self.say(me.name, "cancelled")
            if me.script.cleanup:
                await self.block(me, me.script.cleanup)
                self.say(me.name, "cleaned")
            raise
        self.say(me.name, "ends")
        return me.number

    async def block(self, me, instructions):
        for instruction in instructions:
            try:
                await self.perform(me, *instruction)
            except asyncio.CancelledError:
                if not me.refusals:
                    raise
                me.refusals -= 1
                self.say(me.name, "refuses")

    def younger(self, me, numbers):
        return [self.tasks[n - 1] for n in numbers
                if me.number < n <= len(self.tasks)]

    async def perform(self, me, word, *args):
        said = None
        if word == "spawn":
            full = len(self.tasks) == MOST_TASKS or self.ending
            said = "nobody" if full else self.spawn(args[0]).name
        elif word == "sleep":
            await asyncio.sleep(args[0] * vloop.TICK)
        elif word == "yield":
            await asyncio.sleep(0)
        elif word == "cancel":
            said = "nobody"
            if args[0] <= len(self.tasks):
                said = self.tasks[args[0] - 1].cancel()
        elif word == "fail":
            raise Failure(me.name)
        elif word == "set":
            future = self.futures[args[0] - 1]
            said = not future.done()
            if said:
                future.set_result(None)
        elif word == "wait":
            await self.futures[args[0] - 1]
        elif word == "timeout":
            try:
                async with asyncio.timeout(args[0] * vloop.TICK):
                    await self.block(me, args[1])
                said = "in time"
            except TimeoutError:
                said = "too late"
        else:
            try:
                said = await self.wait_for_tasks(word, self.younger(me, args))
            except Failure as failure:
                said = f"failure of {failure}"
        self.say(me.name, word, *[a for a in args if not isinstance(a, list)],
                 *[] if said is None else [said])

    async def wait_for_tasks(self, word, tasks):
        if word == "await":
            return await tasks[0] if tasks else "nobody"
        if any(task.done() for task in tasks):
            # gather() hears of it in the next batch, in Python 3.12 at once:
            # generate.py keeps no program in which this happens.
            self.trace.append("late gather")
        found = await asyncio.gather(
            *tasks, return_exceptions=word == "settle")
        return ":" + "".join(
            " cancelled" if isinstance(one, asyncio.CancelledError) else
            f" {one}" for one in found)

    async def main(self, closed):
        self.futures = [self.loop.create_future() for _ in range(FUTURES)]
        first = self.spawn("a")
        if closed:
            await asyncio.sleep(CLOSING * vloop.TICK)
            for number, task in enumerate(self.tasks, 1):
                if not task.done():
                    self.say("main", "cancels", number, task.cancel())
            for future in self.futures:
                if not future.done():
                    future.set_result(None)
        for number, task in enumerate(self.tasks if closed else
                                      self.tasks[:1], 1):
            try:
                await task
            except (asyncio.CancelledError, Failure):
                pass
            self.say("main", "saw", number, self.outcome(task))
        self.ending = True


def run(line, closed):
    """closed: all tasks are brought to their end before main returns; else
    those that are left over are run()'s to cancel."""
    program = Program(line)
    try:
        vloop.run(program.main(closed), program.loop)
    except vloop.WouldSleepForever:
        program.trace.append("would sleep forever")
    program.trace.append("then " + " ".join(
        program.outcome(task) for task in program.tasks))
    return program.trace
