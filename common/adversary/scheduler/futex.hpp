// The one system call under all waiting: see futex(2).
#pragma once

namespace pots::adv {

// The arguments of syscall(SYS_futex, ...). Returns as syscall does: -1 and
// errno, or the result.
long futex_call(const long (&arguments)[6]);

}  // namespace pots::adv
