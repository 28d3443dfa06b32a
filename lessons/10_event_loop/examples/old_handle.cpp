// What an old handle names, once its slot has a new owner.
#include <cstdio>
#include <utility>

#include "pots/aio/callbacks.hpp"
#include "pots/aio/ready_queue.hpp"

// #region handle
int main() {
  pots::aio::Callbacks callbacks;
  pots::aio::ReadyQueue ready;
  const auto call_soon = [&](pots::aio::Callback f) {
    pots::aio::Timer& slot = callbacks.make(std::move(f));
    ready.push(slot);
    return callbacks.handle(slot);
  };

  pots::aio::Handle eggs = call_soon([] { std::puts("eggs"); });
  run_batch(ready);
  call_soon([] { std::puts("dumplings"); });
  eggs.cancel();  // too late for the eggs
  run_batch(ready);
  std::printf("slots: %zu\n", callbacks.slots());
}
// #endregion
