// The kernel player: what it offers, counts that are known, and its verdicts.
#include "common/adversary/kernel.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "failure_of.hpp"
#include "wrong/subject.hpp"

namespace pots::adv {
namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != text.npos;
}

// A pipe with something in it; both ends close at the end of a run.
class Source {
 public:
  explicit Source(const char* bytes, bool more_to_come = true) {
    EXPECT_EQ(::pipe2(ends_, O_CLOEXEC), 0);
    const std::string text = bytes;
    EXPECT_EQ(::write(ends_[1], text.data(), text.size()),
              static_cast<ssize_t>(text.size()));
    if (!more_to_come) close_writer();
  }
  ~Source() {
    ::close(ends_[0]);
    close_writer();
  }
  int fd() const { return ends_[0]; }
  int writer() const { return ends_[1]; }

 private:
  void close_writer() {
    if (ends_[1] != -1) ::close(ends_[1]);
    ends_[1] = -1;
  }
  int ends_[2];
};

TEST(Kernel, OffersEverySplitAndEintr) {
  // C(6 + 5, 5) = 462 ways for six bytes with up to five unkind answers.
  testing::internal::CaptureStdout();
  for_every_kernel({.unkind = 5}, [](Kernel& kernel) {
    Source source("abcdefNEXT");
    kernel.drive(source.fd());
    char got[6] = {};
    ASSERT_EQ(read_all(source.fd(), got, 6), 6);
    EXPECT_EQ(std::string(got, 6), "abcdef");
  });
  EXPECT_EQ(testing::internal::GetCapturedStdout(),
            "Explored: all 462 runs with up to 5 unkind answers, and 2,000 "
            "random ones.\n");
}

TEST(Kernel, OffersEintrAtTheEndToo) {
  // Ten single bytes and the end: eleven calls, up to three EINTR: C(14, 3).
  testing::internal::CaptureStdout();
  for_every_kernel({.unkind = 3, .random = 0}, [](Kernel& kernel) {
    Source source("0123456789", /*more_to_come=*/false);
    kernel.drive(source.fd());
    char byte;
    while (read_all(source.fd(), &byte, 1) == 1) {
    }
  });
  EXPECT_EQ(testing::internal::GetCapturedStdout(),
            "Explored: all 364 runs with up to 3 unkind answers.\n");
}

TEST(Kernel, ShowsAShortReadAtTheStudentsLine) {
  const std::string text = failure_of([] {
    for_every_kernel({.unkind = 2}, [](Kernel& kernel) {
      Source source("abcdef");
      kernel.drive(source.fd());
      char got[6] = {};
      const long n = read_once(source.fd(), got, 6);
      EXPECT_EQ(n, 6) << "read_once returned " << n << ", expected 6";
    });
  });
  EXPECT_TRUE(first_line(text).starts_with("read_once returned 1, expected 6"))
      << text;
  EXPECT_TRUE(has(text,
                  ", 6 bytes)  :22   gives 1: \"a\"   "
                  "<-- fewer than it could"))
      << text;
  EXPECT_TRUE(has(text, "Without it the case passes (checked).")) << text;
  EXPECT_TRUE(has(text, "tests/common/adversary/wrong/subject.cpp:22")) << text;
  // Six of the seven runs with one unkind answer break: all but none.
  EXPECT_TRUE(has(text, "all 7 runs with up to 1 unkind answer; 6 of them"))
      << text;
}

TEST(Kernel, SaysWhatWouldWaitForEver) {
  const std::string text = failure_of([] {
    for_every_kernel({.unkind = 0}, [](Kernel& kernel) {
      Source source("abc");
      kernel.drive(source.fd());
      char got[6] = {};
      read_all(source.fd(), got, 6);
    });
  });
  EXPECT_TRUE(has(first_line(text),
                  ", 3 bytes) would wait for ever: "
                  "nothing more will come"))
      << text;
}

TEST(Kernel, SaysWhenAFullPipeWouldWaitForEver) {
  const std::string text = failure_of([] {
    for_every_kernel({.unkind = 0}, [](Kernel& kernel) {
      Source pipe("");
      kernel.drive(pipe.writer());
      const std::string much(1 << 20, 'x');
      static_cast<void>(!::write(pipe.writer(), much.data(), much.size()));
    });
  });
  EXPECT_TRUE(has(first_line(text), "would wait for ever: nobody takes"))
      << text;
}

TEST(Kernel, EndsProgramsThatReadPastTheEnd) {
  const std::string text = failure_of([] {
    for_every_kernel({.unkind = 0}, [](Kernel& kernel) {
      Source source("abc", /*more_to_come=*/false);
      kernel.drive(source.fd());
      char got[6] = {};
      read_past_the_end(source.fd(), got, 6);
    });
  });
  EXPECT_TRUE(
      has(first_line(text), "still reading after the end of the stream"))
      << text;
}

TEST(Kernel, GivesTheErrorsThatACaseLists) {
  for_every_kernel({.unkind = 1, .errors = {ECONNRESET, EIO}},
                   [](Kernel& kernel) {
                     Source source("abc");
                     kernel.drive(source.fd());
                     char got[3];
                     const long n = read_all(source.fd(), got, 3);
                     if (n == -1) {
                       const int error = errno;
                       EXPECT_EQ(error, kernel.first_error());
                       EXPECT_TRUE(error == ECONNRESET || error == EIO);
                     } else {
                       EXPECT_EQ(kernel.first_error(), 0);
                     }
                     EXPECT_EQ(kernel.calls_after_end(), 0);
                   });
}

TEST(Kernel, CanEndAStreamEarly) {
  // Some run must see fewer than three bytes without an error.
  const std::string text = failure_of([] {
    for_every_kernel({.unkind = 1, .random = 0, .end_of_file = true},
                     [](Kernel& kernel) {
                       Source source("abc");
                       kernel.drive(source.fd());
                       char got[3];
                       EXPECT_EQ(read_all(source.fd(), got, 3), 3);
                       char more;
                       static_cast<void>(more);
                     });
  });
  EXPECT_TRUE(has(text, "end of file")) << text;
  EXPECT_TRUE(has(text, " 1:end\n")) << text;
}

TEST(Kernel, SpoilsErrnoOfEveryCallThatSucceeds) {
  for_every_kernel({.unkind = 0, .random = 0}, [](Kernel& kernel) {
    Source source("abc");
    kernel.drive(source.fd());
    char got[3];
    errno = 0;
    EXPECT_EQ(::read(source.fd(), got, 3), 3);
    EXPECT_EQ(errno, EXDEV);
    errno = 0;
    EXPECT_EQ(::write(2, "", 0), 0);  // nobody drives it
    EXPECT_EQ(errno, EXDEV);
  });
}

TEST(Kernel, CatchesADescriptorThatIsClosedTwice) {
  const std::string text = failure_of([] {
    for_every_kernel({.unkind = 0}, [](Kernel& kernel) {
      int ends[2];
      ASSERT_EQ(::pipe(ends), 0);
      kernel.drive(ends[0]);
      ::close(ends[1]);
      ::close(ends[0]);
      ::close(ends[0]);
    });
  });
  EXPECT_TRUE(has(first_line(text), "is closed twice")) << text;
}

TEST(Kernel, LetsANumberBeUsedAgain) {
  for_every_kernel({.unkind = 2, .random = 0}, [](Kernel& kernel) {
    const int first = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    kernel.drive(first);
    char byte;
    EXPECT_EQ(read_all(first, &byte, 1), 0);
    ::close(first);
    const int second = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    EXPECT_EQ(first, second);
    ::close(second);
  });
}

TEST(Kernel, ClosesAlsoWhenCloseIsInterrupted) {
  for_every_kernel({.unkind = 3, .random = 0}, [](Kernel& kernel) {
    Source source("abc");
    kernel.drive(source.fd());
    const int copy = ::dup(source.fd());  // driven, because it comes from one
    ASSERT_GE(copy, 0);
    static_cast<void>(::close(copy));
    EXPECT_EQ(::fcntl(copy, F_GETFD), -1);
    EXPECT_EQ(kernel.count("close"), 1);
  });
}

TEST(Kernel, FailsWhenNoCallCame) {
  const std::string text = failure_of([] {
    for_every_kernel({.unkind = 0}, [](Kernel& kernel) {
      Source source("abc");
      kernel.drive(source.fd());
    });
  });
  EXPECT_TRUE(first_line(text).starts_with("not driven")) << text;
}

TEST(Kernel, SeesThatStdioGoesPastIt) {
  const std::string text = failure_of([] {
    for_every_kernel({.unkind = 0}, [](Kernel& kernel) {
      Source source("abc\n");
      kernel.drive(source.fd());
      FILE* file = ::fdopen(::fcntl(source.fd(), F_DUPFD_CLOEXEC, 0), "r");
      char line[8];
      EXPECT_NE(std::fgets(line, sizeof line, file), nullptr);
      std::fclose(file);
    });
  });
  EXPECT_TRUE(first_line(text).starts_with("not driven")) << text;
}

TEST(Kernel, AnswersEagainOnlyToThoseWhoDoNotBlock) {
  for_every_kernel({.unkind = 1, .random = 0}, [](Kernel& kernel) {
    Source source("");
    ::fcntl(source.fd(), F_SETFL, O_NONBLOCK);
    kernel.drive(source.fd());
    char byte;
    EXPECT_EQ(::read(source.fd(), &byte, 1), -1);
    EXPECT_EQ(errno, EAGAIN);
  });
}

}  // namespace
}  // namespace pots::adv
