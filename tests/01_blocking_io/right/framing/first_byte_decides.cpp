// Right: one byte tells whether there is another frame; the payload is taken in
// pieces, so that even an allowed length costs memory only when bytes come.
#include <algorithm>
#include <stdexcept>

#include "pots/errors.hpp"
#include "pots/exactly.hpp"
#include "pots/framing.hpp"

namespace pots {
namespace {

void must_read(int fd, std::span<char> buf) {
  if (read_exactly(fd, buf) < buf.size()) {
    throw protocol_error("end of file inside a frame");
  }
}

}  // namespace

void write_frame(int fd, std::string_view payload) {
  const std::size_t n = payload.size();
  std::string frame(payload);
  if (n > kMaxFrame) throw std::length_error("payload too long");
  frame.insert(
      0,
      {static_cast<char>(n / (1 << 24)), static_cast<char>(n / (1 << 16) % 256),
       static_cast<char>(n / (1 << 8) % 256), static_cast<char>(n % 256)});
  write_all(fd, frame);
}

std::optional<std::string> read_frame(int fd, std::uint32_t max) {
  unsigned char header[4];
  const std::span<char> bytes(reinterpret_cast<char*>(header), 4);
  if (read_exactly(fd, bytes.first(1)) == 0) return std::nullopt;
  must_read(fd, bytes.subspan(1));
  const std::uint32_t length = std::uint32_t{header[0]} << 24 |
                               header[1] << 16 | header[2] << 8 | header[3];
  if (length > max) throw protocol_error("the frame is too long");

  std::string payload;
  while (payload.size() < length) {
    const std::size_t done = payload.size();
    payload.resize(std::min<std::size_t>(length, done + 4096));
    must_read(fd, std::span(payload).subspan(done));
  }
  return payload;
}

}  // namespace pots
