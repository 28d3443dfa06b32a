// A function that keeps its place: Python's generator.
//
// Generator:   owns one call of a coroutine, its body. The call itself runs
//              nothing of it. Can be moved and not copied; what was moved
//              from may be destroyed or assigned to, no more.
// T:           an object type that can be copied; it needs no default.
// begin:       runs the body to its first co_yield. Pre: at most one call.
// *it:         a const T& that equals what was yielded, a variable or a
//              temporary, until the next ++it. A variable is copied once at
//              most; nobody promises that it is the same object.
// ++it:        runs the body on, to the next co_yield or to its end.
// it == end(): the body has ended. Never resumed again.
// Errors:      what the body throws comes out of the begin() or ++it that
//              ran it, and then the body has ended.
// Life:        a Generator that is destroyed or assigned over destroys its
//              body's locals, each once and at once, wherever the body is.
// co_await in a body does not compile: nobody is there who could wait.
// Threads:     none but one at a time.
#pragma once

#include <coroutine>
#include <cstddef>
#include <exception>
#include <iterator>
#include <memory>
#include <ranges>
#include <utility>

namespace pots {

// An input_range, and a view: std::views::take(4) may stand behind it.
template <class T>
class [[nodiscard]] Generator : public std::ranges::view_base {
 public:
  struct promise_type;
  class iterator;

  // --- yours ---
  Generator(Generator&& other) noexcept
      : body_(std::exchange(other.body_, nullptr)) {}
  Generator& operator=(Generator&& other) noexcept {
    const Generator old(std::exchange(body_, nullptr));
    body_ = std::exchange(other.body_, nullptr);
    return *this;
  }
  ~Generator() {
    if (body_) body_.destroy();
  }

  iterator begin() {
    run(body_);
    return iterator(body_);
  }
  std::default_sentinel_t end() const noexcept { return {}; }

 private:
  using Body = std::coroutine_handle<promise_type>;

  explicit Generator(Body body) : body_(body) {}

  static void run(Body body) {
    body.resume();
    if (std::exception_ptr& error = body.promise().error) {
      std::rethrow_exception(std::exchange(error, nullptr));
    }
  }

  Body body_;
  // --- end ---
};

template <class T>
struct Generator<T>::promise_type {
  // --- yours ---
  Generator get_return_object() { return Generator(Body::from_promise(*this)); }
  std::suspend_always initial_suspend() noexcept { return {}; }
  std::suspend_always final_suspend() noexcept { return {}; }
  std::suspend_always yield_value(const T& v) noexcept {
    value = std::addressof(v);  // it lives until the body goes on
    return {};
  }
  void return_void() noexcept {}
  void unhandled_exception() noexcept { error = std::current_exception(); }

  const T* value = nullptr;
  std::exception_ptr error;
  // --- end ---

  template <class Awaitable>
  void await_transform(Awaitable&&) = delete;
};

template <class T>
class Generator<T>::iterator {
 public:
  using value_type = T;
  using difference_type = std::ptrdiff_t;

  // --- yours ---
  explicit iterator(Body body) : body_(body) {}

  const T& operator*() const { return *body_.promise().value; }
  iterator& operator++() {
    run(body_);
    return *this;
  }
  void operator++(int) { run(body_); }
  bool operator==(std::default_sentinel_t) const { return body_.done(); }

 private:
  Body body_;
  // --- end ---
};

}  // namespace pots
