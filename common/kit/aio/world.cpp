// See world.hpp.
#include "pots/aio/world.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <system_error>

namespace pots::aio {
namespace {

// epoll_wait, with 0 events for an interruption.
int look(int epfd, epoll_event* events, int cap, int milliseconds) {
  const int ready = epoll_wait(epfd, events, cap, milliseconds);
  if (ready >= 0) return ready;
  if (errno == EINTR) return 0;
  throw std::system_error(errno, std::generic_category(), "epoll_wait");
}

}  // namespace

Time RealWorld::now() {
  return std::chrono::steady_clock::now().time_since_epoch();
}

int RealWorld::wait(int epfd, epoll_event* events, int cap,
                    std::optional<Duration> timeout) {
  using std::chrono::milliseconds;
  if (!timeout) return look(epfd, events, cap, -1);
  // Down would end before the time, and ask the kernel again and again.
  const Duration limited =
      std::clamp<Duration>(*timeout, Duration::zero(), std::chrono::hours(24));
  return look(
      epfd, events, cap,
      static_cast<int>(std::chrono::ceil<milliseconds>(limited).count()));
}

World& real_world() {
  static RealWorld world;
  return world;
}

int VirtualWorld::wait(int epfd, epoll_event* events, int cap,
                       std::optional<Duration> timeout) {
  ++waits_;
  const int ready = look(epfd, events, cap, 0);
  if (ready == 0 && !timeout) {
    throw WouldSleepForever(
        "the loop would sleep for ever: nothing is ready, no timer is set, and "
        "no descriptor that it watches is ready");
  }
  if (ready == 0 && *timeout > Duration::zero()) {
    now_ += *timeout;
    unmoved_ = 0;
  } else {
    watch_for_spinning(events, ready);
  }
  return ready;
}

void VirtualWorld::watch_for_spinning(const epoll_event* events, int ready) {
  std::uint64_t sum = 1;
  for (int i = 0; i < ready; ++i) {
    sum = sum * 1099511628211U ^ events[i].data.u64 ^
          static_cast<std::uint64_t>(events[i].events) << 40;
  }
  unmoved_ = sum == last_ready_ ? unmoved_ + 1 : 0;
  last_ready_ = sum;
  if (unmoved_ < 10'000) return;
  throw WouldSpinForever(
      "the loop would spin for ever: it waited 10,000 times, and neither the "
      "clock nor a descriptor moved");
}

}  // namespace pots::aio
