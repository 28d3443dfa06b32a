#include "common/adversary/ledger.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <cstring>
#include <new>

namespace pots::adv {

void put_text(char* to, std::size_t size, std::string_view text) {
  const std::size_t n = std::min(size - 1, text.size());
  std::memcpy(to, text.data(), n);
  to[n] = '\0';
}

SharedLedger::SharedLedger() {
  void* memory = ::mmap(nullptr, sizeof(Ledger), PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  ledger_ = static_cast<Ledger*>(memory);  // all zero: a fresh ledger
}

SharedLedger::~SharedLedger() { ::munmap(ledger_, sizeof(Ledger)); }

}  // namespace pots::adv
