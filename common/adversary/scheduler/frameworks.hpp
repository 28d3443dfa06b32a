// What belongs to GoogleTest and not to the program under test: its locks.
#pragma once

namespace pots::adv {

// Finds GoogleTest's locks by making it take them. Before the first execution.
void learn_frameworks_locks();
// Called for each lock that is taken while nothing is controlled.
void maybe_learn(const void* mutex);
// Whether a mutex is one of them: the scheduler leaves those alone.
bool is_frameworks(const void* mutex);

}  // namespace pots::adv
