// Who, what and where in a broken schedule: what a thread, an object and a
// line are called, the same wherever they are spoken of.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "common/adversary/glossary.hpp"
#include "common/adversary/story.hpp"

namespace pots::adv {

// "main", "A", "B", ... "Z", "AA".
std::string actor_name(Actor actor);
// "A", "A and B", "A, B and C".
std::string list_of(const std::vector<std::string>& items);

// A stack of the story.
std::span<void* const> frames_of(void* const* frames, int depth);
// Whether the thread cannot go on. When nobody can, that is everyone, also who
// ran last.
bool is_blocked(const Story& story, Actor actor);
// How many steps of the story were kept.
std::size_t kept_steps(const Story& story);
bool is_read(StepKind kind);    // looks at a value, and leaves it
bool is_write(StepKind kind);   // leaves a value, whatever was there
bool is_access(StepKind kind);  // of data, plain or atomic

class ScheduleNames {
 public:
  ScheduleNames(const Story& story, const Glossary& glossary);

  // "A: inc", or only the letter.
  std::string title(Actor actor) const;
  // No two objects of the story have one name.
  std::string object(std::uint64_t address) const;
  const Variable& variable(std::uint64_t address) const;
  // "lessons/…/hits.hpp:7", "" if not known.
  std::string place(std::size_t step) const;
  std::string place(std::span<void* const> frames) const;
  std::string place(const Culprit& culprit) const;
  // The same as the reader sees it: ":7" in the file that most steps are in.
  std::string shown(const std::string& place) const;
  // " at :7", "" if the place is not known.
  std::string at(const std::string& place) const;
  // What a notification was called: as the story says, else as its line says.
  std::string call(std::size_t step) const;
  // Whether the step's line decides something: an if, a loop.
  bool decides(std::size_t step) const;

 private:
  void name_objects();
  std::vector<StoryStep> mentions() const;

  const Story& story_;
  const Glossary& glossary_;
  std::vector<std::optional<SourceLine>> lines_;  // one a step
  std::map<std::uint64_t, Variable> variables_;
  std::map<std::uint64_t, std::string> names_;
  std::string file_;
};

}  // namespace pots::adv
