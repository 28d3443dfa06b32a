// Small random model programs, the same ones for the same seed.
#pragma once

#include <cstdint>

#include "tests/common/adversary/model_machine.hpp"

namespace pots::adv::model {

// What may occur in a program.
struct Kinds {
  int variables = 1;
  int mutexes = 0;
  bool shared = false;  // the mutexes can be locked shared, too
  int conditions = 0;
  int spurious = 0;
  int semaphores = 0;
  bool starts = false;  // thread 0 starts and joins the others; settles
  bool inputs = false;
  bool own_choices = false;  // see Program
  bool cautious = false;     // see Program
  bool tokens = false;       // see Program
  int most = 600;            // interleavings, if nobody ever waits
};

// 2 to 4 threads of 2 to 4 operations each; few enough for every interleaving.
Program random_program(const Kinds& kinds, std::uint64_t seed);

// For longer hunts: the environment's POTS_FUZZ, else 1.
int fuzz_factor();

}  // namespace pots::adv::model
