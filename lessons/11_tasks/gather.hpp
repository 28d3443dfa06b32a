// One future for many: done when all of them are.
#pragma once

#include <tuple>
#include <utility>
#include <vector>

#include "pots/aio/future.hpp"
#include "pots/aio/result.hpp"
// --- yours ---
// --- end ---

namespace pots::aio {

// asyncio.gather: the results in the order of the arguments, once all are
// there. The first error of a child is gather's at once, and the others go on;
// what they fail with later is seen, and not reported as lost. A child that
// ends cancelled fails gather with CancelledError.
// cancel() asks all children to stop; true if one listened. Then gather ends
// with CancelledError: as soon as a child has ended cancelled, or, if all
// refuse, after the last. No children: done at once.
//
// Each child's end is noticed in the batch after it; gather's waiters go on in
// the one after that. Thread safety: none; all belong to the current loop.
template <class T>
Future<std::vector<T>> gather(std::vector<Future<T>> children);
Future<void> gather(std::vector<Future<void>> children);
// The same for children of different types (none of them void).
template <class... T>
Future<std::tuple<T...>> gather(Future<T>... children);

// gather(..., return_exceptions=True): how each child ended. No child fails
// it; cancelled, it ends with CancelledError after the last.
template <class T>
Future<std::vector<Result<T>>> settle(std::vector<Future<T>> children);

// --- yours ---
// Waits for the first child only, and leaves the others to themselves.
template <class T>
Future<std::vector<T>> gather(std::vector<Future<T>> children) {
  auto all = make_future<std::vector<T>>();
  std::vector<T> values;
  if (!children.empty() && children.front()->done()) {
    values.push_back(children.front()->result());
  }
  all->set_result(std::move(values));
  return all;
}

inline Future<void> gather(std::vector<Future<void>>) {
  auto all = make_future<void>();
  all->set_result();
  return all;
}

template <class... T>
Future<std::tuple<T...>> gather(Future<T>...) {
  return make_future<std::tuple<T...>>();
}

template <class T>
Future<std::vector<Result<T>>> settle(std::vector<Future<T>> children) {
  auto all = make_future<std::vector<Result<T>>>();
  all->set_result(children.size());
  return all;
}
// --- end ---

}  // namespace pots::aio
