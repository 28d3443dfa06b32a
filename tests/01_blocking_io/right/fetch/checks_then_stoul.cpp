// Right: the head cut at its first blank; stoul, but only after the digits have
// been looked at; the key is looked at before a connection is made.
#include <algorithm>
#include <optional>
#include <stdexcept>

#include "pots/buffered_reader.hpp"
#include "pots/errors.hpp"
#include "pots/exactly.hpp"
#include "pots/fd.hpp"
#include "pots/fetch.hpp"
#include "pots/loopback.hpp"

namespace pots {
namespace {

constexpr char kDigits[] = "0123456789";

bool is_key(const std::string& key) {
  return !key.empty() && key.size() <= 200 &&
         std::none_of(key.begin(), key.end(),
                      [](unsigned char c) { return c <= ' ' || c == 0x7F; });
}

std::vector<char> read_body(BufferedReader& reader, const std::string& number) {
  if (number.empty() || number.find_first_not_of(kDigits) != number.npos) {
    throw protocol_error("not a number");
  }
  unsigned long size = 0;
  try {
    size = std::stoul(number);
  } catch (const std::out_of_range&) {
    throw protocol_error("not even an unsigned long");
  }
  if (size > 1048576) throw protocol_error("a body that is too long");
  std::vector<char> body(size);
  if (reader.read_exactly(body) != size) throw protocol_error("cut off");
  return body;
}

}  // namespace

std::string get(int fd, const std::string& key) {
  if (!is_key(key)) throw std::invalid_argument("not a key");
  std::string question = "GET ";
  question.append(key).push_back('\n');
  write_all(fd, question);

  BufferedReader reader(fd, 512);
  const std::optional<std::string> head = reader.read_line();
  if (!head) throw protocol_error("no answer");
  const std::size_t blank = head->find(' ');
  if (blank == std::string::npos) throw protocol_error("no blank");
  const std::string status = head->substr(0, blank);
  const std::string rest = head->substr(blank + 1);
  if (status == "NO") throw not_found(rest);
  if (status != "OK") throw protocol_error("unknown status");
  const std::vector<char> body = read_body(reader, rest);
  return std::string(body.begin(), body.end());
}

std::string fetch(std::uint16_t port, const std::string& key) {
  if (!is_key(key)) throw std::invalid_argument("not a key");
  Fd connection = connect_loopback(port);
  try {
    return get(connection.get(), key);
  } catch (...) {
    connection = Fd();
    throw;
  }
}

std::vector<std::string> fetch_all(std::uint16_t port,
                                   const std::vector<std::string>& keys) {
  std::vector<std::string> bodies;
  std::transform(keys.begin(), keys.end(), std::back_inserter(bodies),
                 [&](const std::string& key) { return fetch(port, key); });
  return bodies;
}

}  // namespace pots
