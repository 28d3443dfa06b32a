// What write(2) answers when a pipe is full, and when nobody will read.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>

#include "pots/signals.hpp"

// #region put
void put(int fd, const std::string& data) {
  const ssize_t n = ::write(fd, data.data(), data.size());
  std::printf("write %zu -> %zd", data.size(), n);
  std::printf("%s%s\n", n < 0 ? " " : "",
              n < 0 ? strerrorname_np(errno) : "");
}
// #endregion

// #region fill
int main() {
  pots::ignore_sigpipe();
  int ends[2];
  if (::pipe2(ends, O_NONBLOCK) != 0) return 1;
  ::fcntl(ends[1], F_SETPIPE_SZ, 65536);  // the usual size on Linux
  put(ends[1], std::string(100'000, 'x'));
  put(ends[1], "y");
  ::close(ends[0]);
  std::puts("(the reader has left)");
  put(ends[1], "y");
}
// #endregion
