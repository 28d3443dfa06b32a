// Three threads fetch a page each and keep it in a list: the lock held
// meanwhile, or only for the list.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "pots/fetch.hpp"
#include "pots/signals.hpp"
#include "pots/slow_server.hpp"

// #region fetch
struct Pages {
  std::mutex mutex;  // protects list
  std::vector<std::string> list;
};

void under_the_lock(Pages& pages, std::uint16_t port) {
  const std::lock_guard lock(pages.mutex);
  pages.list.push_back(pots::fetch(port, "page"));
}

void before_the_lock(Pages& pages, std::uint16_t port) {
  std::string page = pots::fetch(port, "page");
  const std::lock_guard lock(pages.mutex);
  pages.list.push_back(std::move(page));
}
// #endregion

void run(const char* how, void (*work)(Pages&, std::uint16_t)) {
  const pots::SlowServer server(
      {.delay = std::chrono::milliseconds(100),
       .larder = {{"page", "some words"}}});
  Pages pages;
  const auto start = std::chrono::steady_clock::now();
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 3; ++i) {
      threads.emplace_back(work, std::ref(pages), server.port());
    }
  }
  const std::chrono::duration<double, std::milli> time =
      std::chrono::steady_clock::now() - start;
  std::printf("%s: %zu pages, about %.0f ms\n", how, pages.list.size(),
              time.count());
}

int main() {
  pots::ignore_sigpipe();
  run("fetch under the lock ", under_the_lock);
  run("fetch before the lock", before_the_lock);
}
