// Awaiting a coroutine is a call.
#include <cstdio>

#include "pots/aio/run.hpp"

using pots::aio::Task;

// #region blocking
Task<> callee() {
  std::puts("Hello");
  co_return;
}

Task<> caller() {
  co_await callee();
  std::puts("World");
}

int main() { pots::aio::run(caller()); }
// #endregion
