// Leaves nothing alive: everything that descends from this process is killed
// and waited for, whatever it has done to get away.
#pragma once

namespace pots::judge {

// Orphans of this process's descendants become its own children from now on
// (instead of init's), so that they can be found. Call before starting any.
bool adopt_orphans();

// Kills all descendants and waits until none is left. They are stopped first,
// in rounds, so that one that forks for ever stops having children; a new
// session, a double fork or an ignored SIGTERM makes no difference.
// Pre: adopt_orphans(); nobody else in this process waits for children.
void kill_descendants();

// Waits for those adopted children (not `except`) that have ended.
void reap_orphans(int except);

}  // namespace pots::judge
