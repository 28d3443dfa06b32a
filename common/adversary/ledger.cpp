#include "common/adversary/ledger.hpp"

#include <algorithm>
#include <cstring>

namespace pots::adv {

void put_text(char* to, std::size_t size, std::string_view text) {
  const std::size_t n = std::min(size - 1, text.size());
  std::memcpy(to, text.data(), n);
  to[n] = '\0';
}

}  // namespace pots::adv
