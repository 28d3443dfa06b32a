// What the programs that are compared with Python are driven with, before
// there is run().
#pragma once

#include <utility>

#include "drive.hpp"
#include "tests/oracle/tools.hpp"

namespace pots::oracle {

struct DriveTools : Tools {
  void run(aio::World& world, aio::Task<> main) override {
    aio::drive(world, std::move(main));
  }
  aio::Task<> sleep(aio::Duration duration) override {
    return aio::test_sleep(duration);
  }
};

}  // namespace pots::oracle
