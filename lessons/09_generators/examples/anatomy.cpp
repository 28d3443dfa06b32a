// A coroutine type that prints whenever the compiler calls it.
#include <coroutine>
#include <cstdio>
#include <cstdlib>

// #region promise
struct Told {
  struct promise_type {
    promise_type() { std::puts("promise made"); }
    ~promise_type() { std::puts("promise gone"); }
    Told get_return_object() {
      std::puts("get_return_object");
      return {Handle::from_promise(*this)};
    }
    std::suspend_always initial_suspend() {
      std::puts("initial_suspend");
      return {};
    }
    std::suspend_always yield_value(int v) {
      std::printf("yield_value(%d)\n", v);
      value = v;
      return {};
    }
    void return_void() { std::puts("return_void"); }
    void unhandled_exception() { std::abort(); }
    std::suspend_always final_suspend() noexcept {
      std::puts("final_suspend");
      return {};
    }
    int value = 0;
  };
  using Handle = std::coroutine_handle<promise_type>;
  Handle handle;
};
// #endregion

// #region body
struct Local {
  ~Local() { std::puts("~local"); }
};

Told body() {
  std::puts("body starts");
  const Local local;
  co_yield 1;
  co_yield 2;
  std::puts("body ends");
}
// #endregion

int main() {
  // #region drive
  std::puts("call");
  const Told told = body();
  for (;;) {
    std::puts("resume");
    told.handle.resume();
    if (told.handle.done()) break;
    std::printf("got %d\n", told.handle.promise().value);
  }
  std::puts("destroy");
  told.handle.destroy();
  // #endregion
}
