// Two pipes and one cook: the kernel tells which of them has something.
#include <unistd.h>

#include <cstdio>
#include <optional>

#include "pots/aio/poller.hpp"
#include "pots/aio/ready_queue.hpp"
#include "pots/aio/world.hpp"

namespace aio = pots::aio;

// #region reader
struct Reader : aio::Reaction {
  Reader(const char* n, int from)
      : Reaction(&look), name(n), fd(from) {}
  static void look(Reaction& r) {
    const Reader& self = static_cast<Reader&>(r);
    char byte;
    if (::read(self.fd, &byte, 1) == 1) {
      std::printf("%s readable: '%c'\n", self.name, byte);
    } else {
      std::printf("%s: end of stream\n", self.name);
    }
  }
  const char* name;
  int fd;
};
// #endregion

int main() {
  int a[2], b[2];
  if (::pipe(a) != 0 || ::pipe(b) != 0) return 1;
  // #region talk
  aio::Poller poller(aio::real_world());
  aio::ReadyQueue ready;
  Reader from_a("a", a[0]), from_b("b", b[0]);
  poller.watch(a[0], aio::Dir::read, &from_a);
  poller.watch(b[0], aio::Dir::read, &from_b);
  const auto turn = [&] {
    poller.poll(std::nullopt, ready);  // however long it takes
    run_batch(ready);
  };

  bool written = ::write(b[1], "B", 1) == 1;
  turn();
  written = written && ::write(a[1], "A", 1) == 1;
  ::close(a[1]);
  turn();
  turn();
  // #endregion
  poller.forget(a[0]);
  poller.forget(b[0]);
  for (const int fd : {a[0], b[0], b[1]}) ::close(fd);
  return written ? 0 : 1;
}
