// A kitchen with a virtual clock: waiting can be studied without waiting.
#pragma once

#include <deque>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pots {

// An impossible move: "minute 9: you served pot 0 raw".
class kitchen_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// What a pot did.
struct Event {
  int pot;
  enum Kind { boiled, cooked } what;
};

// How long the stove takes, for each pot, in minutes (at least 0).
struct PotTimes {
  int heating = 8;
  int cooking = 6;
};
using Stove = std::vector<PotTimes>;
Stove standard_stove(int pots);

// One cook, and a stove with pots 0 ... pots() - 1, all cold at minute 0.
//
// Each pot in this order: put_on, boils, drop_in, is cooked, serve.
// Errors: kitchen_error on an impossible move, on waiting for what can never
// happen, and on a program that does not end.
// Thread safety: one thread at a time.
class Kitchen {
 public:
  struct Options {
    // Several pots are due in one minute: which is first, 0 ... offered - 1,
    // counted from the lowest pot? Default: the lowest pot.
    std::function<int(int offered)> tie_breaker = {};
    // Told of each move and event; actor is "cook" or "stove".
    std::function<void(std::string_view actor, std::string text)> observer = {};
  };

  explicit Kitchen(int pots);  // on the standard stove
  explicit Kitchen(const Stove& stove) : Kitchen(stove, Options{}) {}
  Kitchen(const Stove& stove, Options options);
  Kitchen(const Kitchen&) = delete;
  Kitchen& operator=(const Kitchen&) = delete;

  // --- The moves -----------------------------------------------------------
  // The cook's hands, 1 minute each.
  void put_on(int pot);
  void drop_in(int pot);
  void serve(int pot);
  // The cook stands still and watches one pot; at once if it has happened.
  void wait_boiled(int pot);
  void wait_cooked(int pot);
  // The next thing that happened to any pot; at once if it already has.
  // Every event is told once: here, or to whoever watched that pot.
  Event wait_any();
  // The cook stands still for so many minutes.
  void rest(int minutes);

  // --- What can be asked ---------------------------------------------------
  int minutes() const { return now_; }
  int pots() const { return static_cast<int>(pots_.size()); }

  // --- What a test asks ----------------------------------------------------
  // How often each move was made, or tried.
  struct Moves {
    int put_on = 0, drop_in = 0, serve = 0;
    int wait_boiled = 0, wait_cooked = 0, wait_any = 0, rest = 0;
  };
  // One line of the timetable: hands and events, oldest first.
  struct Line {
    int minute;
    std::string who;   // "cook" or "stove"
    std::string what;  // "puts on pot 0", "pot 0 boils"
  };
  int served() const { return served_; }
  int stood_still() const { return stood_still_; }
  const Moves& moves() const { return moves_; }
  const std::vector<Line>& log() const { return log_; }
  // The rule: the cook never stands still while a pot needs hands (is cold,
  // has boiled, or is cooked). When it was first broken, or "":
  // "minute 6: pot 1 has boiled and you are waiting".
  const std::string& complaint() const { return complaint_; }

 private:
  enum class State { cold, heating, boiled, cooking, cooked, served };
  struct Pot {
    PotTimes takes;
    State state = State::cold;
    int due = 0;  // the minute when heating or cooking ends
  };

  void begin(int& count, const std::string& move);
  Pot& pot(int number);
  void use_hands(const std::string& move);
  void stand_still_for_a_minute();
  void let_a_minute_pass();
  void happen(int number);
  void forget(int number, Event::Kind what);
  std::string who_needs_hands() const;
  void tell(std::string_view actor, const std::string& text) const;
  [[noreturn]] void impossible(const std::string& why) const;

  Options options_;
  std::vector<Pot> pots_;
  std::deque<Event> untold_;  // oldest first
  int now_ = 0;
  int served_ = 0;
  int stood_still_ = 0;
  int all_moves_ = 0;
  Moves moves_;
  std::vector<Line> log_;
  std::string complaint_;
};

// The log as a table, and a last line:
// "34 minutes; the cook stood still for 28 of them".
std::string timetable(const Kitchen& kitchen);

}  // namespace pots
