"""The jobs of lesson 11 in Python: asyncio_peer.py LOOP JOB [N].

LOOP is asyncio or uvloop. Prints the processor time of one operation in
nanoseconds; a job does fewer of them than in C++, or nobody would wait for it.
"""

import asyncio
import sys
import time

AWAITS = 200_000
DEPTH = 500  # Python stops at 1,000
SLEEPERS = 10_000
NAP = 0.010  # seconds


async def leaf(x: int) -> int:
    return x


async def down(depth: int) -> int:
    return 0 if depth == 0 else 1 + await down(depth - 1)


async def await_leaves() -> float:
    start = time.thread_time_ns()
    for i in range(AWAITS):
        await leaf(i)
    return (time.thread_time_ns() - start) / AWAITS


async def await_deep() -> float:
    await down(DEPTH)
    start = time.thread_time_ns()
    for _ in range(AWAITS // DEPTH):
        await down(DEPTH)
    return (time.thread_time_ns() - start) / AWAITS


async def turns(tasks: int) -> float:
    over = False

    async def worker() -> None:
        while not over:
            await asyncio.sleep(0)

    running = [asyncio.create_task(worker()) for _ in range(tasks - 1)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    rounds = max(3, 50_000 // tasks)
    start = time.thread_time_ns()
    for _ in range(rounds):
        await asyncio.sleep(0)
    took = time.thread_time_ns() - start
    over = True
    await asyncio.gather(*running)
    return took / rounds / tasks


async def spawn() -> float:
    spawned = AWAITS // 10
    start = time.thread_time_ns()
    for i in range(spawned):
        await asyncio.create_task(leaf(i))
    return (time.thread_time_ns() - start) / spawned


async def yield_then(x: int) -> int:
    await asyncio.sleep(0)
    return x


async def gather(tasks: int) -> float:
    async def once() -> None:
        children = [asyncio.create_task(yield_then(i)) for i in range(tasks)]
        await asyncio.gather(*children)

    await once()
    rounds = max(1, 50_000 // tasks)
    start = time.thread_time_ns()
    for _ in range(rounds):
        await once()
    return (time.thread_time_ns() - start) / rounds / tasks


async def hand_over() -> float:
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    sent = AWAITS // 10

    async def receive() -> None:
        nonlocal future
        for _ in range(sent):
            await future
            future = loop.create_future()

    receiver = asyncio.create_task(receive())
    await asyncio.sleep(0)
    start = time.thread_time_ns()
    for _ in range(sent):
        future.set_result(1)
        await asyncio.sleep(0)
    took = time.thread_time_ns() - start
    await receiver
    return took / sent


async def under_a_limit() -> float:
    waits = AWAITS // 10
    start = time.thread_time_ns()
    for i in range(waits):
        async with asyncio.timeout(3600):
            await leaf(i)
    return (time.thread_time_ns() - start) / waits


async def sleepers(others: int) -> float:
    async def once() -> None:
        naps = [asyncio.sleep(NAP) for _ in range(SLEEPERS)]
        tasks = [asyncio.create_task(nap) for nap in naps]
        for task in tasks:
            await task

    for _ in range(others):
        await once()
    start = time.thread_time_ns()
    await once()
    return time.thread_time_ns() - start


JOBS = {
    "await": await_leaves, "await_deep": await_deep, "yield": turns,
    "spawn": spawn, "gather": gather, "hand_over": hand_over,
    "under_a_limit": under_a_limit, "sleepers": sleepers,
}  # fmt: skip


def main(kind: str, job: str, *numbers: str) -> None:
    if kind == "uvloop":
        import uvloop

        uvloop.install()
    print(asyncio.run(JOBS[job](*map(int, numbers))))


main(*sys.argv[1:])
