// Frames: a length, most significant byte first, and then the payload.
#include "pots/framing.hpp"

#include <array>
#include <stdexcept>

#include "pots/errors.hpp"
#include "pots/exactly.hpp"

namespace pots {

// --- yours ---
void write_frame(int fd, std::string_view payload) {
  if (payload.size() > kMaxFrame) {
    throw std::length_error("payload longer than kMaxFrame");
  }
  const auto length = static_cast<std::uint32_t>(payload.size());
  std::string frame;
  frame.reserve(4 + payload.size());
  for (int shift = 24; shift >= 0; shift -= 8) {
    frame += static_cast<char>(length >> shift);
  }
  frame += payload;
  write_all(fd, frame);
}

std::optional<std::string> read_frame(int fd, std::uint32_t max) {
  std::array<char, 4> header;
  const std::size_t got = read_exactly(fd, header);
  if (got == 0) return std::nullopt;
  if (got < header.size()) throw protocol_error("header cut off");

  std::uint32_t length = 0;
  for (const char byte : header) {
    length = length << 8 | static_cast<unsigned char>(byte);
  }
  if (length > max) {
    throw protocol_error("frame longer than max");
  }

  std::string payload(length, '\0');
  if (read_exactly(fd, payload) < payload.size()) {
    throw protocol_error("payload cut off");
  }
  return payload;
}
// --- end ---

}  // namespace pots
