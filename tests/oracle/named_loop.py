"""Callbacks and timers, without a task: what one turn does, and in which order.

The same programs as named_loop.hpp. Times are ticks.
"""

from vloop import TICK


def order(say, loop):
    def note(text):
        say(loop.ticks(), text)

    def soon_2():
        note("soon 2")
        second.cancel()

    def timer_10_first():
        note("timer 10, first")
        loop.call_soon(note, "soon, from timer 10")

    loop.call_soon(note, "soon 1")
    loop.call_later(20 * TICK, lambda: (note("timer 20"), loop.stop()))
    loop.call_later(10 * TICK, timer_10_first)
    second = loop.call_later(10 * TICK, note, "timer 10, second")
    loop.call_later(10 * TICK, note, "timer 10, third")
    loop.call_soon(soon_2)
    loop.call_soon(note, "soon 3")
    loop.run_forever()


def due_timers_go_behind(say, loop):
    def a():
        say("A")
        loop.call_soon(d)

    def d():
        say("D")
        loop.stop()

    loop.call_soon(a)
    loop.call_later(0, say, "B")
    loop.call_soon(say, "C")
    loop.run_forever()


def in_turns(say, loop):
    def again(name, count):
        say(name, count)
        if count < 3:
            loop.call_soon(again, name, count + 1)
        elif name == "pong":
            loop.stop()

    loop.call_soon(again, "ping", 1)
    loop.call_soon(again, "pong", 1)
    loop.run_forever()


def stopping(say, loop):
    def stop_and_go_on():
        say("stop")
        loop.stop()
        loop.call_soon(say, "next turn")

    loop.call_soon(say, "one turn")
    loop.stop()
    loop.run_forever()
    say("returned")
    loop.call_soon(stop_and_go_on)
    loop.call_soon(say, "same turn")
    loop.run_forever()
    say("returned")
    loop.stop()
    loop.run_forever()
    say("returned")


def stop_and_timers(say, loop):
    def first():
        say(loop.ticks(), "first")
        loop.stop()

    loop.call_later(3 * TICK, first)
    loop.call_later(3 * TICK, lambda: say(loop.ticks(), "second"))
    loop.call_later(4 * TICK, lambda: (say(loop.ticks(), "third"),
                                       loop.stop()))
    loop.stop()
    loop.run_forever()
    say(loop.ticks(), "returned")
    loop.run_forever()
    say(loop.ticks(), "returned")
    loop.run_forever()
    say(loop.ticks(), "returned")


def cancelling(say, loop):
    handles = {}

    def itself():
        say("itself")
        handles["itself"].cancel()
        handles["ended"].cancel()
        handles["due"].cancel()
        handles["soon"].cancel()
        handles["far"].cancel()

    handles["ended"] = loop.call_later(TICK, say, "ended")
    handles["itself"] = loop.call_later(2 * TICK, itself)
    handles["due"] = loop.call_later(2 * TICK, say, "due")
    loop.call_later(2 * TICK, lambda: handles.update(
        new=loop.call_soon(say, "new")))
    handles["far"] = loop.call_later(5 * TICK, say, "far")
    handles["soon"] = loop.call_soon(say, "soon")
    loop.call_later(7 * TICK, lambda: (say(loop.ticks(), "over"), loop.stop()))
    loop.run_forever()


def ties(say, loop):
    def later(at, name):
        loop.call_at(at * TICK, lambda: say(loop.ticks(), name))

    for at, name in ((4, "a"), (2, "b"), (4, "c"), (3, "d"), (2, "e"),
                     (4, "f"), (2, "g"), (3, "h")):
        later(at, name)
    loop.call_at(2 * TICK, later, 2, "late b")
    loop.call_at(3 * TICK, later, 1, "in the past")
    loop.call_at(6 * TICK, loop.stop)
    loop.run_forever()


def long_callback(say, loop):
    def work():
        loop._selector.now += 5 * TICK  # as if it computed for so long
        say(loop.ticks(), "worked")
        loop.call_later(TICK, lambda: say(loop.ticks(), "one later"))
        loop.call_soon(lambda: say(loop.ticks(), "soon"))

    for at in (1, 3, 6, 7):
        loop.call_later(at * TICK, lambda at=at: say(
            loop.ticks(), "timer", at))
    loop.call_soon(work)
    loop.call_later(9 * TICK, loop.stop)
    loop.run_forever()


def one_bad_callback(say, loop):
    def bad():
        say("bad")
        loop.call_soon(say, "next")
        raise ValueError("burnt")

    loop.set_exception_handler(
        lambda loop, context: say("error", context["exception"]))
    loop.call_soon(say, "before")
    loop.call_soon(bad)
    loop.call_soon(say, "behind")
    loop.call_later(TICK, bad)
    loop.call_later(2 * TICK, loop.stop)
    loop.run_forever()


PROGRAMS = (order, due_timers_go_behind, in_turns, stopping, stop_and_timers,
            cancelling, ties, long_callback, one_bad_callback)
