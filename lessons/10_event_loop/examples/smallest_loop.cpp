// An event loop: a queue of functions, and somebody who calls them.
#include <cstdio>
#include <deque>
#include <functional>
#include <utility>

// #region loop
std::deque<std::function<void()>> ready;

void call_soon(std::function<void()> f) {
  ready.push_back(std::move(f));
}

void pong(int n);

void ping(int n) {
  std::printf("ping %d ", n);
  call_soon([n] { pong(n); });
}

void pong(int n) {
  std::printf("pong %d%c", n, n < 3 ? ' ' : '\n');
  if (n < 3) call_soon([n] { ping(n + 1); });
}

int main() {
  call_soon([] { ping(1); });
  while (!ready.empty()) {
    const auto next = std::move(ready.front());
    ready.pop_front();
    next();
  }
}
// #endregion
