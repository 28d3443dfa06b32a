// Whether something fails as it should when no descriptor is left.
#pragma once

#include <sys/resource.h>

#include <system_error>

namespace pots {

// Calls `f` while the process may open nothing. True if it threw
// std::system_error; what else it throws passes through.
template <class F>
bool refused_without_descriptors(F f) {
  struct None {
    rlimit usual{};
    None() {
      ::getrlimit(RLIMIT_NOFILE, &usual);
      rlimit none = usual;
      none.rlim_cur = 0;
      ::setrlimit(RLIMIT_NOFILE, &none);
    }
    ~None() { ::setrlimit(RLIMIT_NOFILE, &usual); }
  } none;
  try {
    f();
  } catch (const std::system_error&) {
    return true;
  }
  return false;
}

}  // namespace pots
