// One execution of a case under some player: its choices and its story.
//
// A player asks choose() at each point where the world could go on in several
// ways; the run answers from the path that is being tried and writes it down.
// When a broken run is told again for the student, note() draws the table.
#pragma once

#include <functional>
#include <initializer_list>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "common/adversary/choice_tree.hpp"
#include "common/adversary/ledger.hpp"
#include "common/adversary/replay_key.hpp"

namespace pots::adv {

// Thread safety: the thread that runs the body only.
class Run {
 public:
  struct Option {
    std::string label;  // short; part of the replay key
    int cost = 0;       // 0 kind, 1 unkind; option 0 must be kind
  };

  // The run under way in this process; nullptr outside an exploration.
  static Run* current();

  // A test's own input, enumerated completely and never unkind: 0..n-1, or
  // one of `values`.
  int pick(std::string_view what, int n);
  template <class T>
  T pick(std::string_view what, std::initializer_list<T> values) {
    const T& value = values.begin()[draw(static_cast<int>(values.size()))];
    if (telling_) {
      std::ostringstream text;
      text << what << ": " << value;
      note("test", text.str());
    }
    return value;
  }

  // A choice of the world; returns the index of the option that it takes.
  int choose(const std::vector<Option>& options);

  // Whether this run is being told to the student. Explorations run thousands
  // of times, so build texts for note() only if this is so.
  bool telling() const { return telling_; }
  // A new row of the table: `actor` says `text`. One who is no title of the
  // plan gets a column if a row is one actor's; else he is put in front of the
  // text. The student's line is found on the stack.
  void note(std::string_view actor, std::string_view text) {
    tell(actor, text, /*students_only=*/false);
  }
  // The same, but only if an answer did it, not the test.
  void note_if_students(std::string_view actor, std::string_view text) {
    tell(actor, text, /*students_only=*/true);
  }
  // Fills another cell of the row above, with a remark to point at it.
  void answer(std::string_view actor, std::string_view text,
              std::string_view remark = "");

  // From now on rows have no line of the student's: what they say happens in
  // many places at once, and names its own.
  void leave_out_places() { places_ = false; }

  // Says in words what goes wrong if this run turns out to be broken.
  void explain(std::string_view cause);
  // The run is lost: gives it up here and now. Never returns and does not
  // unwind, so a catch (...) of the student's cannot hide it.
  [[noreturn]] void fail(std::string_view what, std::string_view cause);

  // A player answered a call of the program under test.
  void count_driven() { ++ledger_->driven; }

  // For explorations only: see worker.cpp.
  Run(ChoiceTree* tree, const ReplayKey* replay, Ledger* ledger, bool telling,
      std::vector<std::string> actors, bool one_a_row);
  ~Run();
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

 private:
  void tell(std::string_view actor, std::string_view text, bool students_only);
  int draw(int n);
  int actor_column(std::string_view actor) const;

  ChoiceTree* tree_;
  const ReplayKey* replay_;  // nullptr: the tree decides
  Ledger* ledger_;
  bool telling_;
  std::vector<std::string> actors_;
  bool one_a_row_;
  int choices_ = 0;  // made so far in this run
  bool places_ = true;
};

}  // namespace pots::adv
