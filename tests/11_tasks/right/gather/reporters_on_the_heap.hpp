// Right, too: a node on the heap for each child, each holding the gathering
// state alive.
#pragma once

#include <tuple>
#include <utility>
#include <vector>

#include "pots/aio/future.hpp"
#include "pots/aio/result.hpp"
// --- yours ---
#include <cstddef>
#include <functional>
#include <memory>
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
enum class FirstError { ends_it, is_a_result };

template <class Out>
class GatherState;

// Waits for one child; holds the gathering state, and goes away when it has
// reported.
template <class Out>
struct Reporter : Reaction {
  Reporter(GatherState<Out>& its_all, FutureBase& its_child)
      : Reaction(&report), all(its_all), child(its_child) {
    child.when_done(*this);
  }
  static void report(Reaction& r);

  GatherState<Out>& all;
  FutureBase& child;
};

template <class Out>
class GatherState final : public FutureState<Out> {
 public:
  using Collect = std::function<void(Result<Out>&)>;

  GatherState(std::vector<FutureBase*> children, FirstError first_error,
              Collect collect)
      : FutureState<Out>(Loop::current()),
        children_(std::move(children)),
        first_error_(first_error),
        collect_(std::move(collect)) {
    for (FutureBase* child : children_) {
      reporters_.push_back(std::make_unique<Reporter<Out>>(*this, *child));
      this->add_ref();
    }
    if (children_.empty()) end();
  }

  bool cancel() override {
    if (this->done()) return false;
    int heard = 0;
    for (FutureBase* child : children_) heard += child->cancel() ? 1 : 0;
    if (heard > 0) stopping_ = true;
    return heard > 0;
  }

  void report(Reporter<Out>& reporter) {
    FutureBase& child = reporter.child;
    std::exception_ptr error;
    if (!child.cancelled()) error = child.exception();
    const bool counts = !this->done() && first_error_ == FirstError::ends_it;
    if (counts && child.cancelled()) this->finish(State::cancelled);
    if (counts && error) {
      this->result_.fail(error);
      this->finish(State::finished);
    }
    std::erase_if(reporters_, [&](const std::unique_ptr<Reporter<Out>>& one) {
      return one.get() == &reporter;
    });
    if (reporters_.empty() && !this->done()) end();
    this->release();
  }

 private:
  using typename FutureBase::State;

  void end() {
    if (stopping_) {
      this->finish(State::cancelled);
    } else {
      collect_(this->result_);
      this->finish(State::finished);
    }
  }
  void abandon() noexcept override {
    this->state_ = State::cancelled;
    std::size_t held = reporters_.size();
    reporters_.clear();
    for (; held > 0; --held) this->release();
  }

  std::vector<FutureBase*> children_;
  std::vector<std::unique_ptr<Reporter<Out>>> reporters_;
  FirstError first_error_;
  bool stopping_ = false;
  Collect collect_;
};

template <class Out>
void Reporter<Out>::report(Reaction& r) {
  auto& self = static_cast<Reporter&>(r);
  self.all.report(self);
}

template <class Out, class T>
Future<Out> gather_into(std::vector<Future<T>> children, FirstError first_error,
                        void (*collect)(std::vector<Future<T>>&,
                                        Result<Out>&)) {
  std::vector<FutureBase*> bases;
  for (const Future<T>& child : children) bases.push_back(child.get());
  auto collect_all = [children = std::move(children),
                      collect](Result<Out>& result) mutable {
    collect(children, result);
  };
  return Future<Out>(
      new GatherState<Out>(bases, first_error, std::move(collect_all)));
}

template <class T>
Future<std::vector<T>> gather(std::vector<Future<T>> children) {
  return gather_into<std::vector<T>, T>(
      std::move(children), FirstError::ends_it,
      [](std::vector<Future<T>>& all, Result<std::vector<T>>& result) {
        std::vector<T> values;
        values.reserve(all.size());
        for (Future<T>& child : all) values.push_back(child->result());
        result.set(std::move(values));
      });
}

inline Future<void> gather(std::vector<Future<void>> children) {
  return gather_into<void, void>(
      std::move(children), FirstError::ends_it,
      [](std::vector<Future<void>>&, Result<void>& result) { result.set(); });
}

template <class... T>
Future<std::tuple<T...>> gather(Future<T>... children) {
  auto collect = [children...](Result<std::tuple<T...>>& result) mutable {
    result.set(children->result()...);
  };
  return Future<std::tuple<T...>>(new GatherState<std::tuple<T...>>(
      {children.get()...}, FirstError::ends_it, std::move(collect)));
}

template <class T>
Future<std::vector<Result<T>>> settle(std::vector<Future<T>> children) {
  return gather_into<std::vector<Result<T>>, T>(
      std::move(children), FirstError::is_a_result,
      [](std::vector<Future<T>>& all, Result<std::vector<Result<T>>>& result) {
        std::vector<Result<T>> values(all.size());
        for (std::size_t i = 0; i < all.size(); ++i) {
          try {
            if constexpr (std::is_void_v<T>) {
              all[i]->result();
              values[i].set();
            } else {
              values[i].set(all[i]->result());
            }
          } catch (...) {
            values[i].fail(std::current_exception());
          }
        }
        result.set(std::move(values));
      });
}
// --- end ---

}  // namespace pots::aio
