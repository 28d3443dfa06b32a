// One loop, shared out among threads: in blocks, or chunk by chunk.
//
// Both:    body(i) exactly once for each i in [begin, end); for none if
//          end <= begin; end may be SIZE_MAX. At most `threads` threads
//          at a time, which all call the same body. They have ended
//          when the call does.
// blocks:  Thread t does the t-th block of neighbours. Sizes differ by
//          at most 1, the longer blocks first.
// dynamic: Chunks of chunk_size neighbours (the last may be shorter),
//          in order, each to the next thread that is free.
// Pre:     threads >= 1, chunk_size >= 1.
// Errors:  body throws: that thread does no more indices, and (dynamic)
//          no other begins a chunk; then one of the exceptions.
//          No thread can be started: it goes on with those it has
//          (none: the caller's), or throws std::system_error; no index
//          is done twice then.   Threads: any thread.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <thread>
#include <vector>

namespace pots {

// --- yours ---
template <class Body>
void parallel_for_blocks(std::size_t begin, std::size_t end,
                         [[maybe_unused]] unsigned int threads, Body body) {
  for (std::size_t i = begin; i < end; ++i) body(i);
}

template <class Body>
void parallel_for_dynamic(std::size_t begin, std::size_t end,
                          [[maybe_unused]] unsigned int threads,
                          [[maybe_unused]] std::size_t chunk_size, Body body) {
  for (std::size_t i = begin; i < end; ++i) body(i);
}
// --- end ---

}  // namespace pots
