// Which descriptors are open, to see afterwards what was left or taken away.
#pragma once

#include <bitset>
#include <string>

namespace pots::adv {

// Looks at the low numbers only, where new descriptors appear: this is done
// after every run, and /proc/self/fd would cost more than the run.
class WatchedDescriptors {
 public:
  WatchedDescriptors();

  // Empty if the same descriptors are open now; else a sentence that names
  // the first that is not.
  std::string difference() const;

 private:
  static constexpr int kWatched = 64;
  std::bitset<kWatched> open_;
};

}  // namespace pots::adv
