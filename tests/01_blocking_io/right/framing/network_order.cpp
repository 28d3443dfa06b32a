// Right: the C library's htonl and ntohl turn the bytes round, and a vector
// holds the frame.
#include <arpa/inet.h>

#include <cstring>
#include <stdexcept>
#include <vector>

#include "pots/errors.hpp"
#include "pots/exactly.hpp"
#include "pots/framing.hpp"

namespace pots {

void write_frame(int fd, std::string_view payload) {
  if (payload.size() > kMaxFrame) throw std::length_error("payload too long");
  const std::uint32_t length =
      htonl(static_cast<std::uint32_t>(payload.size()));
  std::vector<char> frame(sizeof length + payload.size());
  std::memcpy(frame.data(), &length, sizeof length);
  std::copy(payload.begin(), payload.end(), frame.begin() + sizeof length);
  write_all(fd, {frame.data(), frame.size()});
}

std::optional<std::string> read_frame(int fd, std::uint32_t max) {
  std::uint32_t length = 0;
  const std::size_t got =
      read_exactly(fd, {reinterpret_cast<char*>(&length), sizeof length});
  if (got == 0) return std::nullopt;
  if (got != sizeof length) throw protocol_error("the header is cut off");
  length = ntohl(length);
  if (length > max) throw protocol_error("the frame is too long");
  std::vector<char> payload(length);
  if (read_exactly(fd, payload) != length) {
    throw protocol_error("the payload is cut off");
  }
  return std::string(payload.begin(), payload.end());
}

}  // namespace pots
