// When do the things that a coroutine holds die?
#include <cstdio>
#include <string>
#include <utility>

#include "pots/aio/run.hpp"

using namespace pots::aio;

// #region noisy
struct Noisy {
  explicit Noisy(const char* its_name) : name(its_name) {}
  Noisy(Noisy&& other) noexcept
      : name(std::exchange(other.name, nullptr)) {}
  ~Noisy() {
    if (name != nullptr) std::printf("  %s dies\n", name);
  }
  const char* name;
};

Task<> body(Noisy) {
  const Noisy local("local");
  co_await yield_now();
  std::puts("  body ends");
}

Task<> waits_for_it() {
  auto task = create_task(body(Noisy("parameter")));
  co_await task;
  std::puts("  and now others know that it is done");
}
// #endregion

// #region reference
Task<> greets(const std::string& name) {
  co_await yield_now();  // the string may be gone by now
  std::printf("  hello, %s\n", name.c_str());
}

Task<> wrong() {
  auto task = create_task(greets(std::string("a temporary")));
  co_await task;
}
// #endregion

// #region closure
Task<> also_wrong() {
  auto kitchen = std::string("kitchen");
  auto task = create_task([kitchen]() -> Task<> {
    co_await yield_now();  // the closure died with its full expression
    std::printf("  %s\n", kitchen.c_str());
  }());
  co_await task;
}
// #endregion

// #region by_value
Task<> greets_by_value(std::string name) {
  co_await yield_now();
  std::printf("  hello, %s\n", name.c_str());
}
// #endregion

// #region main
// wrong() and also_wrong() are for reading: nobody calls them.
int main() {
  std::puts("a task:");
  run(waits_for_it());
  std::puts("a parameter by value:");
  run(greets_by_value("a temporary"));
}
// #endregion
