// What the caller puts in is one thing at a time: nothing, a value, or an
// exception. So there is one mailbox for it, and one for what comes out.
#pragma once

#include <coroutine>
#include <exception>
#include <optional>
#include <stdexcept>
#include <utility>
#include <variant>

namespace pots {

struct GeneratorExit {};

template <class Out, class In>
class [[nodiscard]] TwoWay {
 public:
  class promise_type {
   public:
    TwoWay get_return_object() {
      return TwoWay(std::coroutine_handle<promise_type>::from_promise(*this));
    }
    std::suspend_always initial_suspend() const noexcept { return {}; }
    std::suspend_always final_suspend() const noexcept { return {}; }
    auto yield_value(Out v) {
      outbox_.template emplace<Out>(std::move(v));
      struct Awaiter {
        promise_type* promise;
        bool await_ready() const noexcept { return false; }
        void await_suspend(std::coroutine_handle<>) const noexcept {}
        std::optional<In> await_resume() const { return promise->receive(); }
      };
      return Awaiter{this};
    }
    void return_void() noexcept {}
    void unhandled_exception() noexcept {
      outbox_.template emplace<std::exception_ptr>(std::current_exception());
    }

   private:
    friend TwoWay;
    using Inbox = std::variant<std::monostate, In, std::exception_ptr>;
    using Outbox = std::variant<std::monostate, Out, std::exception_ptr>;

    std::optional<In> receive() {
      Inbox got = std::exchange(inbox_, Inbox());
      if (auto* error = std::get_if<std::exception_ptr>(&got)) {
        std::rethrow_exception(*error);
      }
      if (auto* value = std::get_if<In>(&got)) return std::move(*value);
      return std::nullopt;
    }

    Inbox inbox_;
    Outbox outbox_;
    bool started_ = false;
    bool running_ = false;
  };

  TwoWay(TwoWay&& other) noexcept
      : body_(std::exchange(other.body_, nullptr)),
        ended_(std::exchange(other.ended_, true)) {}
  TwoWay& operator=(TwoWay&& other) noexcept {
    if (body_) body_.destroy();
    body_ = std::exchange(other.body_, nullptr);
    ended_ = std::exchange(other.ended_, true);
    return *this;
  }
  ~TwoWay() {
    if (body_) body_.destroy();
  }

  std::optional<Out> next() {
    refuse_itself();
    return resume({});
  }
  std::optional<Out> send(In v) {
    refuse_itself();
    if (!done() && !body_.promise().started_) {
      throw std::logic_error("nobody waits for this value yet");
    }
    return resume(
        typename promise_type::Inbox(std::in_place_index<1>, std::move(v)));
  }
  std::optional<Out> throw_in(std::exception_ptr e) {
    refuse_itself();
    if (!done() && !body_.promise().started_) ended_ = true;
    if (done()) std::rethrow_exception(e);
    return resume(typename promise_type::Inbox(std::in_place_index<2>, e));
  }
  void close() {
    refuse_itself();
    if (done()) return;
    if (!body_.promise().started_) {
      ended_ = true;
      return;
    }
    bool ignored = false;
    try {
      ignored = throw_in(std::make_exception_ptr(GeneratorExit{})).has_value();
    } catch (const GeneratorExit&) {
    }
    if (ignored) throw std::logic_error("generator ignored GeneratorExit");
  }
  bool done() const noexcept { return ended_ || body_.done(); }

 private:
  explicit TwoWay(std::coroutine_handle<promise_type> body) : body_(body) {}

  void refuse_itself() const {
    if (body_.promise().running_) {
      throw std::logic_error("generator already executing");
    }
  }
  std::optional<Out> resume(typename promise_type::Inbox message) {
    if (done()) return std::nullopt;
    promise_type& promise = body_.promise();
    promise.inbox_ = std::move(message);
    promise.started_ = promise.running_ = true;
    body_.resume();
    promise.running_ = false;
    auto got = std::exchange(promise.outbox_, typename promise_type::Outbox());
    if (auto* error = std::get_if<2>(&got)) std::rethrow_exception(*error);
    if (auto* value = std::get_if<1>(&got)) return std::move(*value);
    return std::nullopt;
  }

  std::coroutine_handle<promise_type> body_;
  bool ended_ = false;  // without ever having begun
};

}  // namespace pots
