// Right: no reader that takes too much, so nothing has to be kept: the head one
// byte at a time, the body exactly. Many calls, but the head is short.
#include <cctype>
#include <stdexcept>

#include "pots/errors.hpp"
#include "pots/exactly.hpp"
#include "pots/fd.hpp"
#include "pots/fetch.hpp"
#include "pots/loopback.hpp"

namespace pots {

std::string get(int fd, const std::string& key) {
  if (key.empty() || key.size() > 200) throw std::invalid_argument("length");
  for (const unsigned char byte : key) {
    if (byte <= 0x20 || byte == 0x7F) throw std::invalid_argument("byte");
  }
  write_all(fd, "GET ");
  write_all(fd, key);
  write_all(fd, "\n");

  std::string head;
  for (char byte; read_exactly(fd, {&byte, 1}) == 1 && byte != '\n';) {
    head += byte;
    if (head.size() > 256) throw protocol_error("an endless head");
  }
  if (head.rfind("NO ", 0) == 0) throw not_found(head.substr(3));
  if (head.rfind("OK ", 0) != 0) throw protocol_error("status");

  std::size_t size = 0;
  if (head.size() == 3) throw protocol_error("no length");
  for (const unsigned char digit : head.substr(3)) {
    if (!std::isdigit(digit)) throw protocol_error("a length has digits only");
    size = 10 * size + (digit - '0');
    if (size > 1u << 20) throw protocol_error("too long");
  }
  std::string body(size, '\0');
  if (read_exactly(fd, body) != size) throw protocol_error("cut off");
  return body;
}

std::string fetch(std::uint16_t port, const std::string& key) {
  return get(connect_loopback(port).get(), key);
}

std::vector<std::string> fetch_all(std::uint16_t port,
                                   const std::vector<std::string>& keys) {
  std::vector<std::string> bodies(keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i)
    bodies[i] = fetch(port, keys[i]);
  return bodies;
}

}  // namespace pots
