// See loop_world.hpp.
#include "common/adversary/loop/loop_world.hpp"

#include <poll.h>

#include <algorithm>
#include <chrono>
#include <numeric>
#include <utility>

#include "common/adversary/loop/orders.hpp"
#include "common/adversary/loop/watched.hpp"

namespace pots::adv {
namespace {

using aio::Duration;

std::string column(unsigned task) { return "task " + std::to_string(task); }

// "run.hpp:99", or "test:45" for a line of the test: columns are narrow.
std::string place(const std::source_location& where) {
  std::string file = where.file_name();
  file.erase(0, file.rfind('/') + 1);
  if (file.ends_with("_test.cpp")) file = "test";
  return file + ":" + std::to_string(where.line());
}

std::string in_words(Duration time) {
  const std::string ns = std::to_string(time.count());
  if (time.count() % 1'000'000 != 0) return ns + " ns";
  return std::to_string(time.count() / 1'000'000) + " ms";
}

}  // namespace

LoopWorld::LoopWorld(Run& run, const LoopPlan& plan) : run_(run), plan_(plan) {
  run.leave_out_places();
  if (run.telling()) aio::TaskBase::watcher = this;
}

LoopWorld::~LoopWorld() { aio::TaskBase::watcher = nullptr; }

void LoopWorld::may_cancel(std::string name, std::function<void()> cancel) {
  victims_.push_back({std::move(name), std::move(cancel)});
}

void LoopWorld::may_abandon() { abandons_ = true; }

void LoopWorld::before(const aio::Reaction&) {
  run_.count_driven();
  tell_end();
  if (victims_.empty() && !abandons_) return;
  std::vector<Run::Option> options = {{"-", 0}};
  for (const Victim& victim : victims_) {
    options.push_back({"cancel " + victim.name, 1});
  }
  if (abandons_) options.push_back({"give up", 1});
  const auto taken = static_cast<std::size_t>(run_.choose(options));
  if (taken == 0) return;
  if (taken > victims_.size()) {
    run_.note("world", "gives everything up");
    run_.explain(
        "a program may be given up at any moment; what it holds has "
        "to be free afterwards.");
    throw Abandoned();
  }
  const Victim victim = std::move(victims_[taken - 1]);
  victims_.erase(victims_.begin() + static_cast<std::ptrdiff_t>(taken - 1));
  run_.note("world", "cancels " + victim.name);
  run_.explain(
      "a task may be cancelled at any moment at which it does not "
      "run: here " +
      victim.name + " was.");
  victim.cancel();
}

void LoopWorld::goes_on(const aio::TaskBase& task) {
  tell_end();
  running_ = task.number;
  run_.note(column(task.number), "goes on");
}

// The first step of a task is its loop's own affair; nobody tells of it before
// the task waits.
void LoopWorld::waits(const aio::TaskBase& task) {
  const bool first = seen_.insert(task.number).second;
  running_ = 0;
  run_.note(column(task.number),
            (first ? "begins, waits at " : "waits at ") + place(task.where));
}

// Who went on and does not wait when something else happens has ended.
void LoopWorld::tell_end() {
  if (running_ == 0) return;
  run_.note(column(std::exchange(running_, 0)), "ends");
}

int LoopWorld::wait(int epfd, epoll_event* events, int cap,
                    std::optional<Duration> timeout) {
  run_.count_driven();
  tell_end();
  pollfd any{.fd = epfd, .events = POLLIN, .revents = 0};
  if (::poll(&any, 1, 0) > 0) return deliver(epfd, events, cap, timeout);
  return sleep(epfd, events, cap, timeout);
}

// Something is ready: which of it is told, and in which order?
int LoopWorld::deliver(int epfd, epoll_event* events, int cap,
                       std::optional<Duration> timeout) {
  const int ready = VirtualWorld::wait(epfd, events, cap, timeout);
  std::vector<Run::Option> options = {{"all", 0}};
  std::vector<std::vector<int>> orders = {{}};
  if (plan_.order) {
    for (std::vector<int>& order : unkind_orders(ready)) {
      options.push_back({order_in_words(order), 1});
      orders.push_back(std::move(order));
    }
  }
  const bool may_be_early = plan_.early && early_left_ > 0;
  if (may_be_early) options.push_back({"nothing", 1});
  if (options.size() == 1) return ready;
  const auto taken = static_cast<std::size_t>(run_.choose(options));
  if (taken == 0) return ready;
  if (taken == orders.size()) return return_early();
  const std::vector<epoll_event> all(events, events + ready);
  for (std::size_t i = 0; i < orders[taken].size(); ++i) {
    events[i] = all[static_cast<std::size_t>(orders[taken][i])];
  }
  run_.note("world", std::to_string(ready) + " descriptors are ready, tells " +
                         options[taken].label + " of them");
  run_.explain(
      "what is ready may be told in any order, and some of it only "
      "at the next wait: it stays ready.");
  return static_cast<int>(orders[taken].size());
}

// Nothing is ready: time passes, or the wait ends for another reason.
int LoopWorld::sleep(int epfd, epoll_event* events, int cap,
                     std::optional<Duration> timeout) {
  const bool sleeps = !timeout || *timeout > Duration::zero();
  const std::vector<epoll_event> watched =
      plan_.spurious && spurious_left_ > 0 && cap > 0
          ? watched_by(epfd)
          : std::vector<epoll_event>();
  std::vector<Run::Option> options = {{"on time", 0}};
  std::vector<std::function<int()>> ends = {
      [&] { return VirtualWorld::wait(epfd, events, cap, timeout); }};
  if (plan_.early && early_left_ > 0 && sleeps) {
    options.push_back({"nothing", 1});
    ends.push_back([this] { return return_early(); });
  }
  if (plan_.late && timeout && sleeps) {
    for (const Duration late :
         {std::chrono::milliseconds(1), std::chrono::milliseconds(1000)}) {
      options.push_back({"late " + in_words(late), 1});
      ends.push_back([&, late] {
        run_.note("world", "sleeps " + in_words(late) + " too long");
        run_.explain(
            "nobody promises that a wait ends at its time: it ends "
            "then or later.");
        return VirtualWorld::wait(epfd, events, cap, *timeout + late);
      });
    }
  }
  for (const epoll_event& event : watched) {
    options.push_back({"false " + std::to_string(options.size()), 1});
    ends.push_back([&, event] {
      --spurious_left_;
      *events = event;
      run_.note("world", "tells of a descriptor that is not ready");
      run_.explain(
          "a descriptor that is told as ready may have nothing: what "
          "is done then must not wait.");
      return 1;
    });
  }
  if (options.size() == 1) return ends[0]();
  return ends[static_cast<std::size_t>(run_.choose(options))]();
}

int LoopWorld::return_early() {
  --early_left_;
  run_.note("world", "the wait ends with nothing");
  run_.explain(
      "a wait may end early and for no reason (a signal came): then "
      "nothing is ready and no deadline has passed.");
  return 0;
}

}  // namespace pots::adv

namespace pots {

void for_every_turn(const adv::LoopPlan& plan,
                    const std::function<void(adv::LoopWorld&)>& body) {
  adv::Plan choices;
  choices.unkind = plan.unkind;
  choices.random = plan.random;
  choices.unkind_noun = "unkind turn";
  choices.actors = {"world"};
  choices.one_a_row = true;
  adv::explore(choices, [&](adv::Run& run) {
    adv::LoopWorld world(run, plan);
    try {
      body(world);
    } catch (const adv::LoopWorld::Abandoned&) {
      // As the test allowed.
    }
  });
}

}  // namespace pots
