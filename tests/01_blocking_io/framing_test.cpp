// What 01.framing promises, one sentence of the contract a case.
#include "pots/framing.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <new>
#include <optional>
#include <stdexcept>
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
using checks::expect;
using testing::AllocationLimit;
using testing::make_memory_file;
using testing::make_pipe;
using testing::Pipe;
using testing::put;
using testing::take_all;

constexpr char kNothing[] = "nullopt";
constexpr char kProtocolError[] = "protocol_error";

std::string shown(std::string_view bytes) {
  if (bytes.size() <= 40) return checks::in_quotes(bytes);
  return std::to_string(bytes.size()) + " bytes";
}

// What a call came to, in words that can be compared and read.
std::string outcome(const std::function<std::string()>& call) {
  try {
    return call();
  } catch (const protocol_error&) {
    return kProtocolError;
  } catch (const std::length_error&) {
    return "length_error";
  } catch (const std::bad_alloc&) {
    return "bad_alloc";
  } catch (const std::system_error& error) {
    return "system_error " + errno_name(error.code().value());
  } catch (const std::exception& error) {
    return std::string("another exception: ") + error.what();
  }
}

std::string reading(const Fd& fd, std::uint32_t max = kMaxFrame) {
  return outcome([&] {
    const std::optional<std::string> payload = read_frame(fd.get(), max);
    return payload ? shown(*payload) : kNothing;
  });
}

std::string writing(const Fd& fd, std::string_view payload) {
  return outcome([&] {
    write_frame(fd.get(), payload);
    return std::string("no error");
  });
}

// The four bytes in front of n bytes of payload, written down once more.
std::string header(std::uint32_t n) {
  return {static_cast<char>(n >> 24), static_cast<char>(n >> 16 & 0xFF),
          static_cast<char>(n >> 8 & 0xFF), static_cast<char>(n & 0xFF)};
}

// n bytes of which none looks like its neighbours.
std::string bytes(std::size_t n) {
  std::string text(n, '\0');
  for (std::size_t i = 0; i < n; ++i) {
    text[i] = static_cast<char>(i * 31 + i / 251);
  }
  return text;
}

// A stream of a MiB without a reader: written first, rewound, read.
void rewind(const Fd& file) { ASSERT_EQ(::lseek(file.get(), 0, SEEK_SET), 0); }

TEST(Framing, GivesBackWhatWasWritten) {
  const std::vector<std::string> payloads = {"", "hi", std::string("a\0b\0", 4),
                                             bytes(kMaxFrame), "the end"};
  const Fd file = make_memory_file();
  for (const std::string& payload : payloads) {
    write_frame(file.get(), payload);
  }
  rewind(file);
  for (const std::string& payload : payloads) {
    const std::optional<std::string> back = read_frame(file.get());
    EXPECT_TRUE(back == payload)
        << "wrote a frame of " << shown(payload) << ", read_frame gave "
        << (back ? shown(*back) : kNothing);
  }
}

TEST(Framing, SendsTheMostSignificantByteFirst) {
  const std::string wire("\0\0\0\2hi", 6);
  const Pipe pipe = make_pipe();
  write_frame(pipe.writer.get(), "hi");
  expect("the wire after write_frame(\"hi\")",
         shown(take_all(pipe.reader.get())), shown(wire));
  put(pipe.writer.get(), wire);
  expect("read_frame of 00 00 00 02 68 69", reading(pipe.reader), shown("hi"));

  // Each byte of a length counts; 0x0F8081 has two that are negative chars.
  for (const std::uint32_t n : {0x0102u, 0x0F8081u}) {
    const std::string payload = bytes(n);
    const Fd file = make_memory_file();
    write_frame(file.get(), payload);
    rewind(file);
    const std::string sent = take_all(file.get());
    expect("the length of " + std::to_string(n) + " on the wire",
           shown(sent.substr(0, 4)), shown(header(n)));
    EXPECT_TRUE(sent == header(n) + payload)
        << "write_frame has changed a payload of " << n << " bytes";
    rewind(file);
    EXPECT_TRUE(read_frame(file.get()) == payload)
        << "read_frame has changed a payload of " << n << " bytes";
  }
}

TEST(Framing, TakesFramesHoweverTheyArrive) {
  constexpr std::string_view kCause =
      "header and payload come in pieces of any size, and what is behind a "
      "frame is not yours yet: take exactly as many bytes as belong to it.";
  for_every_kernel({.unkind = 3}, [&](Kernel& kernel) {
    const Pipe pipe = make_pipe();  // the writer stays: the stream has no end
    put(pipe.writer.get(), header(2) + "hi" + header(0) + header(3) + "all");
    kernel.drive(pipe.reader.get());
    for (const char* payload : {"hi", "", "all"}) {
      expect(kernel, "read_frame", reading(pipe.reader), shown(payload),
             kCause);
    }
  });
}

TEST(Framing, SendsFramesHoweverLittleIsTaken) {
  constexpr std::string_view kCause =
      "write may take fewer bytes than the frame has; the rest has to follow, "
      "once and in order.";
  for_every_kernel({.unkind = 3}, [&](Kernel& kernel) {
    const Pipe pipe = make_pipe();
    kernel.drive(pipe.writer.get());
    for (const char* payload : {"hi", ""}) {
      expect(kernel, "write_frame(" + shown(payload) + ")",
             writing(pipe.writer, payload), "no error", kCause);
    }
    expect(kernel, "the wire after two frames",
           shown(take_all(pipe.reader.get())),
           shown(header(2) + "hi" + header(0)), kCause);
  });
}

TEST(Framing, SendsAFrameInOneCall) {
  for_every_kernel(checks::kind_kernel(), [](Kernel& kernel) {
    const Fd file = make_memory_file();
    kernel.drive(file.get());
    std::size_t before = 0;
    for (const std::size_t size : {0u, 2u, 100u, 70'000u, kMaxFrame}) {
      write_frame(file.get(), bytes(size));
      const auto& calls = kernel.calls();
      int sent = 0;
      for (; before < calls.size(); ++before) {
        if (checks::moves_bytes(calls[before])) ++sent;
      }
      if (sent == 1) continue;
      checks::fail(kernel,
                   "a payload of " + std::to_string(size) + " bytes took " +
                       std::to_string(sent) + " calls, expected 1",
                   sent == 0
                       ? "an empty payload is a frame too: four bytes."
                       : "between two calls another writer's bytes can come, "
                         "and TCP may hold the second one back: put length "
                         "and payload into one buffer.");
    }
  });
}

TEST(Framing, TellsACleanEndFromABrokenOne) {
  for_every_kernel({.unkind = 2}, [](Kernel& kernel) {
    const std::string frame = header(6) + "potato";
    const int k = kernel.run().pick("bytes before the end", 11);
    Pipe pipe = make_pipe();
    put(pipe.writer.get(), frame.substr(0, static_cast<std::size_t>(k)));
    pipe.writer = Fd();
    kernel.drive(pipe.reader.get());
    const std::string what =
        "read_frame after " + std::to_string(k) + " of 10 bytes";
    if (k == 0) {
      expect(kernel, what, reading(pipe.reader), kNothing,
             "no byte of a frame had come: the peer has finished, and that is "
             "no error.");
    } else if (k < 10) {
      expect(kernel, what, reading(pipe.reader), kProtocolError,
             k < 4 ? "the stream ended inside a header: a frame was begun and "
                     "is lost, and the caller has to hear of it."
                   : "the stream ended inside a payload: the message is not "
                     "whole, and the caller has to hear of it.");
    } else {
      expect(kernel, what, reading(pipe.reader), shown("potato"),
             "the frame was whole, and the stream ended behind it.");
      expect(kernel, "read_frame behind the last frame", reading(pipe.reader),
             kNothing, "the stream ended between two frames, as it should.");
    }
  });
}

// A length that is not allowed is an error, found without having taken memory
// or payload.
void expect_refusal(std::uint32_t length, std::uint32_t max) {
  const std::string payload = "payload, 16 byte";
  Pipe pipe = make_pipe();
  put(pipe.writer.get(), header(length) + payload);
  pipe.writer = Fd();
  const std::string what = "read_frame, max " + std::to_string(max) +
                           ", of a length of " + std::to_string(length) + ",";
  std::string was;
  {
    const AllocationLimit limit(64 << 10);  // nothing here needs as much
    was = reading(pipe.reader, max);
  }
  expect(what, was, kProtocolError);
  EXPECT_EQ(take_all(pipe.reader.get()), payload)
      << what << " took some of the payload: compare the length first";
}

TEST(Framing, RefusesALengthAboveMax) {
  for (const std::uint32_t length :
       {1001u, 0x7FFF'FFFFu, 0x8000'0000u, 0x8000'0001u, 0xFFFF'FFFFu}) {
    expect_refusal(length, 1000);
  }
  expect_refusal(1, 0);
  expect_refusal(kMaxFrame + 1, kMaxFrame);
}

TEST(Framing, AllowsALengthOfExactlyMax) {
  // max, not kMaxFrame, says what may be read.
  for (const std::uint32_t max : {0u, 1u, 1000u, kMaxFrame + 1}) {
    const std::string payload = bytes(max);
    const Fd file = make_memory_file();
    put(file.get(), header(max) + payload);
    rewind(file);
    std::optional<std::string> back;
    const std::string was = outcome([&] {
      back = read_frame(file.get(), max);
      return back ? shown(*back) : kNothing;
    });
    const std::string what =
        "read_frame, max " + std::to_string(max) + ", of just that length";
    expect(what, was, shown(payload));
    EXPECT_TRUE(back == payload) << what << " has changed the payload";
  }
}

TEST(Framing, WritesNothingOfTooLongAPayload) {
  const Fd file = make_memory_file();
  expect("write_frame of kMaxFrame + 1 bytes",
         writing(file, bytes(kMaxFrame + 1)), "length_error");
  rewind(file);
  const std::size_t written = take_all(file.get()).size();
  EXPECT_EQ(written, 0u) << "write_frame of kMaxFrame + 1 bytes has written "
                         << written << " bytes, expected none";
}

TEST(Framing, PassesTheSystemsErrorsOn) {
  const adv::KernelPlan plan{.unkind = 2, .errors = {EIO, ECONNRESET}};
  for_every_kernel(plan, [](Kernel& kernel) {
    const Pipe pipe = make_pipe();
    kernel.drive(pipe.writer.get());
    kernel.drive(pipe.reader.get());
    const auto expect_told = [&](const std::string& what,
                                 const std::string& was,
                                 const std::string& otherwise) {
      const int error = checks::refused_transfer(kernel);
      expect(kernel, what, was,
             error == 0 ? otherwise : "system_error " + errno_name(error),
             error == 0
                 ? "no call has failed for good here (EINTR is no error): "
                   "there is a result to give."
                 : "the descriptor failed, not the peer: the "
                   "system_error has to reach the caller.");
    };
    expect_told("write_frame", writing(pipe.writer, "hi"), "no error");
    if (checks::refused_transfer(kernel) != 0) return;
    expect_told("read_frame", reading(pipe.reader), shown("hi"));
  });
}

TEST(Framing, LeavesNothingBehind) {
  testing::leaves_nothing_behind([] {
    const Fd file = make_memory_file();
    expect("write_frame", writing(file, "hi"), "no error");
    expect("write_frame of kMaxFrame + 1 bytes",
           writing(file, bytes(kMaxFrame + 1)), "length_error");
    put(file.get(), header(5) + "cut");
    rewind(file);
    expect("read_frame of a whole frame", reading(file), shown("hi"));
    expect("read_frame of 7 of 9 bytes", reading(file), kProtocolError);
    expect("read_frame at the end", reading(file), kNothing);
    EXPECT_NE(::fcntl(file.get(), F_GETFD), -1)
        << "the descriptor is closed, but it belongs to the caller";
  });
}

}  // namespace
}  // namespace pots
