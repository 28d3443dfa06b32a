// The larder protocol, the server's side of it.
#include "common/pantry/detail/protocol.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace pots::detail {
namespace {

// "GET ", a key of at most 200 bytes and '\n', with room to spare.
constexpr std::size_t kLongestRequest = 1024;

}  // namespace

Protocol larder_protocol(std::map<std::string, std::string> larder,
                         std::map<std::string, std::string> raw, bool hang_up) {
  return [larder = std::move(larder), raw = std::move(raw),
          hang_up](std::string& inbox) -> std::optional<Reply> {
    const std::size_t end = inbox.find('\n');
    if (end > kLongestRequest && inbox.size() > kLongestRequest) {
      inbox.clear();
      return Reply{"NO request is too long\n", true};
    }
    if (end == std::string::npos) return std::nullopt;
    const std::string line = inbox.substr(0, end);
    inbox.erase(0, end + 1);

    constexpr std::string_view kVerb = "GET ";
    if (!line.starts_with(kVerb)) return Reply{"NO such request\n", true};
    const std::string key = line.substr(kVerb.size());
    if (const auto found = raw.find(key); found != raw.end()) {
      return Reply{found->second, true};
    }
    const auto found = larder.find(key);
    if (found == larder.end()) return Reply{"NO such key\n", hang_up};
    const std::string& value = found->second;
    return Reply{"OK " + std::to_string(value.size()) + "\n" + value, hang_up};
  };
}

}  // namespace pots::detail
