// Fifty random programs that gather their tasks.
#pragma once

#include <string>

#include "tests/oracle/gather_tools.hpp"
#include "tests/oracle/task_language.hpp"

namespace pots::oracle {

inline const char kGatherPrograms[] =
#include "tests/oracle/programs/gathers.inc"
    ;
inline const char kGatherTraces[] =
#include "tests/oracle/traces/gathers.inc"
    ;

// "" if all of them run as in CPython; else the first difference.
inline std::string compare_gather_programs() {
  GatherTools tools;
  return compare_task_programs("gathers", kGatherPrograms, kGatherTraces,
                               Ending::closed, tools);
}

}  // namespace pots::oracle
