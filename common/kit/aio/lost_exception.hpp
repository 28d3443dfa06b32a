// What becomes of an exception that nobody ever looked at.
#pragma once

#include <exception>
#include <functional>

namespace pots::aio {

// Called with each exception that a task or a future ended with, once its last
// handle is gone and nobody has asked for it. Empty: one line to stderr. One a
// thread; it must not throw.
std::function<void(std::exception_ptr)>& lost_exception_handler();

// Reports to the handler; `what` ("Task", "Future") begins the line.
void report_lost_exception(const char* what, const std::exception_ptr& error);

// A callback of a loop threw: the loop goes on, `handler` is told; empty: one
// line to stderr. If the handler throws, the program ends.
void report_callback_exception(
    const std::function<void(std::exception_ptr)>& handler,
    const std::exception_ptr& error) noexcept;

}  // namespace pots::aio
