#include "pots/aio/world.hpp"

#include <gtest/gtest.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <chrono>
#include <optional>
#include <system_error>

#include "pots/fd.hpp"

namespace pots::aio {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

// An epoll descriptor that watches one other.
struct Watched {
  Fd epoll{::epoll_create1(EPOLL_CLOEXEC)};
  Fd bell{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
  epoll_event events[4] = {};

  Watched() {
    epoll_event event{.events = EPOLLIN, .data = {.fd = bell.get()}};
    ::epoll_ctl(epoll.get(), EPOLL_CTL_ADD, bell.get(), &event);
  }
  int wait(World& world, std::optional<Duration> timeout) {
    return world.wait(epoll.get(), events, 4, timeout);
  }
  void ring() { ::eventfd_write(bell.get(), 1); }
};

TEST(VirtualWorld, JumpsToTheTimeThatIsWaitedFor) {
  VirtualWorld world;
  Watched watched;
  EXPECT_EQ(world.now(), Time(0));
  EXPECT_EQ(watched.wait(world, hours(3)), 0);
  EXPECT_EQ(world.now(), Time(hours(3)));
  EXPECT_EQ(watched.wait(world, Duration(0)), 0);
  EXPECT_EQ(world.now(), Time(hours(3)));
  world.advance(milliseconds(1));
  EXPECT_EQ(world.now(), Time(hours(3) + milliseconds(1)));
  EXPECT_EQ(world.waits(), 2);
}

TEST(VirtualWorld, StandsStillWhileSomethingIsReady) {
  VirtualWorld world;
  Watched watched;
  watched.ring();
  EXPECT_EQ(watched.wait(world, hours(3)), 1);
  EXPECT_EQ(watched.events[0].data.fd, watched.bell.get());
  EXPECT_EQ(watched.wait(world, std::nullopt), 1);
  EXPECT_EQ(world.now(), Time(0));
}

TEST(VirtualWorld, DoesNotSleepForEver) {
  VirtualWorld world;
  Watched watched;
  EXPECT_THROW(watched.wait(world, std::nullopt), WouldSleepForever);
}

TEST(VirtualWorld, DoesNotSpinForEver) {
  VirtualWorld world;
  Watched watched;
  watched.ring();
  const auto spin = [&](int times) {
    for (int i = 0; i < times; ++i) watched.wait(world, std::nullopt);
  };
  spin(5'000);
  EXPECT_THROW(spin(10'000), WouldSpinForever);
}

TEST(VirtualWorld, DoesNotTakeManyWaitsForSpinning) {
  VirtualWorld world;
  Watched watched;
  for (int i = 0; i < 30'000; ++i) watched.wait(world, milliseconds(1));
  EXPECT_EQ(world.now(), Time(milliseconds(30'000)));
}

TEST(RealWorld, LooksAndComesBackAtOnce) {
  Watched watched;
  EXPECT_EQ(watched.wait(real_world(), Duration(0)), 0);
  EXPECT_EQ(watched.wait(real_world(), Duration(-1)), 0);
  watched.ring();
  EXPECT_EQ(watched.wait(real_world(), std::nullopt), 1);
}

TEST(RealWorld, RoundsUp) {
  Watched watched;
  const Time before = real_world().now();
  EXPECT_EQ(watched.wait(real_world(), Duration(1)), 0);
  EXPECT_GE(real_world().now() - before, Duration(milliseconds(1)))
      << "a timeout of a nanosecond is a millisecond, or it would spin";
}

TEST(RealWorld, ThrowsWhatEpollSays) {
  epoll_event event{};
  EXPECT_THROW(real_world().wait(-1, &event, 1, Duration(0)),
               std::system_error);
}

}  // namespace
}  // namespace pots::aio
