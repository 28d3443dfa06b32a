// Weak memory: a load may find an older store than the newest, as the C++
// memory model lets it.
//
// For each atomic the last stores of an execution are kept. A load may find
// any of them that its thread need not know to be overwritten: because a later
// one happened before the load, or was seen by something that did (coherence),
// or because sequential consistency forbids it. Which one is a choice.
//
// Covers loads, stores, read-modify-writes and fences of all orders, for store
// buffering, message passing and independent readers. It is stronger than the
// standard in two ways, so it may miss a mistake but reports none that is not
// there: a load never finds a store that has not been made yet (no load
// buffering), and what a seq_cst operation learns, later operations of its
// thread know too.
#pragma once

#include <cstdint>

#include "common/adversary/scheduler/machine.hpp"

namespace pots::adv {

// Whether the test asked for it.
inline bool memory_is_weak() { return machine->plan->weak_memory; }

// The running thread loads `size` bytes at `address`, of which memory holds
// the newest value. Returns the value that it finds, and takes over what its
// store has released.
std::uint64_t weak_load(std::uintptr_t address, std::uint64_t newest,
                        int order);
// A compare_exchange that is lost: it finds the newest.
void weak_look(std::uintptr_t address, std::uint64_t newest, int order);
// It has stored `value`; `update`: as part of a read-modify-write, which reads
// the newest store and hands on what that has released.
void weak_store(std::uintptr_t address, std::uint64_t before,
                std::uint64_t value, int order, bool update);
// A seq_cst fence.
void weak_fence();

}  // namespace pots::adv
