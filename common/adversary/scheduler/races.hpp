// Who touched which bytes, and which two touches have no order between them.
//
// For each 8 bytes of memory the last access of each thread is kept, with the
// thread's time at it. Two accesses race if one writes, not both are atomic,
// and the later thread's clock has not reached the earlier access (Lamport's
// happens-before). The last one of a thread suffices: what came before it is
// ordered before it. So a race between any access and the present one is found
// in every execution in which it happens, whatever the values.
//
// Freed memory is marked in the same place: to touch it is a violation.
#pragma once

#include <cstddef>
#include <cstdint>

#include "common/adversary/scheduler/machine.hpp"

namespace pots::adv {

enum class AccessKind : std::uint8_t {
  kRead,
  kWrite,
  kAtomicRead,
  kAtomicWrite
};

// Records an access of the running thread. Violates kRace or kUseAfterFree.
void record_access(std::uintptr_t address, std::size_t size, AccessKind kind,
                   const void* pc);
// The running thread gives a block back.
void record_free(std::uintptr_t address, std::size_t size, const void* pc);
// A block is handed out again; its bytes have no past.
void forget_bytes(std::uintptr_t address, std::size_t size);

// Places in the code that have raced: their plain accesses are points where
// threads may be paused, and race no more.
void add_racy_site(const void* pc);
bool is_racy_site(const void* pc);
// Races between two racy sites are not violations while this is so.
void tolerate_races(bool yes);

// Memory that the C++ runtime shares between threads by means that the
// compiler does not see: exception objects.
void exempt_from_races(std::uintptr_t address, std::size_t size);

void prepare_races();

}  // namespace pots::adv
