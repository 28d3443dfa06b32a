// What three slow answers cost, on the wall clock and in work.
#include <sys/resource.h>

#include <chrono>
#include <cstdio>

#include "pots/fetch.hpp"
#include "pots/slow_server.hpp"

// #region cost
double milliseconds(const timeval& t) {
  return t.tv_sec * 1e3 + t.tv_usec / 1e3;
}

int main() {
  pots::SlowServer server({.delay = std::chrono::milliseconds(100),
                           .larder = {{"page", "some words"}}});
  rusage before, after;  // of this thread: the server has its own
  const auto start = std::chrono::steady_clock::now();
  ::getrusage(RUSAGE_THREAD, &before);
  pots::fetch_all(server.port(), {"page", "page", "page"});
  ::getrusage(RUSAGE_THREAD, &after);
  const std::chrono::duration<double, std::milli> wall =
      std::chrono::steady_clock::now() - start;
  const double cpu =
      milliseconds(after.ru_utime) - milliseconds(before.ru_utime) +
      milliseconds(after.ru_stime) - milliseconds(before.ru_stime);
  std::printf("waited and worked:  about %.0f ms\n", wall.count());
  std::printf("worked:             about %.1f ms\n", cpu);
  std::printf("fell asleep:        about %ld times\n",
              after.ru_nvcsw - before.ru_nvcsw);
}
// #endregion
