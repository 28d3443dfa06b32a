// What a process has: descriptors, threads, children.
#pragma once

#include <map>
#include <string>

namespace pots::testing {

// A snapshot. Thread safety: none.
class Belongings {
 public:
  static Belongings now();

  // Empty if `after` has the same descriptors, threads and children; else a
  // sentence that names what is left or missing.
  std::string difference(const Belongings& after) const;

 private:
  std::map<int, std::string> descriptors_;  // number -> what it is open on
  int threads_ = 0;
  int children_ = 0;  // zombies too
};

}  // namespace pots::testing
