// What a process has: descriptors, threads, children, heap blocks.
#pragma once

#include <map>
#include <string>

namespace pots::testing {

// A snapshot. Thread safety: none.
class Belongings {
 public:
  static Belongings now();

  // Empty if `after` has the same descriptors, threads and children (and heap
  // blocks, with `heap`); else a sentence that names what is left or missing.
  std::string difference(const Belongings& after, bool heap) const;

 private:
  std::map<int, std::string> descriptors_;  // number -> what it is open on
  int threads_ = 0;
  int children_ = 0;  // zombies too
  long blocks_ = 0;
};

}  // namespace pots::testing
