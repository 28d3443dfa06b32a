// eventfd: a number that threads add to and wait for.
#pragma once

#include "common/adversary/scheduler/virtual_bytes.hpp"
#include "common/adversary/scheduler/virtual_call.hpp"

namespace pots::adv {

long read_event(VirtualCall& call, VirtualFile& file, Scattered& to,
                bool waits);
long write_event(VirtualCall& call, VirtualFile& file, Scattered& from,
                 bool waits);

}  // namespace pots::adv
