// Two tasks that gather() ties together, with and without a turn in
// between, awaited and not.
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "pots/aio/gather.hpp"
#include "pots/aio/run.hpp"

using namespace pots::aio;

// #region several
Task<> callee(std::string number, bool gives_way) {
  std::printf("Hello%s\n", number.c_str());
  if (gives_way) co_await yield_now();
}

Task<> caller(std::string number, bool gives_way) {
  co_await callee(number, gives_way);
  std::printf("World%s\n", number.c_str());
}

Future<void> both(bool give_way) {
  std::vector<Future<void>> tasks;
  tasks.push_back(create_task(caller("", give_way)));
  tasks.push_back(create_task(caller("2", give_way)));
  return gather(std::move(tasks));
}

Task<> leaves(bool give_way) {
  both(give_way);
  co_return;
}

Task<> waits() { co_await both(true); }

int main() {
  std::puts("- not awaited");
  run(leaves(false));
  std::puts("- not awaited, and each gives way after its Hello");
  run(leaves(true));
  std::puts("- awaited");
  run(waits());
}
// #endregion
