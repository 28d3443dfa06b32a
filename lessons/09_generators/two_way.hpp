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
  std::optional<Out> next() { return std::nullopt; }
  std::optional<Out> send(In) { return std::nullopt; }
  std::optional<Out> throw_in(std::exception_ptr) { return std::nullopt; }
  void close() {}
  bool done() const noexcept { return false; }
  // --- end ---
};

template <class Out, class In>
struct TwoWay<Out, In>::promise_type {
  // --- yours ---
  // What co_yield waits for; what await_resume returns is what it gives.
  struct Reply : std::suspend_always {
    std::optional<In> await_resume() { return std::nullopt; }
  };

  TwoWay get_return_object() { return TwoWay(); }
  std::suspend_always initial_suspend() noexcept { return {}; }
  std::suspend_always final_suspend() noexcept { return {}; }
  Reply yield_value(Out) { return {}; }
  void return_void() noexcept {}
  void unhandled_exception() noexcept {}
  // --- end ---
};

}  // namespace pots
