// Waits for a plain bool that another thread sets.
#include <chrono>
#include <cstdio>
#include <thread>

using namespace std::chrono_literals;

// #region wait
bool ready = false;

int main() {
  const auto start = std::chrono::steady_clock::now();
  std::jthread other([] {
    std::this_thread::sleep_for(50ms);
    ready = true;
  });
  while (!ready) {
  }
  const std::chrono::duration<double, std::milli> time =
      std::chrono::steady_clock::now() - start;
  std::printf("waited about %.0f ms, ready is %d\n", time.count(),
              ready);
}
// #endregion
