// Random numbers that are the same on every machine for the same seed.
//
// SplitMix64 (Steele, Lea, Flood 2014): one word of state, and good enough to
// draw schedules with.
#pragma once

#include <cstdint>

namespace pots::adv {

class SplitMix {
 public:
  explicit SplitMix(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15u;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }
  // 0..n-1; n > 0 and small: the bias does not matter.
  int below(int n) {
    return static_cast<int>(next() % static_cast<std::uint64_t>(n));
  }

 private:
  std::uint64_t state_;
};

}  // namespace pots::adv
