// Vector clocks: what a thread knows of the others' past.
//
// a happened before b exactly if b's clock has reached a's own time (Lamport
// 1978, Mattern 1989).
#pragma once

#include <algorithm>
#include <cstdint>

#include "common/adversary/strategy.hpp"

namespace pots::adv {

// Only the first `threads` entries of a clock mean anything; what lies behind
// them is 0 as long as no thread uses it.
struct VectorClock {
  std::uint32_t at[kMaxThreads];

  void clear(int threads) { std::fill_n(at, threads, 0u); }
  void join(const VectorClock& other, int threads) {
    for (int i = 0; i < threads; ++i) at[i] = std::max(at[i], other.at[i]);
  }
  void copy(const VectorClock& other, int threads) {
    std::copy_n(other.at, threads, at);
  }
};

}  // namespace pots::adv
