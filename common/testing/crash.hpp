// Says where a program died, before it does.
#pragma once

namespace pots::testing {

// From now on a fatal signal (SIGSEGV, SIGABRT, …) first prints its name and
// the line of the student's that it came from.
void tell_crashes();

}  // namespace pots::testing
