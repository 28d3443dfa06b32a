#include "common/adversary/schedule_names.hpp"

#include <algorithm>
#include <regex>
#include <set>

#include "common/adversary/words.hpp"

namespace pots::adv {
namespace {

// What to call an object that has no name.
std::string noun_for(StepKind kind) {
  switch (kind) {
    case StepKind::kLock:
    case StepKind::kTryLockLost:
    case StepKind::kUnlock:
    case StepKind::kLockShared:
    case StepKind::kUnlockShared:
      return "mutex";
    case StepKind::kWait:
    case StepKind::kWakeUp:
    case StepKind::kNotify:
      return "condition variable";
    case StepKind::kFree:
      return "object";
    default:
      return "variable";
  }
}

}  // namespace

std::span<void* const> frames_of(void* const* frames, int depth) {
  return {frames, static_cast<std::size_t>(std::clamp(depth, 0, kStoryFrames))};
}

std::string actor_name(Actor actor) {
  if (actor < 0) return "somebody";
  if (actor == 0) return "main";
  const std::string last(1, static_cast<char>('A' + (actor - 1) % 26));
  return actor <= 26 ? last : actor_name((actor - 1) / 26) + last;
}

std::string list_of(const std::vector<std::string>& items) {
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) text += i + 1 == items.size() ? " and " : ", ";
    text += items[i];
  }
  return text;
}

bool is_blocked(const Story& story, Actor actor) {
  const Standing& standing = story.standing[actor];
  if (!standing.exists || standing.ended) return false;
  return standing.blocked || (story.violation == Violation::kDeadlock &&
                              standing.waits_in != StepKind::kNote);
}

std::size_t kept_steps(const Story& story) {
  return std::min(story.count, kMaxStorySteps);
}

bool is_read(StepKind kind) {
  return kind == StepKind::kRead || kind == StepKind::kAtomicLoad ||
         kind == StepKind::kLostExchange;
}

bool is_write(StepKind kind) {
  return kind == StepKind::kWrite || kind == StepKind::kAtomicStore;
}

bool is_access(StepKind kind) {
  return is_read(kind) || is_write(kind) || kind == StepKind::kAtomicUpdate;
}

ScheduleNames::ScheduleNames(const Story& story, const Glossary& glossary)
    : story_(story), glossary_(glossary) {
  std::map<std::string, int> files;
  for (std::size_t i = 0; i < kept_steps(story); ++i) {
    const StoryStep& step = story.steps[i];
    lines_.push_back(glossary.line(frames_of(step.frames, step.depth)));
    if (lines_.back() && step.object_is_shared) {
      // An answer's file is where to look, even if the test does more.
      files[lines_.back()->file] +=
          is_student_file(lines_.back()->file) ? 1000 : 1;
    }
  }
  int most = 0;
  for (const auto& [file, times] : files) {
    if (times > most) file_ = file;
    most = std::max(most, times);
  }
  name_objects();
}

// Everything that the report may speak of, in the order of appearance.
std::vector<StoryStep> ScheduleNames::mentions() const {
  std::vector<StoryStep> mentions;
  for (std::size_t i = 0; i < kept_steps(story_); ++i) {
    const StoryStep& step = story_.steps[i];
    if (step.object_is_shared) mentions.push_back(step);
  }
  const auto add = [&](Actor actor, StepKind kind, std::uint64_t object,
                       void* const* frames, int depth) {
    StoryStep step;
    step.actor = actor;
    step.kind = kind;
    step.object = object;
    step.depth = std::clamp(depth, 0, kStoryFrames);
    std::copy(frames, frames + step.depth, step.frames);
    mentions.push_back(step);
  };
  for (Actor actor = 0; actor < kMaxThreads; ++actor) {
    const Standing& standing = story_.standing[actor];
    if (!is_blocked(story_, actor)) continue;
    add(actor, standing.waits_in, standing.object, standing.frames,
        standing.depth);
  }
  add(story_.actor, StepKind::kRead, story_.object, story_.frames,
      story_.depth);
  return mentions;
}

void ScheduleNames::name_objects() {
  struct Named {
    std::uint64_t address;
    std::string noun;
  };
  std::vector<Named> objects;
  for (const StoryStep& step : mentions()) {
    if (step.object == 0) continue;
    const auto [entry, is_new] = variables_.try_emplace(step.object);
    if (is_new) objects.push_back({step.object, noun_for(step.kind)});
    Variable& known = entry->second;
    if (!known.name.empty() && !known.guessed) continue;
    Variable found = glossary_.variable(story_, step);
    if (known.name.empty() || !found.guessed) known = std::move(found);
  }
  std::map<std::string, int> times;  // names, or nouns of nameless ones
  for (const Named& object : objects) {
    const std::string& name = variables_[object.address].name;
    ++times[name.empty() ? object.noun : name];
  }
  std::map<std::string, int> numbers;
  std::set<std::string> taken;
  for (const Named& object : objects) {
    const Variable& variable = variables_[object.address];
    std::string name = variable.name;
    if (name.empty()) {
      name = times[object.noun] == 1
                 ? "a " + object.noun
                 : object.noun + " " + std::to_string(++numbers[object.noun]);
    } else if (times[name] > 1 && !variable.owner.empty()) {
      name = variable.owner + "." + name;
    }
    const std::string base = name;
    for (int k = 2; !taken.insert(name).second; ++k) {
      name = base + " (" + std::to_string(k) + ")";
    }
    names_[object.address] = name;
  }
}

std::string ScheduleNames::title(Actor actor) const {
  std::string letter = actor_name(actor);
  if (actor <= 0) return letter;
  const std::string function = glossary_.function(story_, actor);
  return function.empty() ? letter : letter + ": " + function;
}

std::string ScheduleNames::object(std::uint64_t address) const {
  const auto name = names_.find(address);
  return name != names_.end() ? name->second : "something";
}

const Variable& ScheduleNames::variable(std::uint64_t address) const {
  static const Variable kUnknown;
  const auto variable = variables_.find(address);
  return variable != variables_.end() ? variable->second : kUnknown;
}

std::string ScheduleNames::place(std::size_t step) const {
  if (step >= lines_.size() || !lines_[step]) return "";
  return lines_[step]->text();
}

std::string ScheduleNames::place(std::span<void* const> frames) const {
  const auto line = glossary_.line(frames);
  return line ? line->text() : "";
}

std::string ScheduleNames::place(const Culprit& culprit) const {
  if (culprit.step >= 0) {
    std::string known = place(static_cast<std::size_t>(culprit.step));
    if (!known.empty()) return known;
  }
  if (culprit.pc == nullptr) return "";
  void* const pc = culprit.pc;
  return place(std::span(&pc, 1));
}

std::string ScheduleNames::shown(const std::string& place) const {
  return short_place(place, file_);
}

std::string ScheduleNames::at(const std::string& place) const {
  return place.empty() ? "" : " at " + shown(place);
}

std::string ScheduleNames::call(std::size_t step) const {
  if (step >= lines_.size()) return "notify";
  if (story_.steps[step].text[0] != '\0') return story_.steps[step].text;
  const std::string source =
      lines_[step] ? glossary_.source(*lines_[step]) : "";
  for (const char* name :
       {"notify_one", "notify_all", "count_down", "arrive", "release"}) {
    if (source.find(name) != source.npos) return name;
  }
  return "notify";
}

bool ScheduleNames::decides(std::size_t step) const {
  if (step >= lines_.size() || !lines_[step]) return false;
  static const std::regex kDecision(
      "\\b(if|while|for|switch)\\b|\\?|&&|\\|\\|");
  return std::regex_search(glossary_.source(*lines_[step]), kDecision);
}

}  // namespace pots::adv
