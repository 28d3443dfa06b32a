// The hostile programs that the judge's tests run. They live inside the test's
// own executable: started with a ticket, it does not become a test but does
// what its --case names (see hostile.cpp).
#pragma once

#include <string>

#include "common/judge/case_run.hpp"

namespace pots::judge {

// The absolute path of this executable.
std::string own_binary();

// A request that runs hostile mode `mode` ("Hostile.mode"), with bounds small
// enough for a test.
CaseRequest hostile_request(const std::string& mode, Isolation isolation);

}  // namespace pots::judge
