// One connection, one question: so the whole answer can be read first and taken
// apart afterwards, as long as we do not wait for more than was announced.
#include "common/pantry/detail/larder.hpp"

#include <sys/socket.h>

#include <cerrno>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>

#include "pots/errors.hpp"
#include "pots/fd.hpp"
#include "pots/loopback.hpp"

namespace pots::detail {
namespace {

void send_all(int fd, std::string_view data) {
  while (!data.empty()) {
    const ssize_t n = ::send(fd, data.data(), data.size(), MSG_NOSIGNAL);
    if (n >= 0) {
      data.remove_prefix(static_cast<std::size_t>(n));
    } else if (errno != EINTR) {
      throw std::system_error(errno, std::system_category(), "send");
    }
  }
}

// Appends what is there; waits until there is something.
void receive_some(int fd, std::string& inbox) {
  char buffer[4096];
  ssize_t n;
  do {
    n = ::recv(fd, buffer, sizeof buffer, 0);
  } while (n < 0 && errno == EINTR);
  if (n < 0) throw std::system_error(errno, std::system_category(), "recv");
  if (n == 0) throw protocol_error("the server hung up too early");
  inbox.append(buffer, static_cast<std::size_t>(n));
}

std::size_t body_size(std::string_view digits) {
  std::size_t size = 0;
  const char* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, size);
  if (error != std::errc() || stop != end || size > (1u << 20)) {
    throw protocol_error("not a size: " + std::string(digits));
  }
  return size;
}

}  // namespace

std::string ask_larder(std::uint16_t port, std::string_view key) {
  constexpr std::size_t kLongestHead = 1024;
  const Fd fd = connect_loopback(port);
  send_all(fd.get(), "GET " + std::string(key) + "\n");

  std::string inbox;
  std::size_t head;
  while ((head = inbox.find('\n')) == std::string::npos) {
    if (inbox.size() > kLongestHead) throw protocol_error("endless head");
    receive_some(fd.get(), inbox);
  }
  const std::string status = inbox.substr(0, head);
  if (status.starts_with("NO ")) throw not_found(status.substr(3));
  if (!status.starts_with("OK ")) throw protocol_error("bad head: " + status);

  const std::size_t size = body_size(std::string_view(status).substr(3));
  inbox.erase(0, head + 1);
  while (inbox.size() < size) receive_some(fd.get(), inbox);
  inbox.resize(size);
  return inbox;
}

}  // namespace pots::detail
