// Which loop is "the" loop of a thread: asyncio.get_running_loop(), from the
// inside.
#pragma once

#include <utility>

namespace pots::aio {

class Loop;

// While it lives, Loop::current() of its thread is `loop`; afterwards what it
// was before. Scopes are nested, never interleaved.
class LoopScope {
 public:
  explicit LoopScope(Loop& loop) noexcept
      : outer_(std::exchange(current_, &loop)) {}
  ~LoopScope() { current_ = outer_; }
  LoopScope(const LoopScope&) = delete;
  LoopScope& operator=(const LoopScope&) = delete;

  // nullptr if none.
  static Loop* current() noexcept { return current_; }

 private:
  static inline constinit thread_local Loop* current_ = nullptr;
  Loop* outer_;
};

}  // namespace pots::aio
