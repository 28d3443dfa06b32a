#include "common/adversary/replay_key.hpp"

#include <charconv>

namespace pots::adv {
namespace {

// A positive number that takes up all of `text`; nullopt otherwise.
std::optional<int> number(std::string_view text) {
  int value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stop != end || value < 1) return std::nullopt;
  return value;
}

}  // namespace

std::string ReplayKey::text() const {
  std::string text;
  for (const auto& [choice, label] : taken) {
    if (!text.empty()) text += ',';
    text += std::to_string(choice) + ':' + label;
  }
  if (text.empty()) text.push_back('-');
  if (exploration > 1) text = std::to_string(exploration) + '/' + text;
  return text;
}

std::optional<ReplayKey> ReplayKey::parse(std::string_view text) {
  ReplayKey key;
  if (const auto slash = text.find('/'); slash != text.npos) {
    const auto exploration = number(text.substr(0, slash));
    if (!exploration) return std::nullopt;
    key.exploration = *exploration;
    text.remove_prefix(slash + 1);
  }
  if (text == "-") return key;
  while (true) {
    const auto comma = text.find(',');
    const std::string_view entry = text.substr(0, comma);
    const auto colon = entry.find(':');
    if (colon == entry.npos || colon + 1 == entry.size()) return std::nullopt;
    const auto choice = number(entry.substr(0, colon));
    if (!choice) return std::nullopt;
    key.taken[*choice] = std::string(entry.substr(colon + 1));
    if (comma == text.npos) return key;
    text.remove_prefix(comma + 1);
  }
}

}  // namespace pots::adv
