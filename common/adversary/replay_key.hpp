// The replay key: the choices of one run that were not the default.
//
// "1:2,3:EINTR" says that choice 1 was the option labelled 2 and choice 3 was
// EINTR; all others were the default. Labels, not indices or addresses: a key
// survives edits elsewhere. "2/1:2" is the same for a case's second
// exploration. The empty run is written "-".
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace pots::adv {

struct ReplayKey {
  int exploration = 1;               // which of the case's explorations
  std::map<int, std::string> taken;  // number of the choice (from 1) -> label

  std::string text() const;
  // nullopt if `text` is not a key.
  static std::optional<ReplayKey> parse(std::string_view text);
};

}  // namespace pots::adv
