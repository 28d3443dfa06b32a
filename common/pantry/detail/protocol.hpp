// What the slow server says; how it waits is in slow_server.cpp.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

namespace pots::detail {

struct Reply {
  std::string bytes;
  bool hang_up = false;  // close the connection once the bytes are sent
};

// Takes one whole request off the front of `inbox` and answers it; nullopt, and
// an untouched inbox, while there is none. An inbox that can never become a
// request is answered, too, and hung up on, so that it cannot grow for ever.
using Protocol = std::function<std::optional<Reply>(std::string& inbox)>;

Protocol larder_protocol(std::map<std::string, std::string> larder,
                         std::map<std::string, std::string> raw, bool hang_up);

}  // namespace pots::detail
