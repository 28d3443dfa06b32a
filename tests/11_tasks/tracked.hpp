// A value that counts: how many are alive, and how often one was copied.
#pragma once

namespace pots::checks {

// It has no default. Thread safety: none.
class Tracked {
 public:
  explicit Tracked(int number) : value(number) { ++alive; }
  Tracked(const Tracked& other) : value(other.value) {
    ++alive;
    ++copies;
  }
  Tracked(Tracked&& other) noexcept : value(other.value) { ++alive; }
  Tracked& operator=(const Tracked& other) {
    value = other.value;
    ++copies;
    return *this;
  }
  Tracked& operator=(Tracked&& other) noexcept {
    value = other.value;
    return *this;
  }
  ~Tracked() { --alive; }

  int value;
  static inline int alive = 0;
  static inline int copies = 0;
};

}  // namespace pots::checks
