// The kitchen's rules. Time passes in let_a_minute_pass() and nowhere else.
#include "pots/kitchen.hpp"

#include <algorithm>
#include <cstddef>
#include <deque>
#include <iomanip>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pots {
namespace {

// A program that goes on for longer than this does not end.
constexpr int kMostMinutes = 10'000;
constexpr int kMostMoves = 100'000;
constexpr char kEndless[] = "your program does not end";

std::string name(int number) { return "pot " + std::to_string(number); }

std::string at(int minute) { return "minute " + std::to_string(minute) + ": "; }

}  // namespace

Stove standard_stove(int pots) {
  if (pots < 0) throw std::invalid_argument("a stove has 0 or more pots");
  return Stove(static_cast<std::size_t>(pots));
}

Kitchen::Kitchen(int pots) : Kitchen(standard_stove(pots)) {}

Kitchen::Kitchen(const Stove& stove, Options options)
    : options_(std::move(options)) {
  for (const PotTimes& takes : stove) {
    if (takes.heating < 0 || takes.cooking < 0) {
      throw std::invalid_argument("heating and cooking take 0 minutes or more");
    }
    pots_.push_back(Pot{.takes = takes});
  }
}

// --- The cook's hands -------------------------------------------------------

void Kitchen::put_on(int number) {
  const std::string move = "puts on " + name(number);
  begin(moves_.put_on, move);
  Pot& it = pot(number);
  const std::string you = "you put on " + name(number);
  if (it.state != State::cold) impossible(you + " twice");
  it.state = State::heating;
  it.due = now_ + 1 + it.takes.heating;
  use_hands(move);
}

void Kitchen::drop_in(int number) {
  const std::string move = "drops dumplings in " + name(number);
  begin(moves_.drop_in, move);
  Pot& it = pot(number);
  const std::string you = "you dropped dumplings in " + name(number);
  if (it.state == State::cold) impossible(you + " before it was on");
  if (it.state == State::heating) impossible(you + " before it boiled");
  if (it.state != State::boiled) impossible(you + " twice");
  it.state = State::cooking;
  it.due = now_ + 1 + it.takes.cooking;
  use_hands(move);
}

void Kitchen::serve(int number) {
  const std::string move = "serves " + name(number);
  begin(moves_.serve, move);
  Pot& it = pot(number);
  const std::string you = "you served " + name(number);
  if (it.state == State::cold) impossible(you + " cold");
  if (it.state == State::served) impossible(you + " twice");
  if (it.state != State::cooked) impossible(you + " raw");
  it.state = State::served;
  ++served_;
  use_hands(move);
}

// --- Standing still ---------------------------------------------------------

void Kitchen::wait_boiled(int number) {
  begin(moves_.wait_boiled, "waits for " + name(number) + " to boil");
  Pot& it = pot(number);
  if (it.state == State::cold) {
    impossible("you wait for " + name(number) + " to boil, but it is not on");
  }
  while (it.state == State::heating) stand_still_for_a_minute();
  forget(number, Event::boiled);
}

void Kitchen::wait_cooked(int number) {
  begin(moves_.wait_cooked, "waits for " + name(number) + " to be cooked");
  Pot& it = pot(number);
  if (it.state < State::cooking) {
    impossible("you wait for " + name(number) +
               " to be cooked, but nothing is in it");
  }
  while (it.state == State::cooking) stand_still_for_a_minute();
  forget(number, Event::cooked);
}

Event Kitchen::wait_any() {
  begin(moves_.wait_any, "waits for any pot");
  while (untold_.empty()) {
    const auto busy = [](const Pot& it) {
      return it.state == State::heating || it.state == State::cooking;
    };
    if (std::none_of(pots_.begin(), pots_.end(), busy)) {
      impossible("you wait, but no pot is heating or cooking");
    }
    stand_still_for_a_minute();
  }
  const Event event = untold_.front();
  untold_.pop_front();
  tell("cook", "hears that " + name(event.pot) +
                   (event.what == Event::boiled ? " boils" : " is cooked"));
  return event;
}

void Kitchen::rest(int minutes) {
  begin(moves_.rest, "rests for " + std::to_string(minutes) + " minutes");
  if (minutes < 0) impossible("you cannot rest for less than 0 minutes");
  for (int i = 0; i < minutes; ++i) stand_still_for_a_minute();
}

// --- The clock --------------------------------------------------------------

void Kitchen::begin(int& count, const std::string& move) {
  ++count;
  if (++all_moves_ > kMostMoves) impossible(kEndless);
  tell("cook", move);
}

Kitchen::Pot& Kitchen::pot(int number) {
  if (number < 0 || number >= pots()) impossible("there is no " + name(number));
  return pots_[static_cast<std::size_t>(number)];
}

void Kitchen::use_hands(const std::string& move) {
  log_.push_back({now_, "cook", move});
  let_a_minute_pass();
}

void Kitchen::stand_still_for_a_minute() {
  if (complaint_.empty()) {
    if (const std::string who = who_needs_hands(); !who.empty()) {
      complaint_ = at(now_) + who + " and you are waiting";
      tell("cook", "still waits: " + who);
    }
  }
  ++stood_still_;
  let_a_minute_pass();
}

void Kitchen::let_a_minute_pass() {
  if (now_ == kMostMinutes) impossible(kEndless);
  ++now_;
  std::vector<int> due;
  for (int number = 0; number < pots(); ++number) {
    const Pot& it = pot(number);
    const bool busy = it.state == State::heating || it.state == State::cooking;
    if (busy && it.due <= now_) due.push_back(number);
  }
  while (!due.empty()) {
    int first = 0;
    if (due.size() > 1 && options_.tie_breaker) {
      first = options_.tie_breaker(static_cast<int>(due.size()));
    }
    happen(due.at(static_cast<std::size_t>(first)));
    due.erase(due.begin() + first);
  }
}

void Kitchen::happen(int number) {
  Pot& it = pot(number);
  const bool boils = it.state == State::heating;
  it.state = boils ? State::boiled : State::cooked;
  untold_.push_back({number, boils ? Event::boiled : Event::cooked});
  const std::string what = name(number) + (boils ? " boils" : " is cooked");
  log_.push_back({now_, "stove", what});
  tell("stove", what);
}

void Kitchen::forget(int number, Event::Kind what) {
  std::erase_if(untold_, [&](const Event& event) {
    return event.pot == number && event.what == what;
  });
}

// --- Words ------------------------------------------------------------------

std::string Kitchen::who_needs_hands() const {
  for (int number = 0; number < pots(); ++number) {
    switch (pots_[static_cast<std::size_t>(number)].state) {
      case State::cold:
        return name(number) + " stands cold";
      case State::boiled:
        return name(number) + " has boiled";
      case State::cooked:
        return name(number) + " is cooked";
      default:
        break;
    }
  }
  return "";
}

void Kitchen::tell(std::string_view actor, const std::string& text) const {
  if (options_.observer) options_.observer(actor, at(now_) + text);
}

void Kitchen::impossible(const std::string& why) const {
  throw kitchen_error(at(now_) + why);
}

std::string timetable(const Kitchen& kitchen) {
  std::ostringstream out;
  for (const Kitchen::Line& line : kitchen.log()) {
    out << std::setw(3) << line.minute << "  "
        << (line.who == "cook" ? "cook " : "     ") << line.what << '\n';
  }
  out << kitchen.minutes() << " minutes; the cook stood still for "
      << kitchen.stood_still() << " of them\n";
  return out.str();
}

}  // namespace pots
