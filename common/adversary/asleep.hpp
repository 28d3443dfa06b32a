// A worker that sleeps for ever in the real kernel: nobody would notice.
#pragma once

#include <sys/types.h>

namespace pots::adv {

// Waits for a child process; it is not reaped. False if it sleeps for ever:
// for two seconds it has not used the processor and none of its threads could
// have. A busy machine does not look like that.
bool ends(pid_t worker);

}  // namespace pots::adv
