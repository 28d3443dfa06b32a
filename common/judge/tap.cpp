// Prints the Test Anything Protocol.
#include "common/judge/tap.hpp"

#include <algorithm>
#include <ostream>

#include "common/judge/text.hpp"

namespace pots::judge {

void Tap::plan(std::size_t tests) { out_ << "1.." << tests << "\n"; }

void Tap::test(bool ok, std::string_view name, std::string_view text) {
  // '#' would start a directive ("# SKIP").
  std::string plain(name);
  std::replace(plain.begin(), plain.end(), '#', ' ');
  out_ << (ok ? "ok " : "not ok ") << ++number_ << " - " << plain << "\n"
       << indent(text, "# ") << std::flush;
  all_ok_ = all_ok_ && ok;
}

void Tap::bail_out(std::string_view why) {
  const std::string whole(trim(why));
  // The reason is one line by the protocol; the rest goes ahead of it.
  out_ << indent(whole, "# ") << "Bail out! "
       << split_lines(whole + "\n").front() << "\n"
       << std::flush;
  all_ok_ = false;
}

}  // namespace pots::judge
