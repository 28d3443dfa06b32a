// A client of the larder: connect, ask, take the answer, close.
#include "pots/fetch.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <stdexcept>
#include <string_view>

#include "pots/buffered_reader.hpp"
#include "pots/errors.hpp"
#include "pots/exactly.hpp"
#include "pots/fd.hpp"
#include "pots/loopback.hpp"

namespace pots {

// --- yours ---
// #region client
namespace {

constexpr std::size_t kMaxHead = 256, kMaxBody = 1u << 20;

void check(const std::string& key) {
  const bool visible = std::all_of(
      key.begin(), key.end(),
      [](unsigned char byte) { return byte > 0x20 && byte != 0x7F; });
  if (key.empty() || key.size() > 200 || !visible) {
    throw std::invalid_argument("a key is 1 to 200 visible bytes");
  }
}

std::size_t body_length(std::string_view number) {
  std::size_t n = 0;
  const char* const end = number.data() + number.size();
  const auto [stop, error] = std::from_chars(number.data(), end, n);
  if (error != std::errc() || stop != end || n > kMaxBody) {
    throw protocol_error("not a length: " + std::string(number));
  }
  return n;
}

}  // namespace

std::string get(int fd, const std::string& key) {
  check(key);
  write_all(fd, "GET " + key + "\n");

  BufferedReader reader(fd);
  const std::string head = reader.read_line(kMaxHead).value_or("");
  const std::string_view status = std::string_view(head).substr(0, 3);
  if (status == "NO ") throw not_found(head.substr(3));
  if (status != "OK ") throw protocol_error("not an answer: " + head);

  std::string body(body_length(std::string_view(head).substr(3)), '\0');
  if (reader.read_exactly(body) < body.size()) {
    throw protocol_error("body cut off");
  }
  return body;
}

std::string fetch(std::uint16_t port, const std::string& key) {
  const Fd connection = connect_loopback(port);
  return get(connection.get(), key);
}
// #endregion
// --- end ---

std::vector<std::string> fetch_all(std::uint16_t port,
                                   const std::vector<std::string>& keys) {
  std::vector<std::string> bodies;
  for (const std::string& key : keys) {
    bodies.push_back(fetch(port, key));
  }
  return bodies;
}

}  // namespace pots
