// Virtual epoll sets against the real kernel's: the same calls, made at random,
// must be answered alike.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <random>
#include <string>

#include "common/adversary/interleavings.hpp"
#include "tests/common/adversary/epoll_set.hpp"

namespace pots::adv {
namespace {

// A few descriptors and two sets, one of them in the other, and what is done to
// them; the story is what they answered.
class RandomCalls {
 public:
  explicit RandomCalls(unsigned seed) : random_(seed) { open_all(); }

  std::string story(int calls) {
    std::string all;
    for (int i = 0; i < calls; ++i) all += one() + '\n';
    return all;
  }

 private:
  // The first four can be read and written; then the two ends of a pipe.
  static constexpr int kFiles = 8;

  void open_all() {
    int ends[2] = {-1, -1};
    files_[0] = make_bell();
    files_[1] = make_bell(0, EFD_NONBLOCK | EFD_SEMAPHORE);
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
    files_[2] = Fd(ends[0]);
    files_[3] = Fd(ends[1]);
    EXPECT_EQ(::pipe2(ends, O_NONBLOCK), 0);
    files_[4] = Fd(ends[0]);
    files_[5] = Fd(ends[1]);
    EXPECT_EQ(::pipe2(ends, O_NONBLOCK), 0);
    files_[6] = Fd(ends[0]);
    files_[7] = Fd(ends[1]);
  }

  // std::uniform_int_distribution is not the same everywhere; this is.
  int below(int n) {
    return static_cast<int>(random_() % static_cast<unsigned>(n));
  }

  std::uint32_t random_events(int file) {
    std::uint32_t events = 0;
    if (below(8) != 0) events |= EPOLLIN;
    // Peers of AF_UNIX tell of room more often than they must.
    if (below(3) == 0 && file != 2 && file != 3) events |= EPOLLOUT;
    if (below(3) == 0) events |= EPOLLRDHUP;
    if (below(3) == 0) events |= EPOLLET;
    if (below(5) == 0) events |= EPOLLONESHOT;
    return events;
  }

  static std::string result(long n) {
    return n < 0 ? ::strerrorname_np(errno) : std::to_string(n);
  }

  static std::string read_one(int fd) {
    eventfd_t eight = 0;
    const std::string count = result(::read(fd, &eight, sizeof eight));
    return count + ' ' + std::to_string(eight);
  }

  std::string one() {
    const int file = below(kFiles + 1);  // the last: the inner set
    const int fd = file < kFiles ? files_[file].get() : inner_.get();
    const char name = static_cast<char>('a' + file);
    const EpollSet& set = below(3) == 0 || file == kFiles ? outer_ : inner_;
    const std::string what =
        std::string(1, name) + (&set == &outer_ ? " outer " : " inner ");
    const eventfd_t eight = 1;
    switch (below(12)) {
      case 0:
      case 1:
        return what + "add " + set.add(fd, name, random_events(file));
      case 2:
        return what + "mod " + set.change(fd, name, random_events(file));
      case 3:
        return below(3) != 0 ? "-" : what + "del " + set.remove(fd);
      case 4:
      case 5:
      case 6:
        if (file == kFiles) return "-";
        return what + "write " + result(::write(fd, &eight, sizeof eight));
      case 7:
        if (file == kFiles) return "-";
        return what + "read " + read_one(fd);
      case 8:
        if (below(6) != 0 || file == kFiles) return "-";
        return what + "close, and a copy stays " + close_one(file);
      case 9:
        return what + "wait for one: " + set.wait(0, 1);
      default:
        return what + "wait: " + set.wait();
    }
  }

  // Closes the copy if there is one; else makes one and closes the original.
  std::string close_one(int file) {
    if (copies_[file].get() >= 0) {
      copies_[file] = Fd();
      return "no more";
    }
    copies_[file] = Fd(::dup(files_[file].get()));
    const int number = files_[file].get();
    files_[file] = Fd();
    // The number is to mean nothing to both kernels.
    return std::to_string(number >= 0);
  }

  std::mt19937 random_;
  EpollSet outer_, inner_;
  std::array<Fd, kFiles> files_, copies_;
};

TEST(VirtualEpollAndTheKernels, AnswerAlike) {
  Schedules plan;
  plan.may_be_sequential = true;
  plan.random = plan.priorities = 1;
  plan.stream_buffer = 1 << 16;  // Linux's pipes
  for (unsigned seed = 1; seed <= 15; ++seed) {
    constexpr int kCalls = 150;
    ::signal(SIGPIPE, SIG_IGN);
    const std::string real = RandomCalls(seed).story(kCalls);
    const Verdict verdict = explore_schedules(plan, [&] {
      const std::string played = RandomCalls(seed).story(kCalls);
      EXPECT_EQ(played, real);
    });
    ASSERT_TRUE(verdict.passed) << "seed " << seed << '\n' << verdict.report;
  }
}

}  // namespace
}  // namespace pots::adv
