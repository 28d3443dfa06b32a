// Right: the calling thread is one of the crew, and does what is left over when
// another cannot be started.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <system_error>
#include <thread>
#include <vector>

namespace pots {

// Calls work(0) here and the others on threads; those for whom there is no
// thread are called here, too.
template <class Work>
void on_crew(std::size_t size, const Work& work) {
  std::vector<std::exception_ptr> errors(size);
  const auto guarded = [&](std::size_t t) {
    try {
      work(t);
    } catch (...) {
      errors[t] = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> crew;
    std::size_t hired = 1;
    try {
      for (; hired < size; ++hired) crew.emplace_back(guarded, hired);
    } catch (const std::system_error&) {
      // Fewer hands, the same work.
    }
    guarded(0);
    for (; hired < size && !errors[0]; ++hired) {
      guarded(hired);
      if (errors[hired]) break;
    }
  }
  for (const auto& error : errors) {
    if (error) std::rethrow_exception(error);
  }
}

template <class Body>
void parallel_for_blocks(std::size_t begin, std::size_t end, unsigned threads,
                         Body body) {
  if (end <= begin) return;
  const std::size_t n = end - begin;
  on_crew(std::min<std::size_t>(n, threads), [&](std::size_t t) {
    std::size_t first = begin, size = 0;
    for (std::size_t k = 0; k <= t; ++k) {
      first += size;
      size = n / threads + (k < n % threads ? 1 : 0);
    }
    for (std::size_t done = 0; done < size; ++done) body(first + done);
  });
}

template <class Body>
void parallel_for_dynamic(std::size_t begin, std::size_t end, unsigned threads,
                          std::size_t chunk, Body body) {
  if (end <= begin) return;
  const std::size_t chunks = (end - begin - 1) / chunk + 1;
  std::atomic<std::size_t> next = 0;
  std::atomic<bool> stop = false;
  on_crew(std::min<std::size_t>(chunks, threads), [&](std::size_t) {
    try {
      while (!stop) {
        const std::size_t mine = next++;
        if (mine >= chunks) return;
        std::size_t i = begin + mine * chunk;
        for (std::size_t n = 0; n < chunk && i < end; ++n) body(i++);
      }
    } catch (...) {
      stop = true;
      throw;
    }
  });
}

}  // namespace pots
