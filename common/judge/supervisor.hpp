// A process per case that watches it. Two cases can then run side by side
// without taking each other's orphans, and a killed judge leaves nothing.
#pragma once

#include <sys/types.h>

#include <string>

#include "absl/status/statusor.h"
#include "common/judge/case_run.hpp"
#include "pots/fd.hpp"

namespace pots::judge {

// A case on its way. result() waits for it, once.
class RunningCase {
 public:
  static absl::StatusOr<RunningCase> start(const CaseRequest& request);

  // Readable (or hung up) when result() has more to read.
  int fd() const { return from_.get(); }
  // Reads what is there; true when the result is complete.
  bool advance();
  CaseResult result();

 private:
  RunningCase(pid_t supervisor, Fd from)
      : supervisor_(supervisor), from_(std::move(from)) {}

  pid_t supervisor_;
  Fd from_;
  std::string bytes_;
};

// Starts the case and waits for its end.
CaseResult run_case(const CaseRequest& request);

}  // namespace pots::judge
