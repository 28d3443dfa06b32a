#include "common/adversary/scheduler/stores.hpp"

#include <sys/mman.h>

#include <algorithm>

#include "common/adversary/scheduler/orders.hpp"

namespace pots::adv {
namespace {

constexpr int kKept = 6;
constexpr std::size_t kAtomics = 1 << 10;
// A store is seen after a while: so often may a thread miss it in a row.
constexpr int kMisses = 2;

struct Store {
  std::uint64_t value;
  bool has_clock;
  VectorClock released;
  // When each thread saw it or wrote it; 0: not.
  VectorClock seen;
};

struct Atomic {
  std::uintptr_t address;
  std::uint32_t execution;
  int stores;  // the newest is kept[(stores - 1) % kKept]
  int misses[kMaxThreads];
  Store kept[kKept];
};

struct Stores {
  std::uint32_t execution;
  VectorClock agreed;                // what seq_cst operations know together
  VectorClock learned[kMaxThreads];  // ...and each thread has heard of
  Atomic atomics[kAtomics];
};

Stores& all() {
  // Zeros that cost nothing until they are touched: calloc may fill what it
  // gives (MALLOC_PERTURB_), in each of thousands of forked processes.
  static Stores* const stores = static_cast<Stores*>(
      ::mmap(nullptr, sizeof(Stores), PROT_READ | PROT_WRITE,
             MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
  if (stores->execution != machine->execution) {
    stores->execution = machine->execution;
    stores->agreed.clear(kMaxThreads);
    for (VectorClock& clock : stores->learned) clock.clear(kMaxThreads);
  }
  return *stores;
}

Store& newest(Atomic& atomic) {
  return atomic.kept[(atomic.stores - 1) % kKept];
}

void add(Atomic& atomic, std::uint64_t value) {
  Store& store = atomic.kept[atomic.stores++ % kKept];
  store.value = value;
  store.has_clock = false;
  store.seen.clear(kMaxThreads);
}

Atomic& atomic_at(std::uintptr_t address, std::uint64_t value) {
  Stores& stores = all();
  std::size_t i = (address >> 2) * 0x9E3779B97F4A7C15u >> 54;
  static_assert(kAtomics == 1 << 10);
  for (std::size_t probe = 0; probe < kAtomics; ++probe) {
    Atomic& atomic = stores.atomics[i];
    const bool fresh = atomic.execution != machine->execution;
    if (!fresh && atomic.address != address) {
      i = (i + 1) % kAtomics;
      continue;
    }
    // Written as a plain variable meanwhile (constructed anew): begins again.
    if (fresh || newest(atomic).value != value) {
      atomic.address = address;
      atomic.execution = machine->execution;
      atomic.stores = 0;
      for (int& misses : atomic.misses) misses = 0;
      add(atomic, value);
    }
    return atomic;
  }
  violate(Violation::kTooLong, "more than 1,024 atomics with weak memory");
}

// Whether the running thread knows that somebody has got as far as `store`.
bool known(const Store& store) {
  const Machine& m = *machine;
  const VectorClock& heard = all().learned[m.running];
  for (int i = 0; i < m.count; ++i) {
    if (store.seen.at[i] == 0) continue;
    if (store.seen.at[i] <= std::max(self().clock.at[i], heard.at[i])) {
      return true;
    }
  }
  return false;
}

void see(Store& store) {
  Machine& m = *machine;
  std::uint32_t& at = store.seen.at[m.running];
  if (at == 0) at = self().clock.at[m.running];
}

void agree() {
  Machine& m = *machine;
  Stores& stores = all();
  VectorClock& heard = stores.learned[m.running];
  heard.join(stores.agreed, m.count);
  heard.join(self().clock, m.count);
  stores.agreed.join(heard, m.count);
}

}  // namespace

std::uint64_t weak_load(std::uintptr_t address, std::uint64_t value,
                        int order) {
  Machine& m = *machine;
  if (is_seq_cst(order)) agree();
  Atomic& atomic = atomic_at(address, value);
  // From the newest back to the first that hides all before it.
  int candidates = 1;
  const int kept = std::min(atomic.stores, kKept);
  while (candidates < kept &&
         !known(atomic.kept[(atomic.stores - candidates) % kKept])) {
    ++candidates;
  }
  int& misses = atomic.misses[m.running];
  int back = 0;
  if (candidates > 1 && misses < kMisses) {
    m.uses_time = true;  // reduction does not know that loads may miss stores
    back = choose_variant(candidates, false);
  }
  misses = back == 0 ? 0 : misses + 1;
  Store& store = atomic.kept[(atomic.stores - 1 - back) % kKept];
  see(store);
  if (store.has_clock) take_over(store.released, order);
  return store.value;
}

void weak_look(std::uintptr_t address, std::uint64_t value, int order) {
  if (is_seq_cst(order)) agree();
  Store& store = newest(atomic_at(address, value));
  see(store);
  if (store.has_clock) take_over(store.released, order);
}

void weak_store(std::uintptr_t address, std::uint64_t before,
                std::uint64_t value, int order, bool update) {
  Machine& m = *machine;
  Thread& me = self();
  Atomic& atomic = atomic_at(address, before);
  const Store& last = newest(atomic);
  VectorClock released;
  released.clear(kMaxThreads);
  bool has_clock = false;
  if (update && last.has_clock) {
    released.join(last.released, m.count);
    take_over(last.released, order);
    has_clock = true;
  }
  if (is_release(order)) {
    released.join(me.clock, m.count);
    has_clock = true;
  } else if (me.has_released) {
    released.join(me.released, m.count);
    has_clock = true;
  }
  add(atomic, value);
  Store& store = newest(atomic);
  store.has_clock = has_clock;
  store.released.clear(kMaxThreads);
  store.released.copy(released, m.count);
  see(store);
  if (is_seq_cst(order)) agree();
  // A later store of this thread is another moment.
  ++me.clock.at[m.running];
}

void weak_fence() { agree(); }

}  // namespace pots::adv
