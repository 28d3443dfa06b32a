// What BufferedReader promises: lines, counted bytes, and few calls.
#include "pots/buffered_reader.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "pots/adversary.hpp"
#include "pots/errors.hpp"
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
using checks::kind_kernel;

constexpr std::size_t kDefaultMax = 65536;
constexpr std::size_t kAnyLength = std::numeric_limits<std::size_t>::max();

// What a question to the reader gave, in words: "ab", nullopt, protocol_error,
// EIO.
template <class Question>
std::string told(Question question) {
  try {
    return question();
  } catch (const protocol_error&) {
    return "protocol_error";
  } catch (const std::system_error& error) {
    return errno_name(error.code().value());
  }
}

// A reader in front of a stream that the kernel plays, and what is expected of
// it: each question fails the run unless it gives the answer that is named.
class Interview {
 public:
  Interview(Kernel& kernel, const Fd& fd, std::string_view stream,
            std::size_t capacity, std::string_view why)
      : kernel_(kernel),
        stream_(stream),
        capacity_(capacity),
        why_(why),
        reader_(fd.get(), capacity) {
    kernel.drive(fd.get());
  }

  void line(std::string_view expected, std::size_t max = kDefaultMax) {
    expect("read_line", ask_line(max), in_quotes(expected));
  }
  void no_line() { expect("read_line", ask_line(kDefaultMax), "nullopt"); }
  void too_long(std::size_t max) {
    expect("read_line", ask_line(max), "protocol_error");
  }
  void bytes(std::size_t n, std::string_view expected) {
    expect("read_exactly(" + std::to_string(n) + ")", ask_bytes(n),
           in_quotes(expected));
  }

  std::string ask_line(std::size_t max) {
    return told([&] {
      const std::optional<std::string> got = reader_.read_line(max);
      return got ? in_quotes(*got) : "nullopt";
    });
  }
  std::string ask_bytes(std::size_t n) {
    return told([&]() -> std::string {
      FencedBuffer buffer(n);
      const std::size_t count = reader_.read_exactly(buffer.inside());
      if (!buffer.fence_stands()) return "bytes outside of buf";
      if (count > n) return "a count of " + std::to_string(count);
      return in_quotes(buffer.first(count));
    });
  }
  void expect(const std::string& question, const std::string& got,
              const std::string& expected) {
    if (kernel_.run().telling()) {
      kernel_.run().note("you", question + " gave " + got);
    }
    if (got == expected) return;
    const bool interrupted = got == "EINTR";
    fail(kernel_, question + " gave " + got + ", expected " + expected,
         interrupted ? std::string(checks::kWhyNotEintr)
                     : "the stream is " + in_quotes(stream_) + ", capacity " +
                           std::to_string(capacity_) + ": " + why_);
  }

 private:
  Kernel& kernel_;
  std::string_view stream_;
  std::size_t capacity_;
  std::string why_;
  BufferedReader reader_;
};

// A stream that holds `text` and then ends.
Fd stream_of(std::string_view text) {
  Fd file = testing::make_memory_file();
  testing::put(file.get(), text);
  ::lseek(file.get(), 0, SEEK_SET);
  return file;
}

// --- example ---

TEST(BufferedReader, GivesLineAfterLine) {
  adv::KernelPlan plan = kind_kernel();
  plan.may_stay_silent = true;  // then the missing line is what is reported
  for_every_kernel(plan, [](Kernel& kernel) {
    constexpr std::string_view kText = "a\r\n\nb\nlast";
    const Fd stream = stream_of(kText);
    Interview reader(kernel, stream, kText, 3,
                     "read until a '\\n' is there, and give what stands before "
                     "it; what stands behind it is for the next call.");
    reader.line("a");
    reader.line("");
    reader.line("b");
    reader.line("last");
    reader.no_line();
    reader.no_line();
  });
}

// --- the kernel plays ---

TEST(BufferedReader, FindsTheSameLinesInEverySplit) {
  for_every_kernel({.unkind = 3}, [](Kernel& kernel) {
    constexpr std::string_view kText = "ab\r\ncd\n\nef";
    const int capacity = kernel.run().pick("capacity", {1, 2, 5, 4096});
    const Fd stream = stream_of(kText);
    Interview reader(kernel, stream, kText, capacity,
                     "its lines do not depend on where a read stopped.");
    reader.line("ab");
    reader.line("cd");
    reader.line("");
    reader.line("ef");
    reader.no_line();
  });
}

TEST(BufferedReader, NeverWaitsWhileALineIsHere) {
  for_every_kernel({.unkind = 1}, [](Kernel& kernel) {
    const int capacity = kernel.run().pick("capacity", {4096, 1, 2, 3});
    const testing::Pipe pipe = testing::make_pipe();
    Interview reader(kernel, pipe.reader, "x\ny\nhelloz\r\n", capacity,
                     "the peer sends it in three parts, and waits in between.");
    testing::put(pipe.writer.get(), "x\ny\n");
    reader.line("x");
    reader.line("y");
    testing::put(pipe.writer.get(), "hello");
    reader.bytes(5, "hello");
    testing::put(pipe.writer.get(), "z\r\n");
    reader.line("z");
    reader.bytes(0, "");
  });
}

TEST(BufferedReader, TakesManyLinesWithOneRead) {
  for_every_kernel(kind_kernel(), [](Kernel& kernel) {
    std::string text;
    for (int i = 1000; i < 1100; ++i) {  // a hundred lines of ten bytes each
      text += "line " + std::to_string(i) + '\n';
    }
    const Fd stream = stream_of(text);
    Interview reader(kernel, stream, "line 1000\nline 1001\n...", 4096,
                     "lines come in order, and none twice.");
    for (int i = 1000; i < 1100; ++i) reader.line("line " + std::to_string(i));
    int useful = 0;
    for (const adv::Call& call : kernel.calls()) {
      if (checks::moves_bytes(call) && call.result > 0) ++useful;
    }
    if (useful <= 2) return;
    fail(kernel,
         std::to_string(useful) + " reads for 1000 bytes, expected at most 2",
         "a call costs about the same whatever it brings: let it bring up to "
         "capacity bytes, and give lines out of what is here.");
  });
}

TEST(BufferedReader, GivesTheBodyBehindTheLine) {
  for_every_kernel({}, [](Kernel& kernel) {
    constexpr std::string_view kText = "OK 5\nhelloNO\nend";
    const int capacity = kernel.run().pick("capacity", {4096, 1, 3});
    const Fd stream = stream_of(kText);
    Interview reader(kernel, stream, kText, capacity,
                     "what one call has read too much comes first in the next, "
                     "and nothing is lost.");
    reader.line("OK 5");
    reader.bytes(5, "hello");
    reader.line("NO");
    reader.bytes(5, "end");
    reader.no_line();
  });
}

// --- limits and odd bytes ---

struct Limited {
  std::string_view text;
  std::size_t max;
  std::vector<std::string_view> lines;  // and then:
  bool too_long;
};

TEST(BufferedReader, RefusesALineThatIsTooLong) {
  const std::vector<Limited> all = {
      {"abcd\nabcd\nabcde\n", 4, {"abcd", "abcd"}, true},
      {"abc\r\nabcd\r\n", 4, {"abc"}, true},  // '\r' counts
      {"abcd", 4, {"abcd"}, false},
      {"abcde", 4, {}, true},
      {"\n\na\n", 0, {"", ""}, true},
      {"abcd\n", kAnyLength, {"abcd"}, false},
  };
  for_every_kernel(kind_kernel(), [&](Kernel& kernel) {
    const int capacity =
        kernel.run().pick("capacity", {1, 2, 3, 4, 5, 6, 7, 8, 4096});
    const Limited& one =
        all[kernel.run().pick("stream", static_cast<int>(all.size()))];
    const Fd stream = stream_of(one.text);
    Interview reader(kernel, stream, one.text, capacity,
                     "max is " + std::to_string(one.max) +
                         "; all bytes before the '\\n' or the end count, '\\r' "
                         "too, those of earlier lines do not.");
    for (std::string_view each : one.lines) reader.line(each, one.max);
    if (one.too_long) {
      reader.too_long(one.max);
    } else {
      reader.no_line();
    }
  });
}

TEST(BufferedReader, GivesUpOnALineWithoutEnd) {
  for_every_kernel(kind_kernel(), [](Kernel& kernel) {
    const int capacity = kernel.run().pick("capacity", {1, 3, 4, 5, 8, 100});
    const Fd stream = stream_of(std::string(1000, 'a'));
    Interview reader(kernel, stream, "aaaaaa...", capacity,
                     "max is 4, and the fifth byte is no '\\n'.");
    reader.too_long(4);
    const auto taken = ::lseek(stream.get(), 0, SEEK_CUR);
    if (taken <= 4 + capacity) return;
    fail(kernel,
         "took " + std::to_string(taken) + " bytes, expected at most " +
             std::to_string(4 + capacity),
         "max is 4: a line that is longer by one whole buffer need not be read "
         "any further, and a stranger may send one that has no end.");
  });
  for_every_kernel(kind_kernel(), [](Kernel& kernel) {
    const int spare = kernel.run().pick("bytes more than max", {0, 1});
    const std::string text = std::string(kDefaultMax + spare, 'a') + '\n';
    const Fd stream = stream_of(text);
    kernel.drive(stream.get());
    BufferedReader reader(stream.get());
    const std::string got = told([&] {
      const std::optional<std::string> line = reader.read_line();
      return std::to_string(line.value_or("").size()) + " bytes";
    });
    const std::string expected = spare == 0 ? "65536 bytes" : "protocol_error";
    if (got == expected) return;
    fail(kernel, "read_line gave " + got + ", expected " + expected,
         "the line has " + std::to_string(kDefaultMax + spare) +
             " bytes, and max is 65536 unless the caller says otherwise.");
  });
}

TEST(BufferedReader, PassesEveryByteThrough) {
  for_every_kernel(kind_kernel(), [](Kernel& kernel) {
    using std::string_view_literals::operator""sv;
    constexpr std::string_view kText =
        "a\rb\n\r\r\n\0\xff\n\r\n\0\n\xff!\nx\r"sv;
    const int capacity = kernel.run().pick("capacity", {1, 2, 3, 4096});
    const Fd stream = stream_of(kText);
    Interview reader(kernel, stream, kText, capacity,
                     "only '\\n', and one '\\r' just before it, are taken off; "
                     "every other byte is a part of the line.");
    reader.line("a\rb");
    reader.line("\r");
    reader.line("\0\xff"sv);
    reader.line("");
    reader.bytes(3, "\0\n\xff"sv);
    reader.line("!");
    reader.line("x\r");  // no '\n' behind this '\r'
    reader.no_line();
    reader.bytes(1, "");
  });
}

// --- errors ---

TEST(BufferedReader, ReportsEveryReadError) {
  for_every_kernel({.errors = {ECONNRESET, EIO, EAGAIN}}, [](Kernel& kernel) {
    constexpr std::string_view kText = "ab\r\ncd\nef";
    const int capacity = kernel.run().pick("capacity", {2, 4096});
    const Fd stream = stream_of(kText);
    Interview reader(kernel, stream, kText, capacity,
                     "an error is not the end of it: the caller has to be "
                     "told, with the errno of the call that failed.");
    // What was here before the error may be given first; what the error cut
    // short may not. Says whether the stream goes on.
    const auto goes_on = [&](const std::string& question,
                             const std::string& got,
                             const std::string& expected, bool whole) {
      const int error = checks::refused_transfer(kernel);
      if (checks::transfers_after_refusal(kernel) > 0) {
        fail(kernel, question + " asked again after " + errno_name(error),
             "after an error nothing more can come.");
      }
      if (error != 0 && !(whole && got == expected)) {
        reader.expect(question, got, errno_name(error));
        return false;
      }
      for (const adv::Call& call : kernel.calls()) {  // of poll or dup
        if (checks::refused_otherwise(kernel, call.error) &&
            got == errno_name(call.error)) {
          return false;
        }
      }
      reader.expect(question, got, expected);
      return true;
    };
    if (!goes_on("read_line", reader.ask_line(9), R"("ab")", true)) return;
    if (!goes_on("read_exactly(3)", reader.ask_bytes(3), R"("cd\n")", true)) {
      return;
    }
    if (!goes_on("read_line", reader.ask_line(9), R"("ef")", false)) return;
    goes_on("read_line", reader.ask_line(9), "nullopt", false);
  });
}

// --- in general ---

// The contract once more, over a text that is here as a whole.
std::string_view take_bytes(std::string_view& rest, std::size_t n) {
  const std::string_view taken = rest.substr(0, n);
  rest.remove_prefix(taken.size());
  return taken;
}
std::string_view take_line(std::string_view& rest) {
  std::string_view line = take_bytes(rest, rest.find('\n'));
  const bool ended = !take_bytes(rest, 1).empty();
  if (ended && line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

TEST(BufferedReader, AgreesOnEveryShortText) {
  for_every_kernel(kind_kernel(), [](Kernel& kernel) {
    adv::Run& run = kernel.run();
    std::string text(run.pick("length", {0, 1, 2, 3, 4}), '?');
    for (char& byte : text) {
      const std::string_view name = run.pick("byte", {"a", "\\r", "\\n"});
      byte = name == "a" ? 'a' : name == "\\r" ? '\r' : '\n';
    }
    const int capacity = run.pick("capacity", {1, 2, 3});
    const Fd stream = stream_of(text);
    Interview reader(kernel, stream, text, capacity,
                     "whatever is asked, the bytes come in order, each once.");
    std::string_view rest = text;
    for (int questions = 0; questions < 3; ++questions) {
      if (run.pick("two bytes", {false, true})) {
        reader.bytes(2, take_bytes(rest, 2));
      } else if (rest.empty()) {
        reader.no_line();
      } else {
        reader.line(take_line(rest));
      }
    }
    while (!rest.empty()) reader.line(take_line(rest));
    reader.no_line();
  });
}

TEST(BufferedReader, CountsPast64KiB) {
  for_every_kernel(kind_kernel(), [](Kernel& kernel) {
    std::string body(100'000, '\0');
    for (std::size_t i = 0; i < body.size(); ++i) body[i] = 'a' + i % 23;
    const Fd stream = stream_of("head\n" + body + "tail\n");
    Interview reader(kernel, stream, "head\n100,000 bytes tail\n", 4096,
                     "a body may be longer than the buffer and than 65,535.");
    reader.line("head");
    // Not shown as a whole if it is wrong: it would fill many screens.
    const std::string got = reader.ask_bytes(body.size());
    reader.expect("read_exactly(100000)",
                  got == in_quotes(body) ? "all bytes" : "other bytes",
                  "all bytes");
    reader.line("tail");
  });
}

TEST(BufferedReader, KeepsTwoStreamsApart) {
  for_every_kernel(kind_kernel(), [](Kernel& kernel) {
    const Fd first = stream_of("a\nb\nc\n"), second = stream_of("1\n2\n3\n");
    const std::string why = "two readers share nothing.";
    Interview letters(kernel, first, "a\nb\nc\n", 4096, why);
    Interview digits(kernel, second, "1\n2\n3\n", 4096, why);
    letters.line("a");
    digits.line("1");
    letters.line("b");
    digits.bytes(1, "2");
    letters.bytes(2, "c\n");
    digits.line("");
    digits.line("3");
  });
}

TEST(BufferedReader, LeavesNothingBehind) {
  for_every_kernel(
      {.unkind = 1, .random = 0, .errors = {EIO}}, [](Kernel& kernel) {
        testing::leaves_nothing_behind([&] {
          const Fd stream = stream_of("ab\ncd\nand a line that is too long\n");
          kernel.drive(stream.get());
          try {
            BufferedReader reader(stream.get(), 8);
            char two[2];
            reader.read_line();
            reader.read_exactly(two);
            reader.read_line();
            reader.read_line(20);
            ADD_FAILURE() << "a line of 27 bytes was taken, and max was 20";
          } catch (const protocol_error&) {
          } catch (const std::system_error&) {
            // On this way out, too, nothing may stay behind.
          }
          EXPECT_NE(::fcntl(stream.get(), F_GETFD), -1) << "fd was closed";
        });
      });
}

}  // namespace
}  // namespace pots
