// Fd closes what it owns, once, and nothing else; and the two smallest headers.
#include "pots/fd.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <type_traits>
#include <utility>
#include <vector>

#include "pots/errors.hpp"
#include "pots/signals.hpp"

namespace {

std::vector<int> closed;
bool close_is_interrupted = false;

// While a test records, calls of close() are written down, not made.
bool recording = false;

}  // namespace

// Takes the place of libc's in this program.
extern "C" int close(int fd) {
  if (!recording) return static_cast<int>(::syscall(SYS_close, fd));
  closed.push_back(fd);
  if (!close_is_interrupted) return 0;
  errno = EINTR;
  return -1;
}

namespace pots {
namespace {

class FdTest : public ::testing::Test {
 protected:
  FdTest() {
    closed.clear();
    close_is_interrupted = false;
    recording = true;
  }
  ~FdTest() override { recording = false; }
};

using Numbers = std::vector<int>;

static_assert(!std::is_copy_constructible_v<Fd>);
static_assert(!std::is_copy_assignable_v<Fd>);
static_assert(std::is_nothrow_move_constructible_v<Fd>);
static_assert(std::is_nothrow_move_assignable_v<Fd>);
static_assert(!std::is_convertible_v<int, Fd>);
static_assert(!std::is_convertible_v<Fd, int>);

TEST_F(FdTest, ClosesInTheDestructor) {
  {
    const Fd fd(1000);
    EXPECT_EQ(fd.get(), 1000);
    EXPECT_EQ(closed, Numbers{});
  }
  EXPECT_EQ(closed, Numbers{1000});
}

TEST_F(FdTest, OwnsDescriptorZero) {
  { const Fd fd(0); }
  EXPECT_EQ(closed, Numbers{0});
}

TEST_F(FdTest, ClosesNothingWhenEmpty) {
  {
    const Fd none;
    const Fd failed(-1);
    EXPECT_EQ(none.get(), -1);
    EXPECT_EQ(failed.get(), -1);
  }
  EXPECT_EQ(closed, Numbers{});
}

TEST_F(FdTest, IsEmptyAfterAMove) {
  {
    Fd from(1000);
    const Fd to(std::move(from));
    EXPECT_EQ(from.get(), -1);
    EXPECT_EQ(to.get(), 1000);
  }
  EXPECT_EQ(closed, Numbers{1000});
}

TEST_F(FdTest, ClosesTheOldOneWhenANewOneIsAssigned) {
  {
    Fd fd(1000);
    fd = Fd(1001);
    EXPECT_EQ(fd.get(), 1001);
    EXPECT_EQ(closed, Numbers{1000});
  }
  EXPECT_EQ(closed, (Numbers{1000, 1001}));
}

TEST_F(FdTest, ClosesEarlyWhenAnEmptyOneIsAssigned) {
  Fd fd(1000);
  fd = Fd();
  EXPECT_EQ(fd.get(), -1);
  EXPECT_EQ(closed, Numbers{1000});
}

TEST_F(FdTest, SurvivesAssignmentToItself) {
  {
    Fd fd(1000);
    Fd& same = fd;
    fd = std::move(same);
    EXPECT_EQ(fd.get(), 1000);
    EXPECT_EQ(closed, Numbers{});
  }
  EXPECT_EQ(closed, Numbers{1000});
}

TEST_F(FdTest, NeverClosesAgainAfterEintr) {
  close_is_interrupted = true;
  { const Fd fd(1000); }
  EXPECT_EQ(closed, Numbers{1000});
}

TEST(Errors, AreRuntimeErrorsThatCannotBeMistakenForEachOther) {
  static_assert(std::is_base_of_v<std::runtime_error, protocol_error>);
  static_assert(std::is_base_of_v<std::runtime_error, not_found>);
  static_assert(!std::is_base_of_v<protocol_error, not_found>);
  static_assert(!std::is_base_of_v<not_found, protocol_error>);
  EXPECT_STREQ(not_found("such key").what(), "such key");
}

TEST(Signals, TurnABrokenPipeIntoAnError) {
  ignore_sigpipe();
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  Fd reader(ends[0]);
  const Fd writer(ends[1]);
  reader = Fd();
  EXPECT_EQ(::write(writer.get(), "x", 1), -1);
  EXPECT_EQ(errno, EPIPE);
}

}  // namespace
}  // namespace pots
