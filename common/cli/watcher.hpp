// Tells when one file was saved, by whatever way an editor saves.
#pragma once

#include <filesystem>
#include <string>

#include "absl/status/statusor.h"

namespace pots::cli {

// Watches the folder, because many editors write a new file and rename it over
// the old one: the old file's own watch would then be a dead one.
// Thread safety: owner.
class Watcher {
 public:
  // An error says why the kernel cannot watch here.
  static absl::StatusOr<Watcher> on(const std::filesystem::path& file);

  Watcher(Watcher&& other) noexcept;
  Watcher& operator=(Watcher&& other) noexcept;
  ~Watcher();

  int fd() const { return fd_; }  // readable when there is something to take

  // Takes all news; true if the file was saved, or if news were lost.
  bool saved();

  // The folder is gone (or was replaced): make another watcher.
  bool lost() const { return lost_; }

 private:
  Watcher(int fd, std::string name) : fd_(fd), name_(std::move(name)) {}

  int fd_;
  std::string name_;
  bool lost_ = false;
};

// A sentence if the folder is of a kind (a network's, a host's) where saves
// made elsewhere stay unseen; otherwise "".
std::string blind_spot(const std::filesystem::path& folder);

}  // namespace pots::cli
