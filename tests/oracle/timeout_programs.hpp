// Fifty random programs with deadlines, and tasks that are left over.
#pragma once

#include <string>

#include "tests/oracle/run_tools.hpp"
#include "tests/oracle/task_language.hpp"

namespace pots::oracle {

inline const char kTimeoutPrograms[] =
#include "tests/oracle/programs/timeouts.inc"
    ;
inline const char kTimeoutTraces[] =
#include "tests/oracle/traces/timeouts.inc"
    ;

// "" if all of them run as in CPython; else the first difference.
inline std::string compare_timeout_programs() {
  RunTools tools;
  return compare_task_programs("timeouts", kTimeoutPrograms, kTimeoutTraces,
                               Ending::left_over, tools);
}

}  // namespace pots::oracle
