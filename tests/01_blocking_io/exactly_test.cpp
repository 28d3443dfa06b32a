// What read_exactly and write_all promise, whatever the kernel answers.
#include "pots/exactly.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <string>
#include <string_view>
#include <system_error>

#include "pots/adversary.hpp"
#include "pots/fd.hpp"
#include "pots/testing.hpp"
#include "stream_checks.hpp"

namespace pots {
namespace {

using adv::Kernel;
using checks::errno_name;
using checks::fail;
using checks::FencedBuffer;
using checks::in_quotes;

constexpr std::string_view kMessage = "abcdef";

// How a call ended: with a count, or with the errno of a system_error.
struct Outcome {
  std::string call;
  std::size_t count = 0;
  int error = 0;

  std::string text() const {
    if (error != 0) return "threw system_error " + errno_name(error);
    if (call == "write_all") return "returned";
    return "returned " + std::to_string(count);
  }
};

Outcome try_read(Kernel& kernel, int fd, FencedBuffer& buffer) {
  Outcome outcome{.call = "read_exactly"};
  try {
    outcome.count = read_exactly(fd, buffer.inside());
  } catch (const std::system_error& error) {
    outcome.error = error.code().value();
  }
  kernel.run().note("you", outcome.text());
  return outcome;
}

Outcome try_write(Kernel& kernel, int fd, std::string_view data) {
  Outcome outcome{.call = "write_all"};
  try {
    write_all(fd, data);
  } catch (const std::system_error& error) {
    outcome.error = error.code().value();
  }
  kernel.run().note("you", outcome.text());
  return outcome;
}

// The error thrown must be the one that the kernel gave, and nothing may be
// asked after it. True: there was one, and all of that holds.
bool reported_an_error(Kernel& kernel, const Outcome& outcome) {
  const int expected = checks::refused_transfer(kernel);
  const std::string ended = outcome.call + " " + outcome.text();
  if (expected != 0 && outcome.error == 0) {
    fail(kernel, ended + ", expected " + errno_name(expected),
         errno_name(expected) +
             " is an error of the stream, not its end, and "
             "trying again does not mend it: the caller has to be told.");
  }
  if (expected != 0 && outcome.error != expected) {
    fail(kernel, ended + ", expected " + errno_name(expected),
         "any call may change errno, also one that succeeds: use errno before "
         "the next call, or keep it in a variable.");
  }
  if (checks::transfers_after_refusal(kernel) > 0 ||
      checks::transfers_after_end_of_file(kernel) > 0) {
    fail(kernel, outcome.call + " asked again after it was over",
         "after an error or the end of the stream there is nothing more to "
         "come; the next call may block for ever.");
  }
  if (expected != 0) return true;
  if (outcome.error == 0) return false;
  if (checks::refused_otherwise(kernel, outcome.error)) return true;
  fail(kernel, ended + ", expected no error",
       outcome.error == EINTR
           ? "EINTR says that a signal came before any byte was moved; the "
             "stream is fine. Ask again."
           : "no call had failed with " + errno_name(outcome.error) + ".");
}

void expect_stored(Kernel& kernel, const Outcome& outcome, FencedBuffer& buffer,
                   std::string_view expected) {
  const std::string ended = "read_exactly " + outcome.text();
  if (!buffer.fence_stands()) {
    fail(kernel, "read_exactly wrote outside of buf",
         "ask only for what is missing, and put it where it is missing: bytes "
         "next to buf were overwritten.");
  }
  if (outcome.count < expected.size()) {
    fail(kernel, ended + ", expected " + std::to_string(expected.size()),
         "read may give fewer bytes than asked; the stream had not ended and " +
             std::to_string(expected.size() - outcome.count) +
             " bytes were still to come.");
  }
  if (outcome.count > expected.size()) {
    fail(kernel, ended + ", expected " + std::to_string(expected.size()),
         "the count says how many bytes of buf were filled from the stream; "
         "there were only " +
             std::to_string(expected.size()) + ".");
  }
  const std::string stored = buffer.first(outcome.count);
  if (stored != expected) {
    fail(kernel,
         "buf is " + in_quotes(stored) + ", expected " + in_quotes(expected),
         "each read puts its bytes where you tell it to: behind those that "
         "have come already.");
  }
}

void expect_arrived(Kernel& kernel, std::string_view arrived,
                    std::string_view expected) {
  if (arrived == expected) return;
  fail(kernel, in_quotes(arrived) + " arrived, expected " + in_quotes(expected),
       arrived.size() < expected.size()
           ? "write may take fewer bytes than offered; what it did not take "
             "has to be offered again."
           : "what write has taken must not be offered again.");
}

bool is_open(int fd) { return ::fcntl(fd, F_GETFD) != -1; }

// --- examples ---

TEST(Exactly, RoundTripsThroughAPipe) {
  for_every_kernel(checks::kind_kernel(), [](Kernel& kernel) {
    const testing::Pipe pipe = testing::make_pipe();
    kernel.drive(pipe.reader.get());
    kernel.drive(pipe.writer.get());
    // A '\0' is a byte like any other, and a string_view need not end in one.
    const std::string flour("flour\0\xff and water", 17);
    const std::string_view dough = std::string_view(flour).substr(0, 11);
    write_all(pipe.writer.get(), dough);
    write_all(pipe.writer.get(), "salt");

    std::string first(dough.size(), '?'), second(4, '?');
    EXPECT_EQ(read_exactly(pipe.reader.get(), first), first.size());
    EXPECT_EQ(first, dough);
    EXPECT_EQ(read_exactly(pipe.reader.get(), second), second.size());
    EXPECT_EQ(second, "salt");
  });
}

TEST(Exactly, MakesNoCallForNothing) {
  adv::KernelPlan silent = checks::kind_kernel();
  silent.may_stay_silent = true;
  for_every_kernel(silent, [](Kernel& kernel) {
    const testing::Pipe pipe = testing::make_pipe();
    testing::put(pipe.writer.get(), kMessage);
    kernel.drive(pipe.reader.get());
    kernel.drive(pipe.writer.get());
    EXPECT_EQ(read_exactly(pipe.reader.get(), {}), 0u);
    write_all(pipe.writer.get(), "");
    if (kernel.calls().empty()) return;
    fail(kernel, "made a call, expected none",
         "there was nothing to read or to write; a call could only fail or "
         "wait.");
  });
}

// --- read_exactly ---

TEST(Exactly, CollectsEverySplit) {
  for_every_kernel({.unkind = 5}, [](Kernel& kernel) {
    const testing::Pipe pipe = testing::make_pipe();
    testing::put(pipe.writer.get(), "abcdefNEXT");
    kernel.drive(pipe.reader.get());
    FencedBuffer buffer(kMessage.size());
    const Outcome outcome = try_read(kernel, pipe.reader.get(), buffer);
    reported_an_error(kernel, outcome);
    expect_stored(kernel, outcome, buffer, kMessage);
    const std::string rest = testing::take_all(pipe.reader.get());
    if (rest == "NEXT") return;
    fail(kernel, in_quotes(rest) + " is left, expected \"NEXT\"",
         "those bytes belong to whoever reads next: never ask for more than "
         "is missing.");
  });
}

TEST(Exactly, StopsAtEndOfFile) {
  for_every_kernel({}, [](Kernel& kernel) {
    testing::Pipe pipe = testing::make_pipe();
    const int bytes =
        kernel.run().pick("bytes before the end", {0, 1, 2, 3, 4, 5});
    const std::string_view there = kMessage.substr(0, bytes);
    testing::put(pipe.writer.get(), there);
    pipe.writer = Fd();
    kernel.drive(pipe.reader.get());
    FencedBuffer buffer(kMessage.size());
    const Outcome outcome = try_read(kernel, pipe.reader.get(), buffer);
    reported_an_error(kernel, outcome);
    expect_stored(kernel, outcome, buffer, there);
  });
}

TEST(Exactly, ReportsEveryReadError) {
  for_every_kernel(
      {.errors = {ECONNRESET, EIO, EBADF, EAGAIN}}, [](Kernel& kernel) {
        const testing::Pipe pipe = testing::make_pipe();
        testing::put(pipe.writer.get(), kMessage);
        kernel.drive(pipe.reader.get());
        FencedBuffer buffer(kMessage.size());
        const Outcome outcome = try_read(kernel, pipe.reader.get(), buffer);
        if (reported_an_error(kernel, outcome)) return;
        expect_stored(kernel, outcome, buffer, kMessage);
      });
}

// --- write_all ---

TEST(Exactly, DeliversEverySplit) {
  for_every_kernel({.unkind = 5}, [](Kernel& kernel) {
    const testing::Pipe pipe = testing::make_pipe();
    kernel.drive(pipe.writer.get());
    const Outcome outcome = try_write(kernel, pipe.writer.get(), kMessage);
    reported_an_error(kernel, outcome);
    expect_arrived(kernel, testing::take_all(pipe.reader.get()), kMessage);
  });
}

TEST(Exactly, ReportsEveryWriteError) {
  for_every_kernel({.errors = {EPIPE, ENOSPC, EAGAIN}}, [](Kernel& kernel) {
    const testing::Pipe pipe = testing::make_pipe();
    kernel.drive(pipe.writer.get());
    const Outcome outcome = try_write(kernel, pipe.writer.get(), kMessage);
    const bool failed = reported_an_error(kernel, outcome);
    const std::string arrived = testing::take_all(pipe.reader.get());
    // After an error: what was taken before it, and each byte of it once.
    expect_arrived(kernel, arrived,
                   failed ? kMessage.substr(0, arrived.size()) : kMessage);
  });
}

// --- both ---

TEST(Exactly, CountsPast64KiB) {
  std::string data(100'000, '\0');
  for (std::size_t i = 0; i < data.size(); ++i) data[i] = 'a' + i % 23;
  const Fd file = testing::make_memory_file();
  write_all(file.get(), data);
  ASSERT_EQ(::lseek(file.get(), 0, SEEK_END), 100'000);
  ASSERT_EQ(::lseek(file.get(), 0, SEEK_SET), 0);
  std::string got(data.size(), '?');
  EXPECT_EQ(read_exactly(file.get(), got), got.size());
  EXPECT_TRUE(got == data) << "the bytes differ from those in the file";
}

TEST(Exactly, LeavesNothingBehind) {
  for_every_kernel(
      {.unkind = 1, .random = 0, .errors = {EIO}}, [](Kernel& kernel) {
        testing::leaves_nothing_behind([&] {
          testing::Pipe pipe = testing::make_pipe();
          kernel.drive(pipe.reader.get());
          kernel.drive(pipe.writer.get());
          FencedBuffer buffer(kMessage.size());
          try {
            write_all(pipe.writer.get(), kMessage);
            read_exactly(pipe.reader.get(), buffer.inside());
            EXPECT_TRUE(is_open(pipe.writer.get())) << "write_all closed fd";
            pipe.writer = Fd();
            read_exactly(pipe.reader.get(), buffer.inside());
          } catch (const std::system_error&) {
            // On this way out, too, nothing may stay behind.
          }
          EXPECT_TRUE(is_open(pipe.reader.get())) << "read_exactly closed fd";
        });
      });
}

}  // namespace
}  // namespace pots
