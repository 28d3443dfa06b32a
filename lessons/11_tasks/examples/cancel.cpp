// Asking a task to stop: before it starts, while it waits, and one that
// refuses.
#include <chrono>
#include <cstdio>

#include "pots/aio/run.hpp"

using namespace pots::aio;
using std::chrono::milliseconds;

// #region tasks
Task<> obedient() {
  std::puts("  obedient starts");
  try {
    co_await sleep(milliseconds(1000));
  } catch (const CancelledError&) {
    std::puts("  obedient cleans up");
    throw;
  }
}

Task<int> stubborn() {
  try {
    co_await sleep(milliseconds(1000));
  } catch (const CancelledError&) {
    std::puts("  stubborn goes on");
  }
  co_await sleep(milliseconds(50));
  co_return 5;
}
// #endregion

// #region kitchen
Task<> kitchen() {
  auto early = create_task(obedient());
  std::printf("not started: cancel() is %d\n", early->cancel());
  co_await yield_now();
  std::printf("  cancelled? %d\n", early->cancelled());

  auto waiting = create_task(obedient());
  co_await sleep(milliseconds(10));
  std::printf("waiting: cancel() is %d\n", waiting->cancel());
  std::printf("  done? %d\n", waiting->done());
  co_await yield_now();
  std::printf("  done? %d cancelled? %d\n", waiting->done(),
              waiting->cancelled());
  std::printf("done: cancel() is %d\n", waiting->cancel());

  auto refusing = create_task(stubborn());
  co_await sleep(milliseconds(10));
  std::printf("refusing: cancel() is %d\n", refusing->cancel());
  const int value = co_await refusing;
  std::printf("  it returned %d after all\n", value);
}

int main() {
  VirtualWorld world;
  run(kitchen(), world);
}
// #endregion
