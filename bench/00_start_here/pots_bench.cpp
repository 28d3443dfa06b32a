// bm_pots: three ways to cook n pots, in real time; one minute is 1 ms here.
//
// The cook's hands are a sleep, not a computation: a minute of hands is a
// minute in which this cook does nothing else, however many processors there
// are. So the curves show what waiting costs, on any machine.
#include <benchmark/benchmark.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <thread>
#include <vector>

#include "pots/fd.hpp"

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto kMinute = 1ms;
constexpr auto kHeating = 8 * kMinute;
constexpr auto kCooking = 6 * kMinute;
constexpr int kMostPots = 16;

timespec to_timespec(std::chrono::nanoseconds t) {
  return {static_cast<time_t>(t.count() / 1'000'000'000),
          static_cast<long>(t.count() % 1'000'000'000)};
}

// One minute of a cook's hands.
void hands() {
  const timespec until =
      to_timespec((Clock::now() + kMinute).time_since_epoch());
  while (::clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, nullptr)) {
  }
}

// A place on the stove: a timer that becomes readable when the pot is ready.
class Place {
 public:
  Place() : timer_(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC)) {}

  int fd() const { return timer_.get(); }

  void start(std::chrono::nanoseconds how_long) {
    const itimerspec once{{0, 0}, to_timespec(how_long)};
    if (::timerfd_settime(fd(), 0, &once, nullptr) != 0) std::abort();
  }

  void wait() {
    std::uint64_t times;
    if (::read(fd(), &times, sizeof times) != sizeof times) std::abort();
  }

 private:
  pots::Fd timer_;
};

void cook_blocking(Place& pot) {
  hands();
  pot.start(kHeating);
  pot.wait();
  hands();
  pot.start(kCooking);
  pot.wait();
  hands();
}

void one_after_another(std::vector<Place>& pots) {
  for (Place& pot : pots) cook_blocking(pot);
}

void a_cook_each(std::vector<Place>& pots) {
  std::vector<std::jthread> cooks;
  cooks.reserve(pots.size());
  for (Place& pot : pots) cooks.emplace_back([&pot] { cook_blocking(pot); });
}

// One thread; poll() says which pots are ready, oldest place first.
void one_cook(std::vector<Place>& pots) {
  std::vector<pollfd> stove;
  std::vector<bool> boiled(pots.size(), false);
  for (Place& pot : pots) {
    hands();
    pot.start(kHeating);
    stove.push_back({pot.fd(), POLLIN, 0});
  }
  for (std::size_t served = 0; served < pots.size();) {
    if (::poll(stove.data(), stove.size(), -1) < 0) std::abort();
    for (std::size_t i = 0; i < pots.size(); ++i) {
      if (stove[i].revents == 0) continue;
      pots[i].wait();  // returns at once: the timer is readable
      hands();
      if (!boiled[i]) {
        boiled[i] = true;
        pots[i].start(kCooking);
      } else {
        stove[i].fd = -1;  // poll leaves negative descriptors out
        ++served;
      }
    }
  }
}

void bm_pots(benchmark::State& state, void (*cook)(std::vector<Place>&)) {
  std::vector<Place> pots(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) cook(pots);
}

void add(const char* name, void (*cook)(std::vector<Place>&)) {
  benchmark::RegisterBenchmark(name, bm_pots, cook)
      ->RangeMultiplier(2)
      ->Range(1, kMostPots)
      ->UseRealTime()
      ->Unit(benchmark::kMillisecond)
      ->MinTime(0.1)
      ->Repetitions(5);
}

// Burns n threads for 100 ms each; processor time over wall time is how many
// processors the machine really grants, whatever it says it has.
double granted_cpus() {
  const unsigned n = std::max(1u, std::thread::hardware_concurrency());
  const auto start = Clock::now();
  const std::clock_t cpu = std::clock();
  {
    std::vector<std::jthread> burners;
    for (unsigned i = 0; i < n; ++i) {
      burners.emplace_back([start] {
        while (Clock::now() < start + 100ms) {
        }
      });
    }
  }
  const std::chrono::duration<double> wall = Clock::now() - start;
  return (std::clock() - cpu) / double{CLOCKS_PER_SEC} / wall.count();
}

}  // namespace

int main(int argc, char** argv) {
  // A sleep may end 50 us late by default; that is 5 % of our minute.
  ::prctl(PR_SET_TIMERSLACK, 1);
  std::printf(
      "CPUs really granted: %.1f of %u (bm_pots sleeps; one is enough)\n",
      granted_cpus(), std::thread::hardware_concurrency());
  std::fflush(stdout);
  add("bm_pots/blocking", one_after_another);
  add("bm_pots/one_cook", one_cook);
  add("bm_pots/threads", a_cook_each);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
