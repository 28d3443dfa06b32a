// What belongs to GoogleTest and not to the program under test.
#pragma once

namespace pots::adv {

// Notes where GoogleTest keeps its things. Before the first execution.
void prepare_frameworks();
// Whether a mutex is one of GoogleTest's: it is made before any exploration,
// on the heap or in the one UnitTest object.
bool is_frameworks(const void* mutex);

}  // namespace pots::adv
