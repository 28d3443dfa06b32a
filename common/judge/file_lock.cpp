// One build at a time in one build folder.
#include "common/judge/file_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>
#include <cstring>

#include "absl/status/status.h"

namespace pots::judge {

absl::StatusOr<FileLock> FileLock::take(const std::string& path) {
  Fd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666));
  if (fd.get() < 0) {
    return absl::FailedPreconditionError(
        path + " cannot be opened: " + std::strerror(errno));
  }
  while (::flock(fd.get(), LOCK_EX) != 0) {
    if (errno != EINTR) {
      return absl::InternalError(path +
                                 " cannot be locked: " + std::strerror(errno));
    }
  }
  return FileLock(std::move(fd));
}

}  // namespace pots::judge
