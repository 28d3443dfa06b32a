#include "common/adversary/schedule_key.hpp"

#include <charconv>
#include <cstddef>

namespace pots::adv {
namespace {

constexpr int kLetters = 26;

// Takes a number off the front of `text`; nullopt if there is none.
std::optional<int> take_number(std::string_view& text) {
  if (text.empty() || text[0] < '0' || text[0] > '9') return std::nullopt;
  int value = 0;
  const auto [stop, error] =
      std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
  return value;
}

std::optional<Actor> take_actor(std::string_view& text) {
  if (text.starts_with('m')) {
    text.remove_prefix(1);
    return 0;
  }
  Actor actor = 0;
  while (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') {
    actor = actor * kLetters + (text[0] - 'A' + 1);
    if (actor >= kMaxThreads) return std::nullopt;
    text.remove_prefix(1);
  }
  return actor == 0 ? std::nullopt : std::optional(actor);
}

bool take(std::string_view& text, char what) {
  if (!text.starts_with(what)) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<ScheduleKey::Entry> parse_entry(std::string_view text) {
  ScheduleKey::Entry entry;
  const auto actor = take_actor(text);
  if (!actor) return std::nullopt;
  entry.actor = *actor;
  const auto step = take_number(text);
  if (!step || *step < 1) return std::nullopt;
  entry.step = *step;
  if (take(text, '>')) {
    const auto other = take_actor(text);
    if (!other) return std::nullopt;
    entry.goes_on = *other;
  } else if (take(text, '=')) {
    const auto variant = take_number(text);
    if (!variant) return std::nullopt;
    entry.variant = *variant;
  }
  return text.empty() ? std::optional(entry) : std::nullopt;
}

}  // namespace

std::string key_name(Actor actor) {
  if (actor == 0) return "m";
  std::string name;
  for (; actor > 0; actor = (actor - 1) / kLetters) {
    name.insert(name.begin(), static_cast<char>('A' + (actor - 1) % kLetters));
  }
  return name;
}

std::string ScheduleKey::text() const {
  std::string text;
  for (const Entry& entry : entries) {
    if (!text.empty()) text += ',';
    text += key_name(entry.actor) + std::to_string(entry.step);
    if (entry.goes_on != -1) text += '>' + key_name(entry.goes_on);
    if (entry.variant != -1) text += '=' + std::to_string(entry.variant);
  }
  if (text.empty()) text.push_back('-');
  if (exploration > 1) text = std::to_string(exploration) + '/' + text;
  return text;
}

std::optional<ScheduleKey> ScheduleKey::parse(std::string_view text) {
  ScheduleKey key;
  if (const auto number = take_number(text)) {
    if (*number < 1 || !take(text, '/')) return std::nullopt;
    key.exploration = *number;
  }
  if (text == "-") return key;
  while (true) {
    const auto comma = text.find(',');
    const auto entry = parse_entry(text.substr(0, comma));
    if (!entry) return std::nullopt;
    key.entries.push_back(*entry);
    if (comma == text.npos) return key;
    text.remove_prefix(comma + 1);
  }
}

ScheduleKey ScheduleKey::of(std::span<const PathStep> path) {
  ScheduleKey key;
  int steps[kMaxThreads] = {};
  Actor running = 0;
  for (const PathStep& step : path) {
    if (step.actor != step.usual) {
      const bool plain = step.usual == running && step.actor == step.other;
      key.entries.push_back(
          {running, steps[running] + 1, plain ? -1 : step.actor, -1});
    }
    if (!step.first) {
      key.entries.push_back(
          {step.actor, steps[step.actor] + 1, -1, step.variant});
    }
    ++steps[step.actor];
    running = step.actor;
  }
  return key;
}

ScheduleKey ScheduleKey::without(std::size_t entry) const {
  ScheduleKey shorter = *this;
  shorter.entries.erase(shorter.entries.begin() +
                        static_cast<std::ptrdiff_t>(entry));
  return shorter;
}

}  // namespace pots::adv
