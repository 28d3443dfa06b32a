// What a computation left behind: nothing yet, a value, or an exception.
#pragma once

#include <exception>
#include <utility>
#include <variant>

namespace pots::aio {

// T: an object type, or void. Thread safety: none.
template <class T>
class Result {
 public:
  bool empty() const noexcept { return state_.index() == 0; }
  template <class... U>
  void set(U&&... value) {
    state_.template emplace<1>(std::forward<U>(value)...);
  }
  void fail(std::exception_ptr error) { state_.template emplace<2>(error); }

  // Moves the value out, or throws the exception. Precondition: !empty().
  T take() {
    if (state_.index() == 2) std::rethrow_exception(std::get<2>(state_));
    return std::move(*std::get_if<1>(&state_));
  }
  // The value stays. Precondition: !empty().
  const T& peek() const {
    if (state_.index() == 2) std::rethrow_exception(std::get<2>(state_));
    return *std::get_if<1>(&state_);
  }
  // nullptr unless it failed.
  std::exception_ptr error() const noexcept {
    return state_.index() == 2 ? std::get<2>(state_) : nullptr;
  }

 private:
  std::variant<std::monostate, T, std::exception_ptr> state_;
};

template <>
class Result<void> {
 public:
  bool empty() const noexcept { return !set_ && !error_; }
  void set() { set_ = true; }
  void fail(std::exception_ptr error) { error_ = std::move(error); }
  void take() const { peek(); }
  void peek() const {
    if (error_) std::rethrow_exception(error_);
  }
  std::exception_ptr error() const noexcept { return error_; }

 private:
  bool set_ = false;
  std::exception_ptr error_;
};

}  // namespace pots::aio
