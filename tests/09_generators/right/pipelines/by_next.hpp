// Every stage asks its source by hand: a first time, and then for the next.
#pragma once

#include <cstddef>
#include <iterator>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "pots/generator.hpp"

namespace pots {
namespace detail {

// Python's next(): the next item, or nothing.
template <class T>
class Source {
 public:
  explicit Source(Generator<T> items) : items_(std::move(items)) {}

  std::optional<T> next() {
    if (!at_) {
      at_.emplace(items_.begin());
    } else if (*at_ != items_.end()) {
      ++*at_;
    }
    if (*at_ == items_.end()) return std::nullopt;
    return **at_;
  }

 private:
  Generator<T> items_;
  std::optional<typename Generator<T>::iterator> at_;
};

}  // namespace detail

template <class T, class F>
Generator<std::decay_t<std::invoke_result_t<F&, const T&>>> map(
    Generator<T> src, F f) {
  detail::Source<T> source(std::move(src));
  while (const std::optional<T> item = source.next()) co_yield f(*item);
}

template <class T, class P>
Generator<T> filter(Generator<T> src, P keep) {
  detail::Source<T> source(std::move(src));
  while (const std::optional<T> item = source.next()) {
    if (keep(*item)) co_yield *item;
  }
}

template <class T>
Generator<T> take(Generator<T> src, std::size_t n) {
  detail::Source<T> source(std::move(src));
  for (std::size_t i = 0; i < n; ++i) {
    const std::optional<T> item = source.next();
    if (!item) co_return;
    co_yield *item;
  }
}

template <class T>
Generator<std::vector<T>> chunked(Generator<T> src, std::size_t n) {
  detail::Source<T> source(std::move(src));
  for (bool more = true; more;) {
    std::vector<T> chunk;
    while (more && chunk.size() < n) {
      std::optional<T> item = source.next();
      more = item.has_value();
      if (more) chunk.push_back(std::move(*item));
    }
    if (!chunk.empty()) co_yield chunk;
  }
}

template <class T>
Generator<T> merge(Generator<T> a, Generator<T> b) {
  detail::Source<T> left(std::move(a));
  detail::Source<T> right(std::move(b));
  std::optional<T> x = left.next();
  std::optional<T> y = right.next();
  while (x && y) {
    if (*y < *x) {
      co_yield *y;
      y = right.next();
    } else {
      co_yield *x;
      x = left.next();
    }
  }
  for (; x; x = left.next()) co_yield *x;
  for (; y; y = right.next()) co_yield *y;
}

inline Generator<std::string> lines(Generator<std::string> blocks) {
  detail::Source<std::string> source(std::move(blocks));
  std::string tail;
  while (const std::optional<std::string> block = source.next()) {
    tail += *block;
    std::size_t from = 0;
    for (std::size_t end; (end = tail.find('\n', from)) != tail.npos;) {
      co_yield tail.substr(from, end - from);
      from = end + 1;
    }
    tail.erase(0, from);
  }
  if (!tail.empty()) co_yield tail;
}

}  // namespace pots
