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
  static_cast<void>(src);
  static_cast<void>(f);
  co_return;  // gives nothing yet
  // --- end ---
}

template <class T, class P>
Generator<T> filter(Generator<T> src, P keep) {
  // --- yours ---
  static_cast<void>(src);
  static_cast<void>(keep);
  co_return;  // gives nothing yet
  // --- end ---
}

template <class T>
Generator<T> take(Generator<T> src, std::size_t n) {
  // --- yours ---
  static_cast<void>(src);
  static_cast<void>(n);
  co_return;  // gives nothing yet
  // --- end ---
}

template <class T>
Generator<std::vector<T>> chunked(Generator<T> src, std::size_t n) {
  // --- yours ---
  static_cast<void>(src);
  static_cast<void>(n);
  co_return;  // gives nothing yet
  // --- end ---
}

template <class T>
Generator<T> merge(Generator<T> a, Generator<T> b) {
  // --- yours ---
  static_cast<void>(a);
  static_cast<void>(b);
  co_return;  // gives nothing yet
  // --- end ---
}

inline Generator<std::string> lines(Generator<std::string> blocks) {
  // --- yours ---
  static_cast<void>(blocks);
  co_return;  // gives nothing yet
  // --- end ---
}

}  // namespace pots
