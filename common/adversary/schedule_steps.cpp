#include "common/adversary/schedule_steps.hpp"

#include <algorithm>
#include <utility>

#include "common/adversary/schedule_folds.hpp"
#include "common/adversary/value_text.hpp"

namespace pots::adv {
namespace {

// What fits into a table beside its titles and a blocked thread or two.
constexpr std::size_t kManyRows = 15;

bool told(const StoryStep& step) {
  switch (step.kind) {
    case StepKind::kEnd:
    case StepKind::kYield:
      return false;
    case StepKind::kStart:
    case StepKind::kStartFails:
    case StepKind::kJoin:
    case StepKind::kSleep:
    case StepKind::kAllocationFails:
    case StepKind::kClock:
    case StepKind::kNote:
      return true;
    default:
      return step.object_is_shared;
  }
}

// Whether the story's culprits are two accesses.
bool is_about_two(Violation violation) {
  return violation == Violation::kRace ||
         violation == Violation::kUseAfterFree ||
         violation == Violation::kDoubleFree;
}

// What the thread that runs when it breaks is doing.
std::string last_words(Violation violation) {
  switch (violation) {
    case Violation::kExpectation:
      return "-> expectation fails";
    case Violation::kUncaught:
      return "throws; nobody catches";
    case Violation::kTerminate:
      return "std::terminate";
    case Violation::kUseAfterFree:
      return "uses freed memory";
    case Violation::kDoubleFree:
      return "frees it again";
    case Violation::kNotTheHolder:
      return "unlocks what it does not hold";
    case Violation::kWaitWithoutMutex:
      return "waits without the mutex";
    case Violation::kDestroyedInUse:
      return "destroys it";
    case Violation::kCrash:
      return "crashes";
    case Violation::kExit:
      return "ends the program";
    case Violation::kEndlessLoop:
      return "loops without end";
    default:
      return "";
  }
}

}  // namespace

std::size_t step_of(const Story& story, const Culprit& culprit) {
  if (culprit.step >= 0) return static_cast<std::size_t>(culprit.step);
  // The races' bookkeeping knows no steps. The earlier access was made, and it
  // is its thread's last one of the kind; the later one was only announced.
  const bool earlier = &culprit == &story.first;
  for (std::size_t i = kept_steps(story); earlier && i-- > 0;) {
    const StoryStep& step = story.steps[i];
    if (step.actor != culprit.actor || step.object / 8 != story.object / 8) {
      continue;
    }
    if (culprit.frees
            ? step.kind == StepKind::kFree
            : is_access(step.kind) && is_read(step.kind) != culprit.writes) {
      return i;
    }
  }
  return kMaxStorySteps + (earlier ? 0 : 1);
}

Retelling::Retelling(const Story& story, const Glossary& glossary)
    : story_(story), names_(story, glossary) {
  tell_steps();
  tell_culprits();
  fold_rows(rows_, story_, kManyRows);
  tell_who_waits();
  tell_the_end();
}

void Retelling::tell_steps() {
  ValueText values;
  Actor stopped = -1;
  for (std::size_t i = 0; i < kept_steps(story_); ++i) {
    const StoryStep& step = story_.steps[i];
    std::string found, left;
    const Variable& variable = names_.variable(step.object);
    if (step.size > 0 && variable.form != ValueForm::kNone) {
      if (!is_write(step.kind)) {
        found = values.text(variable, step.before, step.size);
      }
      if (!is_read(step.kind)) {
        left = values.text(variable, step.after, step.size);
      }
    }
    found_.push_back(found);
    if (step.pause_before && i > 0) stopped = story_.steps[i - 1].actor;
    if (!told(step)) continue;
    if (stopped >= 0 && stopped != step.actor) {
      ToldRow mark;
      mark.actor = stopped;
      mark.text = "-- paused here --";
      mark.pause = true;
      rows_.push_back(std::move(mark));
    }
    stopped = -1;
    if (folds_into_last(step, i)) continue;
    ToldRow row;
    row.steps = {i};
    row.actor = step.actor;
    if (step.kind == StepKind::kNotify) {
      row.text = notify_words(step, names_.call(i));
    } else {
      row.text = words_for_step(names_, step, found, left);
    }
    const bool by_itself =
        step.kind == StepKind::kStart || step.kind == StepKind::kJoin ||
        step.kind == StepKind::kNote || step.kind == StepKind::kClock;
    if (!by_itself) row.place = names_.place(i);
    rows_.push_back(std::move(row));
  }
}

// "starts A", and then B: "starts A, B"; from the fourth: "starts A to D".
bool Retelling::folds_into_last(const StoryStep& step, std::size_t index) {
  const bool folds =
      step.kind == StepKind::kStart || step.kind == StepKind::kJoin;
  if (!folds || rows_.empty() || rows_.back().steps.empty()) return false;
  ToldRow& last = rows_.back();
  const StoryStep& before = story_.steps[last.steps.back()];
  if (before.kind != step.kind || before.actor != step.actor) return false;
  last.steps.push_back(index);
  const Actor first = story_.steps[last.steps.front()].other;
  bool in_order = last.steps.size() > 3;
  std::string names;
  for (std::size_t i = 0; i < last.steps.size(); ++i) {
    const Actor other = story_.steps[last.steps[i]].other;
    in_order = in_order && other == first + static_cast<Actor>(i);
    names += (i == 0 ? " " : ", ") + actor_name(other);
  }
  if (in_order)
    names = " " + actor_name(first) + " to " + actor_name(step.other);
  last.text = (step.kind == StepKind::kStart ? "starts" : "joins") + names;
  return true;
}

// The second access of a race has been announced, not made.
void Retelling::tell_culprits() {
  if (!is_about_two(story_.violation)) return;
  for (const Culprit* culprit : {&story_.first, &story_.second}) {
    if (culprit->actor < 0 || step_of(story_, *culprit) < kMaxStorySteps) {
      continue;
    }
    ToldRow row;
    row.steps = {step_of(story_, *culprit)};
    row.actor = culprit->actor;
    row.text = (culprit->frees    ? "frees "
                : culprit->writes ? "writes "
                                  : "reads ") +
               names_.object(story_.object);
    row.place = names_.place(*culprit);
    rows_.push_back(std::move(row));
  }
}

void Retelling::tell_who_waits() {
  std::vector<ToldRow> waiting;
  for (Actor actor = 0; actor < std::min(story_.threads, kMaxThreads);
       ++actor) {
    const Standing& standing = story_.standing[actor];
    if (!is_blocked(story_, actor)) continue;
    const auto last = std::find_if(
        rows_.rbegin(), rows_.rend(),
        [&](const ToldRow& row) { return row.actor == actor && !row.pause; });
    if (last != rows_.rend() && !last->steps.empty() &&
        last->steps.back() < kept_steps(story_) &&
        story_.steps[last->steps.back()].kind == StepKind::kWait) {
      if (last->remark.empty()) last->remark = "never woken";
      continue;
    }
    ToldRow row;
    row.actor = actor;
    row.text = waits_for(names_, standing);
    if (standing.waits_in != StepKind::kJoin) {
      const std::string held = held_by(standing.holder, standing.holder_since);
      if (!held.empty()) row.text += " (" + held + ")";
      row.place = names_.place(frames_of(standing.frames, standing.depth));
    }
    waiting.push_back(std::move(row));
  }
  // Who waits for others' end says least: last.
  std::stable_partition(
      waiting.begin(), waiting.end(), [&](const ToldRow& row) {
        return story_.standing[row.actor].waits_in != StepKind::kJoin;
      });
  for (ToldRow& row : waiting) rows_.push_back(std::move(row));
}

void Retelling::tell_the_end() {
  const std::string words = last_words(story_.violation);
  // Two culprits have rows of their own.
  if (words.empty() || story_.actor < 0 ||
      (is_about_two(story_.violation) && story_.second.actor >= 0)) {
    return;
  }
  const std::string place =
      names_.place(frames_of(story_.frames, story_.depth));
  if (!rows_.empty() && rows_.back().actor == story_.actor &&
      !rows_.back().pause && rows_.back().remark.empty() &&
      story_.violation == Violation::kExpectation) {
    rows_.back().text += "  " + words;
    rows_.back().place.clear();  // the headline has it
    return;
  }
  ToldRow row;
  row.actor = story_.actor;
  row.text = words;
  if (story_.violation != Violation::kExpectation) row.place = place;
  rows_.push_back(std::move(row));
}

int Retelling::number(std::size_t step) const {
  for (const ToldRow& row : rows_) {
    if (std::find(row.steps.begin(), row.steps.end(), step) !=
        row.steps.end()) {
      return row.number;
    }
  }
  return 0;
}

int Retelling::number(const Culprit& culprit) const {
  return number(step_of(story_, culprit));
}

std::string Retelling::in(std::size_t step) const {
  const int row = number(step);
  return row == 0 ? "" : " in step " + std::to_string(row);
}

std::string Retelling::in(const Culprit& culprit) const {
  return in(step_of(story_, culprit));
}

std::string Retelling::held_by(Actor holder, int since) const {
  if (holder < 0) return "";
  std::string text = "held by " + actor_name(holder);
  const int row = since < 0 ? 0 : number(static_cast<std::size_t>(since));
  if (row > 0) text += " since step " + std::to_string(row);
  return text;
}

std::string Retelling::found(std::size_t step) const {
  return step < found_.size() ? found_[step] : "";
}

ToldRow* Retelling::row_of(std::size_t step) {
  for (ToldRow& row : rows_) {
    if (std::find(row.steps.begin(), row.steps.end(), step) !=
        row.steps.end()) {
      return &row;
    }
  }
  return nullptr;
}

void Retelling::remark(std::size_t step, const std::string& words) {
  if (ToldRow* row = row_of(step)) {
    row->remark += (row->remark.empty() ? "" : ", ") + words;
  }
}

void Retelling::overwrites(std::size_t step, std::size_t write) {
  ToldRow* row = row_of(step);
  const int number = this->number(write);
  if (row == nullptr || number == 0 || number == row->overwrites) return;
  row->overwrites = number;
  remark(step, "overwrites " + actor_name(story_.steps[write].actor) +
                   "'s write (step " + std::to_string(number) + ")");
}

}  // namespace pots::adv
