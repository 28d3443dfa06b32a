// Eight things from a slow larder: one by one, and all at once.
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "pots/fetch.hpp"
#include "pots/parallel_fetch.hpp"
#include "pots/signals.hpp"
#include "pots/slow_server.hpp"

void measure(const char* how, auto work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  const std::chrono::duration<double, std::milli> time =
      std::chrono::steady_clock::now() - start;
  std::printf("%s: about %.0f ms\n", how, time.count());
}

int main() {
  pots::ignore_sigpipe();
  pots::SlowServer server({.delay = std::chrono::milliseconds(50),
                           .larder = {{"page", "some words"}}});
  // #region fetch
  const std::vector<std::string> keys(8, "page");
  measure("one after another", [&] {
    pots::fetch_all(server.port(), keys);  // 01.fetch
  });
  measure("a thread for each", [&] {
    pots::fetch_all(keys, [&](const std::string& key) {
      return pots::fetch(server.port(), key);
    });
  });
  // #endregion
}
