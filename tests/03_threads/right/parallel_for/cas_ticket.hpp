// Right: the next index itself is handed out, with compare_exchange; it never
// goes past the end, so it cannot wrap.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <future>
#include <vector>

namespace pots {

template <class Work>
void on_futures(std::size_t threads, const Work& work) {
  std::vector<std::future<void>> crew;
  for (std::size_t t = 0; t < threads; ++t) {
    crew.push_back(std::async(std::launch::async, [&work, t] { work(t); }));
  }
  for (auto& one : crew) one.get();  // the destructors wait for the rest
}

template <class Body>
void parallel_for_blocks(std::size_t begin, std::size_t end, unsigned threads,
                         Body body) {
  if (end <= begin) return;
  const std::size_t n = end - begin;
  // The first of block t; of block n, where it exists, the end.
  const auto border = [&](std::size_t t) {
    return begin + n / threads * t + std::min<std::size_t>(t, n % threads);
  };
  on_futures(std::min<std::size_t>(threads, n), [&](std::size_t t) {
    for (std::size_t i = border(t); i != border(t + 1); ++i) body(i);
  });
}

template <class Body>
void parallel_for_dynamic(std::size_t begin, std::size_t end, unsigned threads,
                          std::size_t chunk, Body body) {
  if (end <= begin) return;
  std::atomic<std::size_t> next = begin;
  const std::size_t chunks = (end - begin - 1) / chunk + 1;
  on_futures(std::min<std::size_t>(threads, chunks), [&](std::size_t) {
    std::size_t first = next;
    while (first != end) {
      const std::size_t last = first + std::min(chunk, end - first);
      if (!next.compare_exchange_weak(first, last)) continue;
      try {
        while (first != last) body(first++);
      } catch (...) {
        next = end;  // nothing is left to hand out
        throw;
      }
      first = next;
    }
  });
}

}  // namespace pots
