// What the tests of this lesson ask about one run of the kernel, in words.
#pragma once

#include <gtest/gtest.h>

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <source_location>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pots/adversary.hpp"

namespace pots::checks {

// The real kernel's own answers. It is driven all the same, because then a call
// that could never return, or a loop without end, is a failure at once.
inline adv::KernelPlan kind_kernel() { return {.unkind = 0, .random = 0}; }

// Room for `size` bytes with eight bytes of fence on each side.
class FencedBuffer {
 public:
  explicit FencedBuffer(std::size_t size)
      : bytes_(kFence + size + kFence, '#') {}

  std::span<char> inside() {
    return std::span(bytes_).subspan(kFence, bytes_.size() - 2 * kFence);
  }
  std::string first(std::size_t n) {
    const std::span<char> all = inside();
    return std::string(all.data(), n < all.size() ? n : all.size());
  }
  bool fence_stands() const {
    const std::string_view all(bytes_.data(), bytes_.size());
    const std::string_view fence = "########";
    return all.starts_with(fence) && all.ends_with(fence);
  }

 private:
  static constexpr std::size_t kFence = 8;
  std::vector<char> bytes_;
};

// Does this call move bytes? (poll, dup, close and the like do not.)
inline bool moves_bytes(const adv::Call& call) {
  for (const char* verb : {"read", "recv", "write", "send"}) {
    if (call.name.find(verb) != std::string::npos) return true;
  }
  return false;
}

// Did the kernel refuse for good? EINTR is no refusal; nor is what the answer
// brought on itself, such as ENOTSOCK for recv() on a pipe.
inline bool refused(const adv::Call& call) {
  return call.unkind && call.result < 0 && call.error != EINTR &&
         call.error != ENOTSOCK && call.error != ESPIPE;
}

// The errno of the first transfer that the kernel refused; 0: there is none.
inline int refused_transfer(const adv::Kernel& kernel) {
  for (const adv::Call& call : kernel.calls()) {
    if (moves_bytes(call) && refused(call)) return call.error;
  }
  return 0;
}

// Was any other call (poll, dup …) refused with this errno?
inline bool refused_otherwise(const adv::Kernel& kernel, int error) {
  for (const adv::Call& call : kernel.calls()) {
    if (!moves_bytes(call) && refused(call) && call.error == error) return true;
  }
  return false;
}

// How many transfers were tried after one that was refused.
inline int transfers_after_refusal(const adv::Kernel& kernel) {
  int late = 0;
  bool over = false;
  for (const adv::Call& call : kernel.calls()) {
    if (!moves_bytes(call)) continue;
    if (over) ++late;
    if (refused(call)) over = true;
  }
  return late;
}

// How many transfers were tried after one that gave end of file.
inline int transfers_after_end_of_file(const adv::Kernel& kernel) {
  int late = 0;
  bool over = false;
  for (const adv::Call& call : kernel.calls()) {
    if (!moves_bytes(call)) continue;
    if (over) ++late;
    if (call.result == 0 && call.asked > 0) over = true;
  }
  return late;
}

// "ECONNRESET" for the number, "no error" for 0.
inline std::string errno_name(int error) {
  if (error == 0) return "no error";
  const char* name = ::strerrorname_np(error);
  return name != nullptr ? name : "errno " + std::to_string(error);
}

// "a\r\n" in quotes, for messages.
inline std::string in_quotes(std::string_view text) {
  std::string shown = "\"";
  for (const char byte : text) {
    constexpr std::string_view kHex = "0123456789abcdef";
    const auto value = static_cast<unsigned char>(byte);
    if (byte == '\n') {
      shown += "\\n";
    } else if (byte == '\r') {
      shown += "\\r";
    } else if (value < 0x20 || value >= 0x7f) {
      shown += {'\\', 'x', kHex[value / 16], kHex[value % 16]};
    } else {
      shown += byte;
    }
  }
  return shown + '"';
}

// `text` as it stands behind "Cause: ": in lines of at most 93 columns.
inline std::string wrapped(std::string_view text) {
  std::string lines;
  while (text.size() > 93) {
    const std::size_t space = text.rfind(' ', 93);
    if (space == text.npos) break;
    lines += std::string(text.substr(0, space)) + "\n       ";
    text.remove_prefix(space + 1);
  }
  return lines + std::string(text);
}

// The run is lost: what was seen, and the sentence behind "Cause: ".
[[noreturn]] inline void fail(adv::Kernel& kernel, std::string_view what,
                              std::string_view cause) {
  kernel.run().fail(what, wrapped(cause));
}

inline constexpr std::string_view kWhyNotEintr =
    "EINTR says that a signal came before any byte was moved; the stream is "
    "fine. Ask again.";

// The same for a case with a kernel and for one without: only the first has a
// run to give up, and a cause to name.
inline void expect(adv::Kernel& kernel, const std::string& what,
                   const std::string& was, const std::string& expected,
                   std::string_view cause) {
  if (was == expected) return;
  fail(kernel, what + " gave " + was + ", expected " + expected, cause);
}

inline void expect(const std::string& what, const std::string& was,
                   const std::string& expected,
                   std::source_location at = std::source_location::current()) {
  if (was == expected) return;
  ADD_FAILURE_AT(at.file_name(), static_cast<int>(at.line()))
      << what << " gave " << was << ", expected " << expected;
}

}  // namespace pots::checks
