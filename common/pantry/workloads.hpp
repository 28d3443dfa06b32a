// The two jobs that are measured under every model of the course.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "pots/slow_server.hpp"

namespace pots {

// --- io_job: about 10 ms of waiting, next to no work -------------------------

// Options for a server that answers io_job(port, 0) ... io_job(port, jobs - 1).
SlowServerOptions io_larder(
    int jobs, std::chrono::milliseconds delay = std::chrono::milliseconds(10));

// Fetches key i from the server at `port` over a connection of its own.
// Thread safety: any thread. Errors: std::system_error, not_found.
std::string io_job(std::uint16_t port, int i);

// What io_job(port, i) returns.
std::string io_answer(int i);

// --- cpu_job: about 10 ms of work, no waiting --------------------------------

// Counts the primes in slice i >= 0, that is from first_of_slice(i) up to, not
// including, first_of_slice(i + 1). All slices cost nearly the same.
// Thread safety: any thread.
long cpu_job(int i);
long first_of_slice(int i);

// How many numbers make a slice: measured once per process, by the first call
// of this function or of the two above, so that cpu_job costs about 10 ms on
// this machine. Before timing anything, call it.
long slice_size();

// How many primes p there are with first <= p < last, by trial division.
// Pre: 0 <= first, last <= 2^31.
long count_primes(long first, long last);

}  // namespace pots
