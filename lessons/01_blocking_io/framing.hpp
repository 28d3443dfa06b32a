// Exercise 01.framing: messages with a length in front.
//
// A stream has no borders of its own: a frame says first how long it is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pots {

// The longest payload that write_frame sends, in bytes.
inline constexpr std::uint32_t kMaxFrame = 1u << 20;

// A frame is 4 bytes of length, most significant byte first, and then that many
// bytes of payload. "hi" is 00 00 00 02 68 69. An empty payload is a frame too.
//
// Errors:        every error of the descriptor is the std::system_error of
//                01.exactly.
// Thread safety: any thread, as long as nobody else uses this descriptor.
// Lifetime:      neither function closes fd or keeps it.

// Sends one frame, as one write_all of one buffer: a kernel that takes all it
// is given sees one call (one packet, one pipe write).
// std::length_error before anything is written: payload is longer than
// kMaxFrame.
void write_frame(int fd, std::string_view payload);

// Takes one frame and not a byte more. Returns its payload.
// nullopt: the stream ended exactly between two frames.
// protocol_error: it ended anywhere else; or the length is more than `max`,
// which is found out before the payload is read or memory is taken for it.
std::optional<std::string> read_frame(int fd, std::uint32_t max = kMaxFrame);

}  // namespace pots
