// A function to be called once, without arguments, wherever it came from.
//
// std::function would do, but it must be able to copy what it holds, and
// std::move_only_function is C++23. Functions of up to 40 bytes (five pointers
// captured) lie in the object itself: making one allocates nothing.
#pragma once

#include <cstddef>
#include <new>
#include <type_traits>
#include <utility>

namespace pots::aio {

// Thread safety: none.
class Callback {
 public:
  static constexpr std::size_t kInPlace = 40;  // bytes

  Callback() = default;
  template <class F>
  // A lambda is a Callback wherever one is wanted. NOLINTNEXTLINE
  requires(!std::is_same_v<std::decay_t<F>, Callback>) Callback(F&& f) {
    using Function = std::decay_t<F>;
    if constexpr (fits<Function>()) {
      ::new (static_cast<void*>(room_)) Function(std::forward<F>(f));
      kind_ = &kInPlaceKind<Function>;
    } else {
      ::new (static_cast<void*>(room_))
          Function*(new Function(std::forward<F>(f)));
      kind_ = &kOutsideKind<Function>;
    }
  }
  Callback(Callback&& other) noexcept { take(other); }
  Callback& operator=(Callback&& other) noexcept {
    if (this != &other) {
      reset();
      take(other);
    }
    return *this;
  }
  ~Callback() { reset(); }

  explicit operator bool() const noexcept { return kind_ != nullptr; }
  // Precondition: it holds a function. What that throws comes out.
  void operator()() { kind_->call(room_); }
  // Destroys the function, and with it what it has captured.
  void reset() noexcept {
    if (const Kind* kind = std::exchange(kind_, nullptr)) kind->destroy(room_);
  }

 private:
  struct Kind {
    void (*call)(std::byte*);
    void (*move)(std::byte* from, std::byte* to);  // leaves nothing in `from`
    void (*destroy)(std::byte*);
  };

  template <class F>
  static constexpr bool fits() {
    return sizeof(F) <= kInPlace && alignof(F) <= alignof(void*) &&
           std::is_nothrow_move_constructible_v<F>;
  }
  template <class F>
  static F* at(std::byte* room) {
    return std::launder(reinterpret_cast<F*>(room));
  }

  template <class F>
  static constexpr Kind kInPlaceKind = {
      [](std::byte* room) { (*at<F>(room))(); },
      [](std::byte* from, std::byte* to) {
        ::new (static_cast<void*>(to)) F(std::move(*at<F>(from)));
        at<F>(from)->~F();
      },
      [](std::byte* room) { at<F>(room)->~F(); }};
  template <class F>
  static constexpr Kind kOutsideKind = {
      [](std::byte* room) { (**at<F*>(room))(); },
      [](std::byte* from, std::byte* to) {
        ::new (static_cast<void*>(to)) F*(*at<F*>(from));
      },
      [](std::byte* room) { delete *at<F*>(room); }};

  void take(Callback& other) noexcept {
    if (other.kind_ == nullptr) return;
    other.kind_->move(other.room_, room_);
    kind_ = std::exchange(other.kind_, nullptr);
  }

  alignas(void*) std::byte room_[kInPlace];
  const Kind* kind_ = nullptr;
};

}  // namespace pots::aio
