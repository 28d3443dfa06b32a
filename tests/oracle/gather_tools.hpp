// Programs driven with run() that gather their tasks, from 11.5 on.
#pragma once

#include <utility>

#include "pots/aio/gather.hpp"
#include "tests/oracle/run_tools.hpp"

namespace pots::oracle {

struct GatherTools : RunTools {
  aio::Future<Values> gather(Children children) override {
    return aio::gather(std::move(children));
  }
  aio::Future<Results> settle(Children children) override {
    return aio::settle(std::move(children));
  }
};

}  // namespace pots::oracle
