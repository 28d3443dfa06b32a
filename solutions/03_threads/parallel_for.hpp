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
// Calls work(0), ..., work(threads - 1), each on a thread of its own.
// When all have ended, passes on the exception of the lowest number.
template <class Work>
void on_threads(std::size_t threads, const Work& work) {
  std::vector<std::exception_ptr> errors(threads);
  {
    std::vector<std::jthread> crew;
    for (std::size_t t = 0; t < threads; ++t) {
      crew.emplace_back([&, t] {
        try {
          work(t);
        } catch (...) {
          errors[t] = std::current_exception();
        }
      });
    }
  }
  for (const std::exception_ptr& error : errors) {
    if (error) std::rethrow_exception(error);
  }
}

template <class Body>
void parallel_for_blocks(std::size_t begin, std::size_t end,
                         unsigned int threads, Body body) {
  if (end <= begin) return;
  const std::size_t n = end - begin;
  const std::size_t size = n / threads, longer = n % threads;
  on_threads(std::min<std::size_t>(threads, n), [&](std::size_t t) {
    const std::size_t first = begin + t * size + std::min(t, longer);
    const std::size_t last = first + size + (t < longer ? 1 : 0);
    for (std::size_t i = first; i < last; ++i) body(i);
  });
}

template <class Body>
void parallel_for_dynamic(std::size_t begin, std::size_t end,
                          unsigned int threads, std::size_t chunk_size,
                          Body body) {
  if (end <= begin) return;
  const std::size_t chunks = (end - begin - 1) / chunk_size + 1;
  const std::size_t crew = std::min<std::size_t>(threads, chunks);
  std::atomic<std::size_t> tickets = 0;
  std::atomic<bool> failed = false;
  on_threads(crew, [&](std::size_t) {
    while (!failed) {
      const std::size_t ticket = tickets.fetch_add(1);
      if (ticket >= chunks) return;
      const std::size_t first = begin + ticket * chunk_size;
      const std::size_t size = std::min(chunk_size, end - first);
      try {
        for (std::size_t i = 0; i < size; ++i) body(first + i);
      } catch (...) {
        failed = true;
        throw;
      }
    }
  });
}
// --- end ---

}  // namespace pots
