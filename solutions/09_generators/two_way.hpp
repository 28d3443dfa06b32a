// A generator that one can talk back to: the methods of PEP 342.
//
// TwoWay:   owns one call of a coroutine, its body, in which
//             std::optional<In> v = co_yield out;
//           Moved, not copied. Out and In need only be movable.
//
//              not started      waits in co_yield  done
//   next       starts it        v is nullopt       gives nullopt
//   send(x)    logic_error (*)  v is x             gives nullopt
//   throw_in(e)    e comes      co_yield throws e  e comes out,
//              out, now done                       still done
//   close      now done         see below          does nothing
//
//           (*) and nothing has changed. A body that was not started when
//           it became done never runs.
// next, send, throw_in: run the body to its next co_yield and give what it
//           yields; nullopt: it has ended.
// close:    the waiting co_yield throws GeneratorExit. The body ends, or
//           lets it out: done. It throws something else: that comes out.
//           It yields again: std::logic_error("generator ignored
//           GeneratorExit"); what may be asked of it then is not said.
// Running:  asked by its own body, all four throw std::logic_error(
//           "generator already executing"), and nothing has changed.
// Errors:   what the body throws comes out of the call that ran it, once,
//           and then it is done.
// Life:     as a Generator; the destructor does not throw GeneratorExit.
// Threads:  none but one at a time.
#pragma once

#include <coroutine>
#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>

namespace pots {

// No std::exception: catch (const std::exception&) must not swallow it.
struct GeneratorExit {};

template <class Out, class In>
class [[nodiscard]] TwoWay {
 public:
  struct promise_type;

  // --- yours ---
  std::optional<Out> next() { return state() == kDone ? std::nullopt : run(); }

  std::optional<Out> send(In v) {
    if (state() == kFresh) throw std::logic_error("generator not started");
    if (state() == kWaiting) body_->in.emplace(std::move(v));
    return next();
  }

  std::optional<Out> throw_in(std::exception_ptr e) {
    if (state() == kFresh) state() = kDone;
    if (state() == kDone) std::rethrow_exception(std::move(e));
    body_->error = std::move(e);
    return run();
  }

  void close() try {
    if (throw_in(std::make_exception_ptr(GeneratorExit())).has_value()) {
      throw std::logic_error("generator ignored GeneratorExit");
    }
  } catch (const GeneratorExit&) {
  }

  bool done() const noexcept { return body_->state == kDone; }

 private:
  using Body = std::coroutine_handle<promise_type>;
  struct Destroy {
    void operator()(promise_type* p) { Body::from_promise(*p).destroy(); }
  };
  enum State { kFresh, kWaiting, kRunning, kDone };

  explicit TwoWay(promise_type* p) : body_(p) {}

  State& state() {
    if (body_->state != kRunning) return body_->state;
    throw std::logic_error("generator already executing");
  }

  std::optional<Out> run() {
    body_->state = kRunning;
    Body::from_promise(*body_).resume();
    body_->state = Body::from_promise(*body_).done() ? kDone : kWaiting;
    body_->raise();
    return std::exchange(body_->out, std::nullopt);
  }

  std::unique_ptr<promise_type, Destroy> body_;  // the promise is in its frame
  // --- end ---
};

template <class Out, class In>
struct TwoWay<Out, In>::promise_type {
  // --- yours ---
  struct Reply : std::suspend_always {  // what co_yield waits for
    std::optional<In> await_resume() {  // what it gives, or throws
      promise.raise();
      return std::exchange(promise.in, std::nullopt);
    }
    promise_type& promise;
  };

  TwoWay get_return_object() { return TwoWay(this); }
  std::suspend_always initial_suspend() noexcept { return {}; }
  std::suspend_always final_suspend() noexcept { return {}; }
  Reply yield_value(Out v) {
    out.emplace(std::move(v));
    return {{}, *this};
  }
  void return_void() noexcept {}
  void unhandled_exception() noexcept { error = std::current_exception(); }

  void raise() {
    if (error) std::rethrow_exception(std::exchange(error, nullptr));
  }

  State state = kFresh;
  std::optional<Out> out;    // to the caller
  std::optional<In> in;      // to the body
  std::exception_ptr error;  // either way
  // --- end ---
};

}  // namespace pots
