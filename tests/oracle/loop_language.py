"""Programs of callbacks: soon k, later t k, cancel h, stop (lesson 10).

A callback says its tick, its script and its number (the handles are numbered
as they are made) when it runs. `cancel h` is the h-th handle from the end.
"""

import language
import vloop

FUEL = 25   # so many callbacks do what their script says, the rest only report
END = 1000  # the tick at which the program is over


def run(line):
    scripts = language.parse(line)
    loop = vloop.VirtualLoop()
    trace, handles = [], []
    left, over = FUEL, False

    def perform(script):
        for word, *args in script.body:
            if word == "soon":
                handles.append(
                    loop.call_soon(report, args[0], len(handles) + 1))
            elif word == "later":
                handles.append(loop.call_later(
                    args[0] * vloop.TICK, report, args[1], len(handles) + 1))
            elif word == "cancel":
                if args[0] <= len(handles):
                    handles[-args[0]].cancel()
            elif word == "stop":
                loop.stop()

    def report(name, number):
        nonlocal left
        trace.append(f"{loop.ticks()} {name}{number}")
        if left:
            left -= 1
            perform(scripts[name])

    def end():
        nonlocal over
        over = True
        loop.stop()

    loop.call_at(END * vloop.TICK, end)
    perform(scripts["main"])
    while not over:
        loop.run_forever()
        trace.append(f"{loop.ticks()} returned")
    loop.close()
    return trace
