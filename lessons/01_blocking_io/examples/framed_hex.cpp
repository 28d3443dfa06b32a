// What the frame around "hi" looks like on its way.
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

#include "pots/exactly.hpp"
#include "pots/framing.hpp"

// #region hex
void show(const char* what, std::string_view bytes) {
  std::printf("%s", what);
  for (unsigned char byte : bytes) std::printf(" %02x", byte);
  std::puts("");
}

int main() {
  int ends[2];
  if (::pipe(ends) != 0) return 1;
  pots::write_frame(ends[1], "hi");
  std::string frame(6, '\0');
  pots::read_exactly(ends[0], frame);
  show("the frame:    ", frame);

  const std::uint32_t two = 2;
  show("a 2 in memory:", {reinterpret_cast<const char*>(&two), 4});
}
// #endregion
