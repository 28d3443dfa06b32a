// How long a processor worked, which other programs on the machine do not
// change as much as they change how long it took.
#pragma once

#include <time.h>

#include <utility>

namespace pots::bench {

// Nanoseconds of `clock`, since some start.
inline double nanoseconds_of(clockid_t clock) {
  timespec time{};
  ::clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) * 1e9 +
         static_cast<double>(time.tv_nsec);
}

// Counts the processor time of the calling thread, or of the whole process.
class CpuTime {
 public:
  enum class Of { thread, process };
  explicit CpuTime(Of whose = Of::thread)
      : clock_(whose == Of::thread ? CLOCK_THREAD_CPUTIME_ID
                                   : CLOCK_PROCESS_CPUTIME_ID) {}

  // Nanoseconds since it was made.
  double spent() const { return nanoseconds_of(clock_) - start_; }

 private:
  clockid_t clock_;
  double start_ = nanoseconds_of(clock_);
};

// The calling thread's nanoseconds for one of the `operations` that f does.
template <class F>
double cpu_ns_each(double operations, F&& f) {
  const CpuTime time;
  std::forward<F>(f)();
  return time.spent() / operations;
}

}  // namespace pots::bench
