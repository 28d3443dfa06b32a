// Starts a test binary so that it can report only through its ticket: the key
// goes in by one pipe, the report comes back by another.
#pragma once

#include <sys/types.h>

#include <string>

#include "absl/status/statusor.h"
#include "common/judge/case_run.hpp"
#include "pots/fd.hpp"

namespace pots::judge {

struct Spawned {
  pid_t pid = -1;
  Fd ended;     // pidfd: readable once the process has ended
  Fd output;    // its stdout and stderr; non-blocking
  Fd report;    // non-blocking
  Fd key_left;  // our own end of the key's pipe: still full = never started
  std::string key;
  std::string folder;  // its working directory, to be removed; "" for none
};

// A new session, no controlling terminal, stdin empty, a small fixed
// environment, default signals, no inherited descriptors but the ticket's.
absl::StatusOr<Spawned> spawn_case(const CaseRequest& request);

// True if the test binary never came to read its key.
bool never_started(const Spawned& spawned);

}  // namespace pots::judge
