// How often two readers of lines ask the kernel for the same lines.
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "pots/buffered_reader.hpp"

// #region slowly
// One byte at a time: right, and never a byte too many.
bool skip_line_slowly(int fd) {
  char c;
  while (::read(fd, &c, 1) == 1)
    if (c == '\n') return true;
  return false;
}
// #endregion

long reads_so_far() {  // the kernel counts them for every process
  static const int fd = ::open("/proc/self/io", O_RDONLY);
  char text[512] = {};
  if (::pread(fd, text, sizeof text - 1, 0) <= 0) return 0;
  return std::atol(std::strstr(text, "syscr: ") + 7);
}
// #region count
void count(const char* how, int fd, auto skip_line) {
  ::lseek(fd, 0, SEEK_SET);
  int lines = 0;
  const long before = reads_so_far() + 1;  // the look was a read, too
  while (skip_line()) ++lines;
  const long reads = reads_so_far() - before;
  std::printf("%s: %d lines, %ld reads\n", how, lines, reads);
}

int main() {
  const int fd = ::memfd_create("thousand_lines", 0);
  for (int i = 0; i < 1000; ++i) ::dprintf(fd, "%059d\n", i);
  pots::BufferedReader reader(fd);
  count("byte at a time", fd, [&] { return skip_line_slowly(fd); });
  count("buffered", fd, [&] { return reader.read_line().has_value(); });
}
// #endregion
