// Generators that take their items from generators: lazy, one at a time.
//
// map:     f(x) for each x.
// filter:  the items x for which keep(x).
// take:    the first n items, or all if there are fewer.
// chunked: n items together; the last time what is left, but not nothing.
//          Pre: n >= 1.
// merge:   the items of two ascending sources, ascending. Of two equal
//          items, a's comes first; only < is asked for.
// lines:   the text, given in blocks, cut behind each '\n', which is
//          removed. What follows the last '\n' is a line unless empty.
// Lazy:    a call pulls nothing. For its k-th item a stage pulls no more
//          than it needs: take k, chunked k * n at most, merge one item
//          more a source than it has given of it. take(n) never goes on
//          with its source after the n-th item, nor begins it for n = 0.
// Memory:  chunked n items, lines one line, the others one item a source.
// Errors:  what a source, f or keep throws comes through.
// Life:    a stage owns its sources: whoever destroys the last stage
//          destroys all.
// Threads: none but one at a time.
#pragma once

#include <cstddef>
#include <iterator>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "pots/generator.hpp"

namespace pots {

template <class T, class F>
Generator<std::decay_t<std::invoke_result_t<F&, const T&>>> map(
    Generator<T> src, F f) {
  // --- yours ---
  for (const T& item : src) co_yield f(item);
  // --- end ---
}

template <class T, class P>
Generator<T> filter(Generator<T> src, P keep) {
  // --- yours ---
  for (const T& item : src) {
    if (keep(item)) co_yield item;
  }
  // --- end ---
}

template <class T>
Generator<T> take(Generator<T> src, std::size_t n) {
  // --- yours ---
  if (n == 0) co_return;
  for (const T& item : src) {
    co_yield item;
    if (--n == 0) co_return;  // before the loop asks for one more
  }
  // --- end ---
}

template <class T>
Generator<std::vector<T>> chunked(Generator<T> src, std::size_t n) {
  // --- yours ---
  std::vector<T> chunk;
  for (const T& item : src) {
    chunk.push_back(item);
    if (chunk.size() < n) continue;
    co_yield chunk;
    chunk.clear();
  }
  if (!chunk.empty()) co_yield chunk;
  // --- end ---
}

template <class T>
Generator<T> merge(Generator<T> a, Generator<T> b) {
  // --- yours ---
  auto x = a.begin();
  auto y = b.begin();
  while (x != a.end() || y != b.end()) {
    if (x == a.end() || (y != b.end() && *y < *x)) {
      co_yield *y;
      ++y;
    } else {
      co_yield *x;
      ++x;
    }
  }
  // --- end ---
}

inline Generator<std::string> lines(Generator<std::string> blocks) {
  // --- yours ---
  std::string line;  // the tail of a block waits here for the next one
  for (const std::string& block : blocks) {
    for (const char c : block) {
      if (c != '\n') {
        line += c;
        continue;
      }
      co_yield line;
      line.clear();
    }
  }
  if (!line.empty()) co_yield line;
  // --- end ---
}

}  // namespace pots
