// Programs driven with run() and sleep(), from 11.4 on.
#pragma once

#include <utility>

#include "pots/aio/run.hpp"
#include "tests/oracle/tools.hpp"

namespace pots::oracle {

struct RunTools : Tools {
  void run(aio::World& world, aio::Task<> main) override {
    aio::run(std::move(main), world);
  }
  aio::Task<> sleep(aio::Duration duration) override {
    return aio::sleep(duration);
  }
  aio::Task<> yield() override { co_await aio::yield_now(); }
  aio::Task<bool> in_time(aio::Task<> block, aio::Duration limit) override {
    try {
      co_await aio::wait_for(std::move(block), limit);
      co_return true;
    } catch (const aio::TimeoutError&) {
      co_return false;
    }
  }
};

}  // namespace pots::oracle
