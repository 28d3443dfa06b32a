// Exercise 03.parallel_fetch: many slow calls, all at the same time.
//
// The job of the course once more, and now a cook for each pot.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace pots {

// Brings what belongs to a key, or throws. May be called by any thread,
// and by several at a time.
using Fetch = std::function<std::string(const std::string& key)>;

// Calls fetch exactly once for each key, each on a thread of its own,
// all at the same time. Returns the bodies: the i-th belongs to the
// i-th key. A key may occur twice; there may be none.
//
// Ends:    not before all calls that were begun have ended.
// Errors:  some calls throw: the exception of the smallest index, as it
//          was thrown, whatever its type.
//          A thread cannot be started: its std::system_error, when the
//          others have ended; some keys were never fetched then.
// Threads: any thread.
// Life:    keeps neither keys nor fetch.
std::vector<std::string> fetch_all(const std::vector<std::string>& keys,
                                   const Fetch& fetch);

}  // namespace pots
