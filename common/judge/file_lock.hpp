// One build at a time in one build folder, whoever asks for it: several tests
// run side by side, and two ninjas in one folder spoil each other's log.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "pots/fd.hpp"

namespace pots::judge {

// Holds an exclusive flock on `path` while it lives; waits for its turn.
class FileLock {
 public:
  static absl::StatusOr<FileLock> take(const std::string& path);

 private:
  explicit FileLock(Fd fd) : fd_(std::move(fd)) {}
  Fd fd_;
};

}  // namespace pots::judge
