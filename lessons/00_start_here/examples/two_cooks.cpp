// The same two pots in real time, by one thread and by two.
#include <chrono>
#include <cstdio>
#include <thread>

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
constexpr auto kMinute = 10ms;

// #region cook
void cook() {
  std::this_thread::sleep_for(1 * kMinute);  // puts it on
  std::this_thread::sleep_for(8 * kMinute);  // waits until it boils
  std::this_thread::sleep_for(1 * kMinute);  // drops dumplings in
  std::this_thread::sleep_for(6 * kMinute);  // waits until cooked
  std::this_thread::sleep_for(1 * kMinute);  // serves
}
// #endregion

void print_minutes(const char* who, Clock::time_point start) {
  const std::chrono::duration<double> took = Clock::now() - start;
  std::printf("%s: about %.0f minutes\n", who, took / kMinute);
}

int main() {
  // #region cooks
  Clock::time_point start = Clock::now();
  cook();
  cook();
  print_minutes("one cook, one pot after another", start);

  start = Clock::now();
  {
    std::jthread one(cook);
    std::jthread other(cook);
  }  // a jthread waits here until its cook is done
  print_minutes("two cooks, a pot each", start);
  // #endregion
}
