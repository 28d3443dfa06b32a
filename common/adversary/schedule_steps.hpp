// A story as rows of words: which steps are told, and how each is put.
//
// Told are the steps that other threads could notice, starts and joins, and
// what the test says itself. What comes again and again is told once.
#pragma once

#include <string>
#include <vector>

#include "common/adversary/schedule_names.hpp"

namespace pots::adv {

struct ToldRow {
  std::vector<std::size_t> steps;  // of the story, told in this row
  Actor actor = 0;
  std::string text;
  std::string place;  // "lessons/…/hits.hpp:7"
  std::string remark;
  bool pause = false;  // the actor is stopped here
  int number = 0;      // what the reader calls it; 0: nothing
  int overwrites = 0;  // the number of the row whose write it undoes
  // Last of a group of so many rows that stood there so many times.
  std::size_t round_length = 1, rounds = 1;
};

class Retelling {
 public:
  Retelling(const Story& story, const Glossary& glossary);

  const Story& story() const { return story_; }
  const ScheduleNames& names() const { return names_; }
  const std::vector<ToldRow>& rows() const { return rows_; }
  // The number of the row that tells the step; 0: not told.
  int number(std::size_t step) const;
  int number(const Culprit& culprit) const;
  // " in step 5", "" if the step is not told.
  std::string in(std::size_t step) const;
  std::string in(const Culprit& culprit) const;
  // "held by B since step 4".
  std::string held_by(Actor holder, int since) const;
  // "false", "2": what the step found; "" if its value is not known.
  std::string found(std::size_t step) const;

  void remark(std::size_t step, const std::string& words);
  // The step writes over the other's write, which it had not seen.
  void overwrites(std::size_t step, std::size_t write);

 private:
  void tell_steps();
  void tell_culprits();
  void tell_who_waits();
  void tell_the_end();
  ToldRow* row_of(std::size_t step);
  bool folds_into_last(const StoryStep& step, std::size_t index);

  const Story& story_;
  ScheduleNames names_;
  std::vector<ToldRow> rows_;
  std::vector<std::string> found_;  // one a step
};

// The step of an access that broke the rules. If it was announced but never
// made, a number beyond all steps of the story, which has a row all the same.
std::size_t step_of(const Story& story, const Culprit& culprit);

// A step in words, given the values that it found and left.
std::string words_for_step(const ScheduleNames& names, const StoryStep& step,
                           const std::string& found, const std::string& left);

// A notification by its name, and whom it woke.
std::string notify_words(const StoryStep& step, const std::string& call);

// "waits for m2", "waits for the end of A", "waits on ready_".
std::string waits_for(const ScheduleNames& names, const Standing& standing);

}  // namespace pots::adv
