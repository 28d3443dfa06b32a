// Three things from a slow larder, one after another.
#include <chrono>
#include <cstdio>

#include "pots/fetch.hpp"
#include "pots/signals.hpp"
#include "pots/slow_server.hpp"

int main() {
  // #region fetch
  pots::ignore_sigpipe();
  pots::SlowServer server({.delay = std::chrono::milliseconds(100),
                           .larder = {{"flour", "a bag of flour"},
                                      {"eggs", "six eggs"},
                                      {"salt", "a pinch of salt"}}});
  const auto start = std::chrono::steady_clock::now();
  for (const char* key : {"flour", "eggs", "salt"})
    std::puts(pots::fetch(server.port(), key).c_str());
  const std::chrono::duration<double, std::milli> time =
      std::chrono::steady_clock::now() - start;
  std::printf("about %.0f ms\n", time.count());
  // #endregion
}
