// Stages whose bodies are the standard library's views.
#pragma once

#include <cstddef>
#include <functional>
#include <iterator>
#include <ranges>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "pots/generator.hpp"

namespace pots {

template <class T, class F>
Generator<std::decay_t<std::invoke_result_t<F&, const T&>>> map(
    Generator<T> src, F f) {
  auto mapped = std::move(src) | std::views::transform(std::ref(f));
  for (auto&& item : mapped) co_yield std::forward<decltype(item)>(item);
}

template <class T, class P>
Generator<T> filter(Generator<T> src, P keep) {
  auto kept = std::move(src) | std::views::filter(std::ref(keep));
  for (auto&& item : kept) co_yield item;
}

template <class T>
Generator<T> take(Generator<T> src, std::size_t n) {
  if (n == 0) co_return;
  // A std::views::take would go on with its source to learn that it is done.
  for (auto at = src.begin(); at != std::default_sentinel; ++at) {
    co_yield *at;
    if (--n == 0) break;
  }
}

template <class T>
Generator<std::vector<T>> chunked(Generator<T> src, std::size_t n) {
  auto at = src.begin();
  while (at != src.end()) {
    std::vector<T> chunk{*at};
    while (chunk.size() < n) {
      ++at;
      if (at == src.end()) break;
      chunk.push_back(*at);
    }
    const bool whole = chunk.size() == n;
    co_yield std::move(chunk);
    if (whole) ++at;
  }
}

template <class T>
Generator<T> merge(Generator<T> a, Generator<T> b) {
  auto left = a.begin();
  auto right = b.begin();
  for (; left != a.end(); ++left) {
    for (; right != b.end() && *right < *left; ++right) co_yield *right;
    co_yield *left;
  }
  for (; right != b.end(); ++right) co_yield *right;
}

inline Generator<std::string> lines(Generator<std::string> blocks) {
  std::string line;
  auto text = std::move(blocks) | std::views::join;
  for (const char c : text) {
    if (c == '\n') {
      co_yield std::exchange(line, {});
    } else {
      line.push_back(c);
    }
  }
  if (!line.empty()) co_yield std::move(line);
}

}  // namespace pots
