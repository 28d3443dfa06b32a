// Keeps a copy of what is yielded, so that *it depends on nobody's life.
#pragma once

#include <coroutine>
#include <cstddef>
#include <exception>
#include <iterator>
#include <optional>
#include <ranges>
#include <utility>

namespace pots {

template <class T>
class [[nodiscard]] Generator {
 public:
  struct promise_type {
    std::optional<T> value;
    std::exception_ptr thrown;

    Generator get_return_object() {
      return Generator(
          std::coroutine_handle<promise_type>::from_promise(*this));
    }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept {
      value.reset();
      return {};
    }
    std::suspend_always yield_value(const T& v) {
      value.emplace(v);
      return {};
    }
    std::suspend_always yield_value(T&& v) {
      value.emplace(std::move(v));
      return {};
    }
    void return_void() noexcept {}
    void unhandled_exception() noexcept { thrown = std::current_exception(); }
    void await_transform() = delete;
  };

  class iterator {
   public:
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    using reference = const T&;
    using iterator_concept = std::input_iterator_tag;

    explicit iterator(promise_type& promise) : promise_(&promise) {}
    const T& operator*() const { return *promise_->value; }
    iterator& operator++() {
      promise_->value.reset();
      go_on(*promise_);
      return *this;
    }
    void operator++(int) { ++*this; }
    friend bool operator==(const iterator& it, std::default_sentinel_t) {
      return !it.promise_->value.has_value();
    }

   private:
    promise_type* promise_;
  };

  Generator(Generator&& other) noexcept { std::swap(handle_, other.handle_); }
  Generator& operator=(Generator&& other) noexcept {
    if (this != &other) {
      drop();
      handle_ = std::exchange(other.handle_, nullptr);
    }
    return *this;
  }
  ~Generator() { drop(); }

  iterator begin() {
    go_on(handle_.promise());
    return iterator(handle_.promise());
  }
  std::default_sentinel_t end() const noexcept { return {}; }

 private:
  explicit Generator(std::coroutine_handle<promise_type> handle)
      : handle_(handle) {}

  static void go_on(promise_type& promise) {
    std::coroutine_handle<promise_type>::from_promise(promise).resume();
    if (promise.thrown) {
      promise.value.reset();
      std::rethrow_exception(std::exchange(promise.thrown, nullptr));
    }
  }
  void drop() {
    if (handle_) std::exchange(handle_, nullptr).destroy();
  }

  std::coroutine_handle<promise_type> handle_;
};

}  // namespace pots

template <class T>
inline constexpr bool std::ranges::enable_view<pots::Generator<T>> = true;
