// eventfd: a number that threads add to and wait for.
#pragma once

#include <cstdint>

#include "common/adversary/scheduler/virtual_bytes.hpp"
#include "common/adversary/scheduler/virtual_call.hpp"

namespace pots::adv {

inline constexpr std::uint64_t kMostEvents = ~std::uint64_t{0} - 1;

long read_event(VirtualCall& call, VirtualFile& file, Scattered& to,
                bool waits);
long write_event(VirtualCall& call, VirtualFile& file, Scattered& from,
                 bool waits);

}  // namespace pots::adv
