// The loop's adversary: a world in which whatever may happen to an event loop
// happens, and everybody may be cancelled at any moment.
//
// Descriptors are real, time is virtual. On one thread nothing can happen
// during a reaction; so what the world does between any two of them, and in
// each wait, is everything that it can do.
#pragma once

#include <sys/epoll.h>

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "common/adversary/explore.hpp"
#include "pots/aio/task_base.hpp"
#include "pots/aio/world.hpp"

namespace pots::adv {

struct LoopPlan {
  int unkind = 2;     // complete up to so many unkind turns of events
  int random = 2000;  // then so many random runs
  // What the world may do in a wait. Each costs one.
  bool order = true;      // deliver only some of what is ready, in any order
  bool early = true;      // return with nothing, for no reason; twice a run
  bool late = true;       // oversleep a deadline, by 1 ms or 1 s
  bool spurious = false;  // once: report a watched descriptor that is not ready
};

// One world a run. A loop takes it as any other world:
//   for_every_turn({.unkind = 1}, [](adv::LoopWorld& world) {
//     world.may_cancel("sleeper", [&] { return sleeper->cancel(); });
//     ...
//   });
// Thread safety: none; lives for one run.
class LoopWorld : public aio::VirtualWorld,
                  public aio::Probe,
                  public aio::TaskWatcher {
 public:
  LoopWorld(Run& run, const LoopPlan& plan);
  ~LoopWorld() override;

  // From now on, before each reaction, the world may do `what` ("cancel X"):
  // it calls `cancel`, once in a run. All moments are tried: complete for
  // cancels from outside.
  void may_cancel(std::string name, std::function<void()> cancel);
  // From now on, before each reaction, the world may give up everything: no
  // further reaction runs, and the body is left by an exception (Abandoned, no
  // std::exception) that passes through the loop. Loops and tasks on the way
  // are destroyed; what they leave behind is the test's to check (see
  // leaves_nothing_behind).
  void may_abandon();

  int reactions() const { return reactions_; }  // that have run so far
  Run& run() { return run_; }

  aio::Probe* probe() override { return this; }
  int wait(int epfd, epoll_event* events, int cap,
           std::optional<aio::Duration> timeout) override;
  void before(const aio::Reaction& next) override;
  void after() override { ++reactions_; }
  void goes_on(const aio::TaskBase& task) override;
  void waits(const aio::TaskBase& task) override;

  struct Abandoned {};

 private:
  struct Victim {
    std::string name;
    std::function<void()> cancel;
  };
  int deliver(int epfd, epoll_event* events, int cap,
              std::optional<aio::Duration> timeout);
  int sleep(int epfd, epoll_event* events, int cap,
            std::optional<aio::Duration> timeout);
  int return_early();
  void tell_end();

  Run& run_;
  LoopPlan plan_;
  std::vector<Victim> victims_;
  bool abandons_ = false;
  int early_left_ = 2;
  int spurious_left_ = 1;
  int reactions_ = 0;
  unsigned running_ = 0;     // the task that went on last; 0: none runs
  std::set<unsigned> seen_;  // tasks that have waited
};

}  // namespace pots::adv

namespace pots {

// Runs `body` once for each way the world may turn, in forked workers, as
// for_every_choice does; a failure shows a column for the world and one for
// each task.
void for_every_turn(const adv::LoopPlan& plan,
                    const std::function<void(adv::LoopWorld&)>& body);

}  // namespace pots
