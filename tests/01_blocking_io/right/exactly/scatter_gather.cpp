// readv and writev, which take a list of buffers; here it has two halves.
#include <sys/uio.h>

#include <cerrno>
#include <system_error>

#include "pots/exactly.hpp"

namespace pots {
namespace {

using Move = ssize_t (*)(int, const iovec*, int);

std::size_t move_all(Move move, const char* name, int fd, char* bytes,
                     std::size_t size) {
  std::size_t done = 0;
  while (done < size) {
    const std::size_t half = (size - done) / 2;
    const iovec parts[] = {{bytes + done, half},
                           {bytes + done + half, size - done - half}};
    const ssize_t n = move(fd, parts, 2);
    if (n == 0) break;
    if (n > 0) {
      done += static_cast<std::size_t>(n);
      continue;
    }
    if (errno == EINTR) continue;
    throw std::system_error(errno, std::generic_category(), name);
  }
  return done;
}

}  // namespace

std::size_t read_exactly(int fd, std::span<char> buf) {
  return move_all(::readv, "readv", fd, buf.data(), buf.size());
}

void write_all(int fd, std::string_view data) {
  // writev only reads them, but iovec has no const.
  move_all(::writev, "writev", fd, const_cast<char*>(data.data()), data.size());
}

}  // namespace pots
