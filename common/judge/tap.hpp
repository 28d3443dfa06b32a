// Prints the Test Anything Protocol, which `meson test` reads: that is how it
// can say "2 of 3 subtests passed".
#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>

namespace pots::judge {

// Invariant: after plan(n), exactly n lines "ok" or "not ok", or a bail-out.
class Tap {
 public:
  explicit Tap(std::ostream& out) : out_(out) {}

  void plan(std::size_t tests);
  // `text` follows as a comment; for a failure it says what to do.
  void test(bool ok, std::string_view name, std::string_view text = "");
  // Nothing more can be said, and it is nobody's failure but our own.
  void bail_out(std::string_view why);

  // False once a test was not ok, or after bail_out().
  bool all_ok() const { return all_ok_; }

 private:
  std::ostream& out_;
  std::size_t number_ = 0;
  bool all_ok_ = true;
};

}  // namespace pots::judge
