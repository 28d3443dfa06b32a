// The adversary: a concurrent program is right only if it is right whatever
// the world does, so one engine plays the world and tries everything.
//
// This is the door for tests; README.md says what lies behind it.
#pragma once

#include "common/adversary/explore.hpp"
#include "common/adversary/interleavings.hpp"
#include "common/adversary/kernel.hpp"
