// Fifty random programs that spawn, sleep, yield, cancel and await.
#pragma once

#include <string>

#include "tests/oracle/task_language.hpp"

namespace pots::oracle {

inline const char kTaskPrograms[] =
#include "tests/oracle/programs/tasks.inc"
    ;
inline const char kTaskTraces[] =
#include "tests/oracle/traces/tasks.inc"
    ;

// "" if all of them run as in CPython; else the first difference.
inline std::string compare_spawning_programs(Tools& tools) {
  return compare_task_programs("tasks", kTaskPrograms, kTaskTraces,
                               Ending::closed, tools);
}

}  // namespace pots::oracle
