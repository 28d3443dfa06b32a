#include "common/adversary/scheduler/statics.hpp"

#include <link.h>
#include <sys/mman.h>

#include <algorithm>
#include <cstring>
#include <new>

namespace pots::adv {

Statics statics;

namespace {

constexpr std::size_t kPage = 4096;

struct Copy {
  unsigned char* bytes = nullptr;
  unsigned char* always = nullptr;  // pages that libraries write unseen
  std::uint32_t executions = 0;
};
Copy* copy = nullptr;

// The writable segment, without what the loader has made read-only. Linkers
// that make a segment of its own for that put it first.
int find_segment(dl_phdr_info* info, std::size_t, void*) {
  std::uintptr_t begin = 0, end = 0, read_only_end = 0;
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const auto& header = info->dlpi_phdr[i];
    const std::uintptr_t from = info->dlpi_addr + header.p_vaddr;
    if (header.p_type == PT_LOAD && (header.p_flags & PF_W) != 0) {
      begin = from;
      end = from + header.p_memsz;
    }
    if (header.p_type == PT_GNU_RELRO) read_only_end = from + header.p_memsz;
  }
  if (read_only_end > begin && read_only_end < end) {
    begin = (read_only_end + kPage - 1) / kPage * kPage;
  }
  statics.begin = begin / kPage * kPage;
  statics.size = (end - statics.begin + kPage - 1) / kPage * kPage;
  return 1;  // the program itself comes first
}

std::size_t pages() { return statics.size / kPage; }

unsigned char* page(std::size_t i) {
  return reinterpret_cast<unsigned char*>(statics.begin) + i * kPage;
}

}  // namespace

void prepare_statics() {
  if (copy != nullptr) return;
  dl_iterate_phdr(find_segment, nullptr);
  void* memory =
      ::mmap(nullptr, sizeof(Copy) + statics.size + 2 * pages(),
             PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  copy = static_cast<Copy*>(memory);
  auto* rest = reinterpret_cast<unsigned char*>(copy + 1);
  statics.dirty = rest;
  copy->always = rest + pages();
  copy->bytes = rest + 2 * pages();
  // Last: the copy must show what has just been set.
  std::memcpy(copy->bytes, page(0), statics.size);
}

void restore_statics() {
  const std::uint32_t n = ++copy->executions;
  if ((n & (n - 1)) == 0) {
    for (std::size_t i = 0; i < pages(); ++i) {
      if (statics.dirty[i] == 0 &&
          std::memcmp(page(i), copy->bytes + i * kPage, kPage) != 0) {
        copy->always[i] = 1;
      }
    }
  }
  for (std::size_t i = 0; i < pages(); ++i) {
    if ((statics.dirty[i] | copy->always[i]) == 0) continue;
    statics.dirty[i] = 0;
    std::memcpy(page(i), copy->bytes + i * kPage, kPage);
  }
}

bool statics_written() {
  return std::any_of(statics.dirty, statics.dirty + pages(),
                     [](unsigned char d) { return d != 0; });
}

}  // namespace pots::adv
