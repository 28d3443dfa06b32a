// See task_base.hpp.
#include "pots/aio/task_base.hpp"

#include <stdexcept>

namespace pots::aio {

void throw_outside_a_task() {
  throw std::logic_error(
      "expected to be inside a task, but no task is running: start this "
      "coroutine with run() or create_task()");
}

}  // namespace pots::aio
