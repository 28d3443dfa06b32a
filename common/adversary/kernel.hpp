// The kernel as an adversary: every answer that read(2), write(2) and their
// family may give, on real descriptors, through interposed calls.
//
// A test hands descriptors over with drive(). From then on each call on them,
// and on descriptors that come from them, is a choice: all that was asked for,
// every shorter count that matters, EINTR, and the errors that the case lists.
// Calls on other descriptors pass through.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/adversary/explore.hpp"
#include "common/adversary/own_memory.hpp"

namespace pots::adv {

struct KernelPlan {
  int unkind = 2;                // complete up to so many unkind answers
  int random = 2000;             // then so many random runs
  std::vector<int> errors = {};  // with which a call may also fail
  bool end_of_file = false;      // reads may meet an early end of file
  bool may_stay_silent = false;  // otherwise: no call at all is a failure
};

// One call on a driven descriptor and the answer that it got.
struct Call {
  std::string name;  // "read", "poll", …
  int fd = -1;
  std::size_t asked = 0;  // bytes; 0 where it makes no sense
  long result = 0;        // >= 0, or -1
  int error = 0;          // errno if result is -1
  bool unkind = false;    // the player's choice, not the descriptor's state
};

// Thread safety: none; the bodies of for_every_kernel start no threads.
// Lifetime: one run.
class Kernel {
 public:
  template <class T>
  using Books = std::vector<T, OwnMemory<T>>;

  Kernel(Run& run, const KernelPlan& plan);
  ~Kernel();
  Kernel(const Kernel&) = delete;
  Kernel& operator=(const Kernel&) = delete;

  void drive(int fd);
  const Books<Call>& calls() const { return calls_; }
  int count(std::string_view name) const;
  // errno of the first call that failed, EINTR apart; 0 if none did.
  int first_error() const;
  // Calls on a descriptor after it gave end of file or an error but EINTR.
  int calls_after_end() const;
  Run& run() { return run_; }

  // The player itself: see kernel_transfer.cpp and kernel_calls.cpp.
  static Kernel* playing(int fd);  // nullptr: not ours, pass it through
  static Kernel* playing();        // in this process at all

  // One call of `asked` bytes on fd. `move(limit)` does the real thing for at
  // most limit bytes and returns what raw_call does.
  enum class Direction { kIn, kOut };
  using Move = std::function<long(std::size_t limit)>;
  long transfer(std::string_view name, Direction direction, int fd,
                std::size_t asked, bool dont_wait, const void* bytes,
                const Move& move);
  // One call without a byte count (accept, connect, shutdown, dup): happens
  // if the choice is kind. `interrupted_after`: EINTR comes after the deed.
  long act(std::string_view name, int fd, bool may_interrupt,
           bool interrupted_after, const std::function<long()>& deed);
  // accept: as act(), but it may have nothing to accept; what it accepts is
  // driven too.
  long accept(std::string_view name, int fd, const std::function<long()>& deed);
  // poll and select: `ready_now()` asks without waiting.
  long wait(std::string_view name, int fd, bool for_ever,
            const std::function<long()>& ready_now);
  long close(int fd);
  void came_from(int parent, int fd);  // fd is driven too

 private:
  struct Descriptor {
    bool handed = false;  // by the test, so closing it is no choice
    bool ended = false;   // an early end of file was chosen
    bool closed = false;
    int zeros = 0;  // reads that found the end
  };

  long finish(Call call, std::string_view shown, std::string_view remark);
  [[noreturn]] void would_wait_for_ever(std::string_view call,
                                        std::string_view why);
  bool blocking(int fd) const;

  Run& run_;
  const KernelPlan& plan_;
  std::map<int, Descriptor, std::less<int>,
           OwnMemory<std::pair<const int, Descriptor>>>
      descriptors_;
  Books<Call> calls_;
};

}  // namespace pots::adv

namespace pots {

// Runs `body` against every kernel that the plan allows.
void for_every_kernel(const adv::KernelPlan& plan,
                      const std::function<void(adv::Kernel&)>& body);

}  // namespace pots
