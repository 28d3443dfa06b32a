#include "common/adversary/scheduler/races.hpp"

#include <errno.h>
#include <sys/mman.h>

#include <algorithm>
#include <locale>
#include <mutex>
#include <new>

namespace pots::adv {
namespace {

constexpr int kEntries = 9;
constexpr std::size_t kCells = std::size_t{1} << 17;
constexpr std::size_t kSites = 256;
constexpr int kExempt = 256;

struct Entry {
  std::uint32_t time;  // of the thread
  std::uint32_t site;  // of the access, from the program's start
  std::uint8_t thread;
  std::uint8_t bytes;  // a bit for each of the 8
  bool writes;
  bool atomic;
};

// 8 bytes of the program's memory.
struct Cell {
  std::uintptr_t granule = 0;
  std::uint32_t execution = 0;
  std::uint8_t used = 0;
  std::uint8_t oldest = 0;  // to be replaced when all entries are used
  std::uint8_t latest = 0;  // entry
  bool freed = false;
  Entry entries[kEntries];
  std::uint32_t freed_site;
  std::uint8_t freed_by;
};

struct Exempt {
  std::uintptr_t address = 0;
  std::size_t size = 0;
};

struct Races {
  bool tolerant = false;
  int sites = 0;
  std::uint32_t site[kSites];
  std::uint64_t site_filter = 0;  // a bit for each hash of a site
  int exempted = 0;
  Exempt exempt[kExempt];
  Cell cells[kCells];
};

Races* races = nullptr;
// What fibers that share a thread pointer have in common, without sharing it:
// errno, and two variables of std::call_once.
std::uintptr_t of_each_thread[3];
// The library remembers, without a lock, which letter a std::ctype has made of
// which: all threads would write the same (std::regex).
Exempt letters;

extern "C" char __executable_start;

std::uint32_t site_of(const void* pc) {
  return static_cast<std::uint32_t>(
      reinterpret_cast<std::uintptr_t>(pc) -
      reinterpret_cast<std::uintptr_t>(&__executable_start));
}
void* pc_of(std::uint32_t site) { return &__executable_start + site; }

std::uint64_t filter_bit(std::uint32_t site) {
  return std::uint64_t{1} << (site * 0x9E3779B1u >> 26);
}

bool racy(std::uint32_t site) {
  if ((races->site_filter & filter_bit(site)) == 0) return false;
  return std::find(races->site, races->site + races->sites, site) !=
         races->site + races->sites;
}

bool exempted(std::uintptr_t address) {
  for (std::uintptr_t own : of_each_thread) {
    if (address - own < sizeof(void*)) return true;
  }
  if (address - letters.address < letters.size) return true;
  for (int i = 0; i < std::min(races->exempted, kExempt); ++i) {
    if (address - races->exempt[i].address < races->exempt[i].size) return true;
  }
  return false;
}

Cell* cell_of(std::uintptr_t granule) {
  std::size_t i = (granule ^ granule >> 17) % kCells;
  for (int probe = 0; probe < 64; ++probe) {
    Cell& cell = races->cells[i];
    if (cell.execution != machine->execution) {
      cell.granule = granule;
      cell.execution = machine->execution;
      cell.used = 0;
      cell.oldest = 0;
      cell.freed = false;
      return &cell;
    }
    if (cell.granule == granule) return &cell;
    i = (i + 1) % kCells;
  }
  return nullptr;  // more memory than a case of a few threads ever touches
}

[[gnu::cold, gnu::noinline]] void report(const Entry& before, bool frees,
                                         std::uintptr_t address, bool writes,
                                         bool atomic, std::uint32_t site,
                                         Violation violation) {
  if (exempted(address)) return;
  if (violation == Violation::kRace && races->tolerant && racy(before.site) &&
      racy(site)) {
    return;
  }
  Story& story = *machine->story;
  story.object = address;
  story.first = Culprit{before.thread,
                        -1,
                        before.writes,
                        before.atomic,
                        violation == Violation::kUseAfterFree,
                        pc_of(before.site)};
  story.second =
      Culprit{machine->running, -1, writes, atomic, frees, pc_of(site)};
  violate(violation);
}

void record_granule(std::uintptr_t granule, std::uint8_t bytes, bool writes,
                    bool atomic, std::uint32_t site, bool frees) {
  Cell* cell = cell_of(granule);
  if (cell == nullptr) return;
  Machine& m = *machine;
  const Thread& me = self();
  // Most accesses are the same as the last one was: nothing to find out.
  if (const Entry& last = cell->entries[cell->latest];
      cell->used > 0 && last.thread == m.running && last.bytes == bytes &&
      last.writes == writes && last.site == site && !last.atomic && !atomic &&
      !cell->freed && last.time == me.clock.at[m.running]) {
    return;
  }
  const auto first_byte = [&] {
    return granule * 8 + static_cast<unsigned>(__builtin_ctz(bytes));
  };
  if (cell->freed) {
    const Entry freeing{0, cell->freed_site, cell->freed_by, 0xFF, true, false};
    report(freeing, frees, first_byte(), writes, atomic, site,
           Violation::kUseAfterFree);
  }
  Entry* own = nullptr;
  for (int i = 0; i < cell->used; ++i) {
    Entry& entry = cell->entries[i];
    if (entry.thread == m.running) {
      if (entry.bytes == bytes && entry.writes == writes &&
          entry.atomic == atomic) {
        own = &entry;
      }
      continue;
    }
    if ((entry.bytes & bytes) == 0 || (!entry.writes && !writes) ||
        (entry.atomic && atomic)) {
      continue;
    }
    if (entry.time > me.clock.at[entry.thread]) {
      report(entry, frees, first_byte(), writes, atomic, site,
             Violation::kRace);
    }
  }
  if (own == nullptr) {
    if (cell->used < kEntries) {
      own = &cell->entries[cell->used++];
    } else {
      own = &cell->entries[cell->oldest++ % kEntries];
    }
  }
  cell->latest = static_cast<std::uint8_t>(own - cell->entries);
  *own = Entry{me.clock.at[m.running],
               site,
               static_cast<std::uint8_t>(m.running),
               bytes,
               writes,
               atomic};
}

template <class Do>
void each_granule(std::uintptr_t address, std::size_t size, Do&& action) {
  while (size > 0) {
    const std::size_t offset = address % 8;
    const std::size_t n = std::min(size, 8 - offset);
    const auto bytes = static_cast<std::uint8_t>(((1u << n) - 1) << offset);
    action(address / 8, bytes);
    address += n;
    size -= n;
  }
}

}  // namespace

void prepare_races() {
  if (races != nullptr) return;
  void* memory = ::mmap(nullptr, sizeof(Races), PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  races = static_cast<Races*>(memory);  // all zero is its beginning
  of_each_thread[0] = reinterpret_cast<std::uintptr_t>(&errno);
  of_each_thread[1] = reinterpret_cast<std::uintptr_t>(&std::__once_callable);
  of_each_thread[2] = reinterpret_cast<std::uintptr_t>(&std::__once_call);
  const auto& facet = std::use_facet<std::ctype<char>>(std::locale::classic());
  letters = {reinterpret_cast<std::uintptr_t>(&facet), sizeof facet};
}

void record_access(std::uintptr_t address, std::size_t size, AccessKind kind,
                   const void* pc) {
  const bool writes =
      kind == AccessKind::kWrite || kind == AccessKind::kAtomicWrite;
  const bool atomic =
      kind == AccessKind::kAtomicRead || kind == AccessKind::kAtomicWrite;
  const std::uint32_t site = site_of(pc);
  if (address % 8 + size <= 8) {
    record_granule(address / 8,
                   static_cast<std::uint8_t>(((1u << size) - 1) << address % 8),
                   writes, atomic, site, false);
    return;
  }
  each_granule(address, size, [&](std::uintptr_t granule, std::uint8_t bytes) {
    record_granule(granule, bytes, writes, atomic, site, false);
  });
}

void record_free(std::uintptr_t address, std::size_t size, const void* pc) {
  const std::uint32_t site = site_of(pc);
  each_granule(address, std::min<std::size_t>(size, 64 << 10),
               [&](std::uintptr_t granule, std::uint8_t bytes) {
                 record_granule(granule, bytes, true, false, site, true);
                 if (Cell* cell = cell_of(granule)) {
                   cell->freed = true;
                   cell->freed_site = site;
                   cell->freed_by = static_cast<std::uint8_t>(machine->running);
                 }
               });
}

void forget_bytes(std::uintptr_t address, std::size_t size) {
  each_granule(address, size, [](std::uintptr_t granule, std::uint8_t) {
    if (Cell* cell = cell_of(granule)) {
      cell->used = 0;
      cell->freed = false;
    }
  });
}

void add_racy_site(const void* pc) {
  const std::uint32_t site = site_of(pc);
  if (racy(site) || races->sites == static_cast<int>(kSites)) return;
  races->site[races->sites++] = site;
  races->site_filter |= filter_bit(site);
}

bool is_racy_site(const void* pc) {
  return races->site_filter != 0 && racy(site_of(pc));
}

void tolerate_races(bool yes) { races->tolerant = yes; }

void exempt_from_races(std::uintptr_t address, std::size_t size) {
  races->exempt[races->exempted++ % kExempt] = Exempt{address, size};
}

}  // namespace pots::adv
