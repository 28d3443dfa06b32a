// All short sequences of what can be done to a future, played with the answer
// and with a model of asyncio's.
//
// One difference is meant: asyncio takes a cancel() that comes too late for a
// question after the exception, so that it is not lost; here it is none.
//
// In a sequence the i-th step sets the value i, or fails with the error "i".
#pragma once

#include <cstddef>
#include <deque>
#include <exception>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "drive.hpp"
#include "pots/aio/event_loop.hpp"
#include "pots/aio/future.hpp"
#include "pots/aio/lost_exception.hpp"

namespace pots::checks {

enum Step { kSet, kFail, kCancel, kAwait, kResult, kException, kWhenDone };
inline constexpr int kSteps = 7;
inline constexpr const char* kStepNames[kSteps] = {
    "set_result()", "set_exception()", "cancel()",   "co_await",
    "result()",     "exception()",     "when_done()"};

// What is answered to each step, then who ran in which order, then whether an
// exception was lost: "set; true; 1 cancelled; "
class FutureModel {
 public:
  std::string play(const std::vector<int>& steps) {
    for (std::size_t i = 0; i < steps.size(); ++i) {
      const std::string number = std::to_string(i);
      switch (steps[i]) {
        case kSet:
          end("value " + number, "set");
          break;
        case kFail:
          end("error " + number, "set");
          break;
        case kCancel:
          if (!end("cancelled", "true")) log_ += "false; ";
          break;
        case kAwait:  // begins in the next batch, behind those that are woken
          run_queued();
          if (done()) {
            log_ += number + " " + look() + "; ";
          } else {
            waiting_.push_back({number, true});
          }
          break;
        case kResult:
          log_ += (done() ? look() : "InvalidState") + "; ";
          break;
        case kException:
          log_ += exception() + "; ";
          break;
        case kWhenDone:
          (done() ? queued_ : waiting_).push_back({number, false});
          break;
      }
    }
    run_queued();
    if (outcome_.starts_with("error") && !seen_) log_ += "lost " + outcome_;
    return log_;
  }

 private:
  struct Waiting {
    std::string name;
    bool asks;  // a task, which gets the result; else a reaction
  };

  bool done() const { return !outcome_.empty(); }
  std::string look() {
    seen_ = true;
    return outcome_;
  }
  std::string exception() {
    if (!done()) return "InvalidState";
    const std::string found = look();
    return found.starts_with("value") ? "no exception" : found;
  }
  bool end(const std::string& outcome, const char* answer) {
    if (done()) {
      if (outcome != "cancelled") log_ += "InvalidState; ";
      return false;
    }
    outcome_ = outcome;
    queued_ = std::exchange(waiting_, {});
    log_ += std::string(answer) + "; ";
    return true;
  }
  void run_queued() {
    for (const Waiting& one : std::exchange(queued_, {})) {
      log_ += one.name + (one.asks ? " " + look() : "") + "; ";
    }
  }

  std::string outcome_;  // "" while it is pending
  bool seen_ = false;
  std::vector<Waiting> waiting_, queued_;
  std::string log_;
};

// The same with the answer's future.
class FuturePlayer {
 public:
  explicit FuturePlayer(aio::Loop& loop) : loop_(loop) {}

  std::string play(const std::vector<int>& steps) {
    log_.clear();
    auto usual = std::exchange(
        aio::lost_exception_handler(), [this](std::exception_ptr error) {
          log_ += "lost " +
                  text([&]() -> std::string { std::rethrow_exception(error); });
        });
    future_ = aio::make_future<int>();
    for (std::size_t i = 0; i < steps.size(); ++i) {
      step(steps[i], static_cast<int>(i));
    }
    run_batches();
    tasks_.clear();
    reactions_.clear();
    future_ = {};
    aio::lost_exception_handler() = std::move(usual);
    return log_;
  }

 private:
  struct Note : aio::Reaction {
    Note(std::string* its_log, int its_number)
        : Reaction([](Reaction& r) {
            const Note& note = static_cast<Note&>(r);
            *note.log += std::to_string(note.number) + "; ";
          }),
          log(its_log),
          number(its_number) {}
    std::string* log;
    int number;
  };

  // What `ask` returns or throws.
  template <class Ask>
  static std::string text(Ask ask) {
    try {
      return ask();
    } catch (const aio::InvalidState&) {
      return "InvalidState";
    } catch (const aio::CancelledError&) {
      return "cancelled";
    } catch (const std::exception& error) {
      return std::string("error ") + error.what();
    }
  }
  static aio::Task<> wait(std::string* log, int number,
                          aio::Future<int> future) {
    std::string got;
    try {
      got = "value " + std::to_string(co_await future);
    } catch (...) {
      got = text([]() -> std::string { throw; });
    }
    *log += std::to_string(number) + " " + got + "; ";
  }

  void run_batches() {
    for (int i = 0; i < 2; ++i) {
      loop_.call_soon([] {});  // so that it never sleeps
      loop_.run_once();
    }
  }
  std::string answer(int step, int number) {
    switch (step) {
      case kSet:
        future_->set_result(number);
        return "set";
      case kFail:
        future_->set_exception(std::make_exception_ptr(
            std::runtime_error(std::to_string(number))));
        return "set";
      case kCancel:
        return future_->cancel() ? "true" : "false";
      case kResult:
        return "value " + std::to_string(future_->result());
      default:  // kException
        if (auto error = future_->exception()) std::rethrow_exception(error);
        return "no exception";
    }
  }
  void step(int step, int number) {
    if (step == kAwait) {
      tasks_.emplace_back(loop_, wait(&log_, number, future_));
      run_batches();
    } else if (step == kWhenDone) {
      future_->when_done(reactions_.emplace_back(&log_, number));
    } else {
      log_ += text([&] { return answer(step, number); }) + "; ";
    }
  }

  aio::Loop& loop_;
  aio::Future<int> future_;
  std::deque<aio::Driven<void>> tasks_;
  std::deque<Note> reactions_;
  std::string log_;
};

// Plays all sequences of up to four steps. "" if the answer does what asyncio
// does; else the shortest in which it does not.
inline std::string first_surprise(aio::Loop& loop) {
  FuturePlayer player(loop);
  for (int length = 1; length <= 4; ++length) {
    std::vector<int> steps(static_cast<std::size_t>(length));
    for (bool more = true; more;) {
      const std::string expected = FutureModel().play(steps);
      const std::string played = player.play(steps);
      if (played != expected) {
        std::string names;
        for (const int step : steps)
          names += std::string(kStepNames[step]) + "; ";
        return "after " + names + "\n  expected  " + expected +
               "\n  but was   " + played +
               "\nNext: go through the steps by hand; the i-th step makes the "
               "value i or the error i, counted from 0.";
      }
      more = false;
      for (int& step : steps) {
        if (++step < kSteps) {
          more = true;
          break;
        }
        step = 0;
      }
    }
  }
  return "";
}

}  // namespace pots::checks
