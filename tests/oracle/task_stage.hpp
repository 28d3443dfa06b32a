// What a named program of tasks is given.
#pragma once

#include "pots/aio/create_task.hpp"
#include "tests/oracle/named.hpp"
#include "tests/oracle/ticks.hpp"
#include "tests/oracle/tools.hpp"

namespace pots::oracle::tasks {

using aio::CancelledError;
using aio::create_task;
using aio::Future;
using aio::make_future;
using aio::Task;

struct Stage {
  Say& say;
  Tools& tools;
  long now() { return say.now(); }
  Task<> sleep(int how_many) { return tools.sleep(how_many * kTick); }
};

}  // namespace pots::oracle::tasks
