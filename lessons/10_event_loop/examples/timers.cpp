// Five timers, of which one is cancelled.
#include <chrono>
#include <cstdio>

#include "pots/aio/timer_heap.hpp"

using namespace std::chrono_literals;
using pots::aio::Time;
using pots::aio::Timer;
using pots::aio::TimerHeap;

// #region timers
struct Named : Timer {
  explicit Named(const char* n) : name(n) {}
  const char* name;
};

int main() {
  Named a("a"), b("b"), c("c"), d("d"), never("never");
  TimerHeap heap([](Timer&) {});  // what is dropped is our own
  heap.push(20ms, d);
  heap.push(10ms, b);
  heap.push(10ms, never);
  heap.push(10ms, c);
  heap.push(5ms, a);
  heap.cancel(never);
  while (const auto next = heap.next_deadline()) {
    // Here a loop would sleep until then.
    Timer* due = heap.pop_due(*next);
    std::printf("%d %s\n", static_cast<int>(due->when / 1ms),
                static_cast<Named*>(due)->name);
  }
}
// #endregion
