"""asyncio's own loop on a clock that jumps: traces that are the same each time.

Nothing of CPython is replaced but the passing of time and three orders that it
leaves open: timers with equal deadlines run in the order of call_at, left-over
tasks are cancelled oldest first, and nobody waits for a real second.
"""

import asyncio
import heapq
import selectors

TICK = 1 / 128  # seconds; exact as a float and as a number of nanoseconds


class WouldSleepForever(Exception):
    """Nothing is ready, no timer is set: a real loop would hang here."""


class JumpingSelector(selectors.SelectSelector):
    def __init__(self):
        super().__init__()
        self.now = 0.0

    def select(self, timeout=None):
        found = super().select(0)
        if not found:
            if timeout is None:
                raise WouldSleepForever
            self.now += max(timeout, 0)
        return found


class SequencedTimer(asyncio.TimerHandle):
    def __lt__(self, other):
        return (self._when, self.sequence) < (other._when, other.sequence)


class VirtualLoop(asyncio.SelectorEventLoop):
    def __init__(self):
        self.created = []  # every task, oldest first
        self.timers = 0
        super().__init__(JumpingSelector())
        self.set_exception_handler(lambda loop, context: None)

    def time(self):
        return self._selector.now

    def ticks(self):
        return round(self.time() / TICK)

    def call_at(self, when, callback, *args, context=None):
        timer = SequencedTimer(when, callback, args, self, context)
        timer.sequence = self.timers
        self.timers += 1
        heapq.heappush(self._scheduled, timer)
        timer._scheduled = True
        return timer

    def create_task(self, coro, **more):
        task = super().create_task(coro, **more)
        self.created.append(task)
        return task


def run(main, loop=None):
    """asyncio.run(main), as Runner does it, with left-overs oldest first."""
    loop = loop or VirtualLoop()
    try:
        return loop.run_until_complete(main)
    finally:
        try:
            left = [task for task in loop.created if not task.done()]
            for task in left:
                task.cancel()
            if left:
                loop.run_until_complete(
                    asyncio.gather(*left, return_exceptions=True))
        finally:
            loop.close()
