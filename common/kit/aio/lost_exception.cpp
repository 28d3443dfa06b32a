// See lost_exception.hpp.
#include "pots/aio/lost_exception.hpp"

#include <cstdio>
#include <exception>
#include <functional>

namespace pots::aio {
namespace {

void print(const char* whose, const char* fate,
           const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& lost) {
    std::fprintf(stderr, "%s exception %s: %s\n", whose, fate, lost.what());
  } catch (...) {
    std::fprintf(stderr, "%s exception %s\n", whose, fate);
  }
}

}  // namespace

std::function<void(std::exception_ptr)>& lost_exception_handler() {
  static thread_local std::function<void(std::exception_ptr)> handler;
  return handler;
}

void report_lost_exception(const char* what, const std::exception_ptr& error) {
  if (lost_exception_handler()) return lost_exception_handler()(error);
  print(what, "was never retrieved", error);
}

void report_callback_exception(
    const std::function<void(std::exception_ptr)>& handler,
    const std::exception_ptr& error) noexcept {
  if (handler) return handler(error);
  print("Callback", "was not caught", error);
}

}  // namespace pots::aio
