// A forked child in which student code may crash, exit or never return without
// taking the exploration with it.
#pragma once

#include <functional>
#include <optional>

namespace pots::adv {

// Runs `work` in a child, which is in a process group of its own and dies with
// its parent, and waits for its end; what it started and left is killed.
// Returns the status as waitpid(2) gives it; nullopt, and errno, if there was
// no child to be had. `before_waiting` gets the child's number first.
std::optional<int> run_in_child(
    const std::function<void()>& work,
    const std::function<void(int)>& before_waiting = nullptr);

// Standard output and error go nowhere: a run may be one of thousands, and the
// report must not drown.
void be_quiet();

}  // namespace pots::adv
