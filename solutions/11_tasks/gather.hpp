// One future for many: done when all of them are.
#pragma once

#include <tuple>
#include <utility>
#include <vector>

#include "pots/aio/future.hpp"
#include "pots/aio/result.hpp"
// --- yours ---
#include <cstddef>
#include <functional>
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

// Keeps itself alive until the last child has reported.
template <class Out>
class GatherState final : public FutureState<Out> {
 public:
  GatherState(const std::vector<FutureBase*>& children, FirstError first_error,
              std::function<void(Result<Out>&)> collect)
      : FutureState<Out>(Loop::current()),
        seats_(children.size()),
        left_(children.size()),
        first_error_(first_error),
        collect_(std::move(collect)) {
    for (std::size_t i = 0; i < children.size(); ++i) {
      seats_[i].all = this;
      seats_[i].child = children[i];
      seats_[i].run = [](Reaction& r) {
        Seat& seat = static_cast<Seat&>(r);
        seat.all->child_ended(*seat.child);
      };
      children[i]->when_done(seats_[i]);
    }
    if (children.empty()) {
      end();
    } else {
      this->add_ref();
    }
  }

  bool cancel() override {
    if (this->done()) return false;
    bool heard = false;
    for (const Seat& seat : seats_) heard |= seat.child->cancel();
    asked_to_stop_ |= heard;
    return heard;
  }

 private:
  using typename FutureBase::State;
  struct Seat : Reaction {
    GatherState* all = nullptr;
    FutureBase* child = nullptr;
  };

  void child_ended(FutureBase& child) {
    const std::exception_ptr error =
        child.cancelled() ? nullptr : child.exception();
    if (!this->done() && first_error_ == FirstError::ends_it) {
      if (child.cancelled()) this->finish(State::cancelled);
      if (error != nullptr) fail(error);
    }
    if (--left_ > 0) return;
    if (!this->done()) end();
    this->release();
  }
  void fail(std::exception_ptr error) {
    this->result_.fail(error);
    this->finish(State::finished);
  }
  void end() {
    if (asked_to_stop_) return this->finish(State::cancelled);
    collect_(this->result_);
    this->finish(State::finished);
  }
  void abandon() noexcept override {
    this->state_ = State::cancelled;
    if (left_ > 0) this->release();
  }

  std::vector<Seat> seats_;
  std::size_t left_;
  FirstError first_error_;
  bool asked_to_stop_ = false;
  std::function<void(Result<Out>&)> collect_;  // holds the children, too
};

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
