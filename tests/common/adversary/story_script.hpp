// Stories written by hand, with names and lines that need no program.
#pragma once

#include <cstring>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "common/adversary/glossary.hpp"
#include "common/adversary/story.hpp"

namespace pots::adv {

// Lines are numbers: below 1000 in the answer, above in the test.
class ScriptGlossary : public Glossary {
 public:
  std::optional<SourceLine> line(std::span<void* const> frames) const override {
    if (frames.empty()) return std::nullopt;
    const int line =
        static_cast<int>(reinterpret_cast<std::intptr_t>(frames.front()));
    if (line == 0) return std::nullopt;
    if (line < 1000) return SourceLine{"lessons/04_races/hits.hpp", line, ""};
    return SourceLine{"tests/04_races/hits_test.cpp", line - 1000, ""};
  }
  std::string source(const SourceLine& line) const override {
    const auto text = sources.find(line.line);
    return text != sources.end() ? text->second : "";
  }
  Variable variable(const Story&, const StoryStep& step) const override {
    const auto known = variables.find(step.object);
    return known != variables.end() ? known->second : Variable{};
  }
  std::string function(const Story&, Actor actor) const override {
    const auto name = functions.find(actor);
    return name != functions.end() ? name->second : "";
  }

  std::map<std::uint64_t, Variable> variables;
  std::map<int, std::string> sources;  // of the answer's lines
  std::map<Actor, std::string> functions;
};

// Builds a story step by step:
//   script.at(7).read(1, total, 0);
class Script {
 public:
  Script() : story_(std::make_unique<Story>()) {}

  Story& story() { return *story_; }
  ScriptGlossary& glossary() { return glossary_; }

  std::uint64_t variable(const std::string& name,
                         ValueForm form = ValueForm::kSigned) {
    const std::uint64_t address = 0x1000 + 0x10 * glossary_.variables.size();
    Variable variable;
    variable.name = name;
    variable.form = form;
    glossary_.variables[address] = variable;
    return address;
  }
  std::uint64_t mutex(const std::string& name) {
    return variable(name, ValueForm::kNone);
  }

  // The line of the steps that follow.
  Script& at(int line) {
    line_ = line;
    return *this;
  }
  // A pause before the next step.
  Script& pause() {
    pause_ = true;
    return *this;
  }

  StoryStep& step(Actor actor, StepKind kind, std::uint64_t object = 0) {
    StoryStep& step = story_->steps[story_->count++];
    step.actor = actor;
    step.kind = kind;
    step.object = object;
    step.pause_before = std::exchange(pause_, false);
    if (line_ != 0) {
      step.frames[0] = frame(line_);
      step.depth = 1;
    }
    story_->threads = std::max(story_->threads, actor + 1);
    story_->standing[actor].exists = true;
    return step;
  }
  StoryStep& valued(Actor actor, StepKind kind, std::uint64_t object,
                    std::uint64_t before, std::uint64_t after) {
    StoryStep& made = step(actor, kind, object);
    made.size = 4;
    made.before = before;
    made.after = after;
    return made;
  }
  void start(Actor actor, Actor other) {
    step(actor, StepKind::kStart).other = other;
    story_->threads = std::max(story_->threads, other + 1);
    story_->standing[other].exists = true;
  }
  void join(Actor actor, Actor other) {
    step(actor, StepKind::kJoin).other = other;
    story_->standing[other].ended = true;
  }
  void read(Actor actor, std::uint64_t object, std::uint64_t value) {
    valued(actor, StepKind::kRead, object, value, value);
  }
  void write(Actor actor, std::uint64_t object, std::uint64_t before,
             std::uint64_t after) {
    valued(actor, StepKind::kWrite, object, before, after);
  }
  void lock(Actor actor, std::uint64_t mutex) {
    step(actor, StepKind::kLock, mutex);
  }
  void unlock(Actor actor, std::uint64_t mutex) {
    step(actor, StepKind::kUnlock, mutex);
  }
  void wait(Actor actor, std::uint64_t object) {
    step(actor, StepKind::kWait, object);
  }
  void wake(Actor actor, std::uint64_t object,
            Wakening how = Wakening::kNotified) {
    step(actor, StepKind::kWakeUp, object).how = how;
  }
  void notify(Actor actor, std::uint64_t object, const char* call, int woken,
              Actor whom = -1) {
    StoryStep& made = step(actor, StepKind::kNotify, object);
    std::strncpy(made.text, call, sizeof(made.text) - 1);
    made.woken = woken;
    made.other = whom;
  }

  // The actor stands there at the end.
  void blocked(Actor actor, StepKind in, std::uint64_t object,
               Actor holder = -1, int since = -1) {
    Standing& standing = story_->standing[actor];
    standing.exists = standing.blocked = true;
    standing.waits_in = in;
    standing.object = object;
    standing.holder = holder;
    standing.holder_since = since;
    standing.frames[0] = frame(line_);
    standing.depth = 1;
  }
  void ends(Violation violation, Actor actor, const char* what = "") {
    story_->violation = violation;
    story_->actor = actor;
    std::strncpy(story_->what, what, sizeof(story_->what) - 1);
    story_->frames[0] = frame(line_);
    story_->depth = 1;
  }
  int last() const { return static_cast<int>(story_->count) - 1; }

 private:
  static void* frame(int line) {
    return reinterpret_cast<void*>(static_cast<std::intptr_t>(line));
  }

  std::unique_ptr<Story> story_;
  ScriptGlossary glossary_;
  int line_ = 0;
  bool pause_ = false;
};

}  // namespace pots::adv
