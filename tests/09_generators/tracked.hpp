// A value of which the test knows where the living ones are.
#pragma once

#include <cstddef>
#include <set>

namespace pots::checks {

// Can be copied, and has no default. Whether an object is alive is asked by
// its address: what a dead one contains means nothing. Thread safety: none.
class Tracked {
 public:
  explicit Tracked(int number) : value(number) { living().insert(this); }
  Tracked(const Tracked& other) : value(other.value) {
    living().insert(this);
    ++copies;
  }
  Tracked(Tracked&& other) noexcept : value(other.value) {
    living().insert(this);
  }
  Tracked& operator=(const Tracked& other) {
    value = other.value;
    ++copies;
    return *this;
  }
  Tracked& operator=(Tracked&& other) noexcept {
    value = other.value;
    return *this;
  }
  ~Tracked() {
    if (living().erase(this) == 0) ++died_twice;
  }

  static bool is_alive(const Tracked* one) { return living().contains(one); }
  static std::size_t alive() { return living().size(); }

  int value;
  static inline int copies = 0;
  static inline int died_twice = 0;  // or never lived

 private:
  static std::set<const Tracked*>& living() {
    static std::set<const Tracked*> all;
    return all;
  }
};

}  // namespace pots::checks
