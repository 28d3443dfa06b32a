#include "common/adversary/schedule_words.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "common/adversary/table.hpp"
#include "tests/common/adversary/story_script.hpp"

namespace pots::adv {
namespace {

ScheduleFinding finding(const std::string& key, int pauses,
                        std::uint64_t found_in) {
  ScheduleFinding finding;
  finding.key = key;
  finding.case_name = "04.hits.LosesNoUpdate";
  finding.by = FoundBy::kBounded;
  finding.found_in = found_in;
  finding.pauses = pauses;
  finding.checked = pauses > 0;
  finding.coverage.with_pauses = {2, 6};
  finding.failures = 2;
  finding.counted = true;
  return finding;
}

// The report, held to the size of a terminal.
std::string report(const ScheduleFinding& finding, Script& script) {
  const std::string text =
      words_for_schedule(finding, script.story(), script.glossary());
  std::istringstream lines(text);
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    EXPECT_LE(line.size(), kTableColumns) << line;
  }
  EXPECT_LE(count, kReportLines) << text;
  return text;
}

TEST(ScheduleWords, LostUpdate) {
  Script s;
  s.glossary().functions = {{1, "inc"}, {2, "inc"}};
  const auto total = s.variable("total");
  s.start(0, 1);
  s.start(0, 2);
  s.at(7).read(1, total, 0);
  s.pause().read(2, total, 0);
  s.at(8).write(2, total, 0, 1);
  s.write(1, total, 1, 1);
  s.at(0).join(0, 1);
  s.join(0, 2);
  s.at(1014).read(0, total, 1);
  s.ends(Violation::kExpectation, 0,
         "total was 1, expected 2   hits_test.cpp:14");
  EXPECT_EQ(report(finding("A1", 1, 3), s),
            R"(total was 1, expected 2   hits_test.cpp:14
Found in schedule 3. Smallest: 1 pause. Without that pause the test passes (checked).

      main   A: inc           B: inc
 1    starts A, B
 2           total is 0  :7
             -- paused here --
 3                            total is 0  :7
 4                            total = 1   :8
 5           total = 1   :8   <-- overwrites B's write (step 4)
 6    joins A, B
 7    total is 1  -> expectation fails

Cause: A read total in step 2 and wrote it in step 5; B wrote it in step 4, in between, and that
       write is lost (a lost update). No lock is held by A at :7 or by B at :8 (data race).
Look:  lessons/04_races/hits.hpp:8
Next:  hold one mutex from the read to the write, in every thread, or make total a std::atomic and
       update it in one step.
Again: ./pots replay 04.hits.LosesNoUpdate A1
Explored: all 6 schedules with up to 1 pause; 2 of them fail.
)");
}

TEST(ScheduleWords, LostUpdateOfAnAtomic) {
  Script s;
  const auto total = s.variable("total_");
  s.start(0, 1);
  s.start(0, 2);
  s.at(7).valued(1, StepKind::kAtomicLoad, total, 0, 0);
  s.pause().valued(2, StepKind::kAtomicLoad, total, 0, 0);
  s.at(8).valued(2, StepKind::kAtomicStore, total, 0, 1);
  s.valued(1, StepKind::kAtomicStore, total, 1, 1);
  s.at(0).join(0, 1);
  s.join(0, 2);
  s.ends(Violation::kExpectation, 0,
         "total was 1, expected 2   hits_test.cpp:14");
  EXPECT_EQ(report(finding("A1", 1, 3), s),
            R"(total was 1, expected 2   hits_test.cpp:14
Found in schedule 3. Smallest: 1 pause. Without that pause the test passes (checked).

      main   A                 B
 1    starts A, B
 2           total_ is 0  :7
             -- paused here --
 3                             total_ is 0  :7
 4                             total_ = 1   :8
 5           total_ = 1   :8   <-- overwrites B's write (step 4)
 6    joins A, B  -> expectation fails

Cause: A read total_ in step 2 and wrote it in step 5; B wrote it in step 4, in between, and that
       write is lost (a lost update). Each access is atomic, the two together are not.
Look:  lessons/04_races/hits.hpp:8
Next:  update total_ in one step: fetch_add, or compare_exchange in a loop.
Again: ./pots replay 04.hits.LosesNoUpdate A1
Explored: all 6 schedules with up to 1 pause; 2 of them fail.
)");
}

TEST(ScheduleWords, CheckThenAct) {
  Script s;
  s.glossary().sources[12] = "  if (seats_ == 0) return false;";
  const auto m = s.mutex("m_");
  const auto seats = s.variable("seats_");
  s.start(0, 1);
  s.start(0, 2);
  for (int i = 0; i < 2; ++i) {
    const Actor actor = i + 1;
    if (i == 1) s.pause();
    s.at(11).lock(actor, m);
    s.at(12).read(actor, seats, 1);
    s.at(13).unlock(actor, m);
  }
  s.at(14).lock(2, m);
  s.at(15).read(2, seats, 1);
  s.write(2, seats, 1, 0);
  s.unlock(2, m);
  s.at(14).lock(1, m);
  s.at(15).read(1, seats, 0);
  s.write(1, seats, 0, static_cast<std::uint64_t>(-1));
  s.unlock(1, m);
  s.at(0).join(0, 1);
  s.join(0, 2);
  s.ends(Violation::kExpectation, 0,
         "seats was -1, expected 0   hits_test.cpp:20");
  EXPECT_EQ(report(finding("A3", 1, 7), s),
            R"(seats was -1, expected 0   hits_test.cpp:20
Found in schedule 7. Smallest: 1 pause. Without that pause the test passes (checked).

      main   A                           B
 1    starts A, B
 2           locks m_              :11
 3           seats_ is 1           :12
 4           unlocks m_            :13
             -- paused here --
 5                                       locks m_             :11
 6                                       seats_ is 1          :12
 7                                       unlocks m_           :13
 8                                       locks m_             :14
 9                                       seats_ is 1, then 0  :15
 10                                      unlocks m_           :15
 11          locks m_              :14
 12          seats_ is 0, then -1  :15
 13          unlocks m_            :15
 14   joins A, B  -> expectation fails

Cause: A looked at seats_ in step 3 (1); B changed it in step 9; A acted in step 12 on what was no
       longer true (check, then act). A gave m_ up between the two.
Look:  lessons/04_races/hits.hpp:12
Next:  keep m_ locked from the question to the action.
Again: ./pots replay 04.hits.LosesNoUpdate A3
Explored: all 6 schedules with up to 1 pause; 2 of them fail.
)");
}

TEST(ScheduleWords, DeadlockOfTwo) {
  Script s;
  s.glossary().functions = {{1, "to_savings"}, {2, "to_giro"}};
  const auto m1 = s.mutex("m1");
  const auto m2 = s.mutex("m2");
  s.start(0, 1);
  s.start(0, 2);
  s.at(5).lock(1, m1);
  const int first = s.last();
  s.pause().at(9).lock(2, m2);
  const int second = s.last();
  s.at(10).blocked(2, StepKind::kLock, m1, 1, first);
  s.at(6).blocked(1, StepKind::kLock, m2, 2, second);
  s.at(0).blocked(0, StepKind::kJoin, 0, 1);
  s.ends(Violation::kDeadlock, -1);
  EXPECT_EQ(report(finding("A1", 1, 2), s),
            R"(deadlock: A and B wait for each other
Found in schedule 2. Smallest: 1 pause. Without that pause the test passes (checked).

      main   A: to_savings       B: to_giro
 1    starts A, B
 2           locks m1       :5
             -- paused here --
 3                               locks m2    :9
             waits for m2 (held by B since step 3)  :6
                                 waits for m1 (held by A since step 2)  :10
      waits for the end of A

Cause: A waits for m2 (held by B since step 3); B waits for m1 (held by A since step 2).
Look:  lessons/04_races/hits.hpp:10
Next:  lock in the same order everywhere, or all at once: std::scoped_lock.
Again: ./pots replay 04.hits.LosesNoUpdate A1
Explored: all 6 schedules with up to 1 pause; 2 of them fail.
)");
}

TEST(ScheduleWords, DeadlockOfThree) {
  Script s;
  s.glossary().functions = {{1, "dine"}, {2, "dine"}, {3, "dine"}};
  std::uint64_t forks[3];
  for (int i = 0; i < 3; ++i) {
    forks[i] = s.mutex("forks_[" + std::to_string(i) + "]");
  }
  for (Actor i = 1; i <= 3; ++i) s.start(0, i);
  int since[3];
  for (int i = 0; i < 3; ++i) {
    if (i > 0) s.pause();
    s.at(21).lock(i + 1, forks[i]);
    since[i] = s.last();
  }
  for (int i = 0; i < 3; ++i) {
    const int next = (i + 1) % 3;
    s.at(22).blocked(i + 1, StepKind::kLock, forks[next], next + 1,
                     since[next]);
  }
  s.blocked(0, StepKind::kJoin, 0, 1);
  s.ends(Violation::kDeadlock, -1);
  EXPECT_EQ(report(finding("A1,B1", 2, 9), s),
            R"(deadlock: A, B and C wait for each other in a ring
Found in schedule 9. Smallest: 2 pauses. Without any one of them the test passes (checked).

      main   A: dine                B: dine        C: dine
 1    starts A, B, C
 2           locks forks_[0]  :21
             -- paused here --
 3                                  locks forks_[1]  :21
                                    -- paused here --
 4                                                 locks forks_[2]  :21
             waits for forks_[1] (held by B since step 3)  :22
                                    waits for forks_[2] (held by C since step 4)  :22
                                                   waits for forks_[0] (held by A since step 2)  :22
      waits for the end of A

Cause: A waits for forks_[1] (held by B since step 3); B waits for forks_[2] (held by C since step
       4); C waits for forks_[0] (held by A since step 2).
Look:  lessons/04_races/hits.hpp:22
Next:  lock in the same order everywhere, or all at once: std::scoped_lock.
Again: ./pots replay 04.hits.LosesNoUpdate A1,B1
Explored: all 6 schedules with up to 1 pause; 2 of them fail.
)");
}

TEST(ScheduleWords, MissedWakeUp) {
  Script s;
  s.glossary().sources[31] = "  if (!ready_) cv_.wait(lock);";
  const auto ready = s.variable("ready_", ValueForm::kBool);
  const auto m = s.mutex("m_");
  const auto cv = s.mutex("cv_");
  s.start(0, 1);
  s.start(0, 2);
  s.at(30).lock(1, m);
  s.at(31).valued(1, StepKind::kAtomicLoad, ready, 0, 0);
  s.pause().at(38).valued(2, StepKind::kAtomicStore, ready, 0, 1);
  s.at(39).notify(2, cv, "notify_one", 0);
  s.at(31).wait(1, cv);
  s.blocked(1, StepKind::kWait, cv);
  s.blocked(0, StepKind::kJoin, 0, 1);
  s.ends(Violation::kDeadlock, -1);
  EXPECT_EQ(report(finding("A2", 1, 4), s), R"(deadlock: A waits on cv_ for ever
Found in schedule 4. Smallest: 1 pause. Without that pause the test passes (checked).

      main   A                      B
 1    starts A, B
 2           locks m_         :30
 3           ready_ is false  :31
             -- paused here --
 4                                  ready_ = true                   :38
 5                                  notify_one: nobody was waiting  :39
 6           waits on cv_     :31   <-- never woken
      waits for the end of A

Cause: B's notify_one in step 5 woke nobody: nobody was waiting yet. A went to sleep in step 6, and
       nobody notifies after that (a missed wake-up). A had looked at ready_ in step 3, before that.
Look:  lessons/04_races/hits.hpp:31
Next:  change ready_ only while holding the mutex that A waits with.
Again: ./pots replay 04.hits.LosesNoUpdate A2
Explored: all 6 schedules with up to 1 pause; 2 of them fail.
)");
}

TEST(ScheduleWords, WokenButDidNotLookAgain) {
  Script s;
  s.glossary().sources[14] = "  if (inside_ == capacity_) free_.wait(lock);";
  const auto inside = s.variable("inside_");
  const auto m = s.mutex("m_");
  const auto cv = s.mutex("free_");
  s.glossary().functions = {{1, "visit"}, {2, "visit"}, {3, "visit"}};
  for (Actor i = 1; i <= 3; ++i) s.start(0, i);
  s.at(13).lock(1, m);
  s.at(14).read(1, inside, 0);
  s.at(15).read(1, inside, 0);
  s.write(1, inside, 0, 1);
  s.unlock(1, m);
  s.pause().at(13).lock(2, m);
  s.at(14).read(2, inside, 1);
  s.wait(2, cv);
  s.at(20).lock(1, m);
  s.at(21).read(1, inside, 1);
  s.write(1, inside, 1, 0);
  s.at(22).notify(1, cv, "notify_one", 1, 2);
  s.at(23).unlock(1, m);
  s.at(13).lock(3, m);
  s.at(14).read(3, inside, 0);
  s.at(15).read(3, inside, 0);
  s.write(3, inside, 0, 1);
  s.at(16).unlock(3, m);
  s.pause().at(14).wake(2, cv);
  s.at(15).read(2, inside, 1);
  s.write(2, inside, 1, 2);
  s.ends(Violation::kExpectation, 2,
         "inside was 2, expected 1   hits_test.cpp:31");
  EXPECT_EQ(report(finding("A5,C5", 2, 46), s),
            R"(inside was 2, expected 1   hits_test.cpp:31
Found in schedule 46. Smallest: 2 pauses. Without any one of them the test passes (checked).

      main   A: visit                    B: visit              C: visit
 1    starts A, B, C
 2           locks m_              :13
      ... 1 step more ...
 4           inside_ is 0, then 1  :15
 5           unlocks m_            :15
             -- paused here --
 6                                       locks m_        :13
 7                                       inside_ is 1    :14
 8                                       waits on free_  :14
      ... 2 steps more ...
 11          notify_one: wakes B   :22
      ... 3 steps more ...
 15                                                            inside_ is 0, then 1  :15
 16                                                            unlocks m_            :16
                                                               -- paused here --
 17                                      wakes up        :14
 18                                      inside_ is 1, then 2  -> expectation fails

Cause: A woke B in step 11, but C changed inside_ in step 15, before B had the lock; B did not look
       again (if instead of while).
Look:  lessons/04_races/hits.hpp:14
Next:  ask again after each wake-up: while (...) wait(lock), or wait(lock, condition).
Again: ./pots replay 04.hits.LosesNoUpdate A5,C5
Explored: all 6 schedules with up to 1 pause; 2 of them fail.
)");
}

TEST(ScheduleWords, DataRace) {
  Script s;
  s.glossary().functions = {{1, "reader"}, {2, "writer"}};
  const auto best = s.variable("best", ValueForm::kFloat);
  const auto m = s.mutex("m");
  s.start(0, 1);
  s.start(0, 2);
  s.at(8).lock(2, m);
  s.at(9).valued(2, StepKind::kWrite, best, 0, 0x40000000);
  const int write = s.last();
  s.at(3).ends(Violation::kRace, 1);
  s.story().object = best;
  s.story().first = {2, write, true, false, false, nullptr};
  s.story().second = {1, -1, false, false, false, reinterpret_cast<void*>(3)};
  EXPECT_EQ(report(finding("-", 0, 1), s), R"(a data race on best
Found in schedule 1. No pause is needed.

      main   A: reader        B: writer
 1    starts A, B
 2                            locks m    :8
 3                            best = 2   :9
 4           reads best  :3

Cause: B writes best in step 3 at :9 and A reads it in step 4 at :3, and nothing orders the two (a
       data race). B holds m, A holds no lock.
Look:  lessons/04_races/hits.hpp:3
Next:  hold the same mutex at both lines, or make best a std::atomic.
Again: ./pots replay 04.hits.LosesNoUpdate -
Explored: all 6 schedules with up to 1 pause; 2 of them fail.
)");
}

TEST(ScheduleWords, FindsTheStepOfARaceByItself) {
  Script s;
  const auto n = s.variable("n");
  s.start(0, 1);
  s.start(0, 2);
  s.at(9).write(2, n, 0, 1);
  s.at(12).lock(1, s.mutex("m"));
  s.at(3).ends(Violation::kRace, 1);
  s.story().object = n;
  s.story().first = {2, -1, true, false, false, reinterpret_cast<void*>(9)};
  s.story().second = {1, -1, false, true, false, reinterpret_cast<void*>(3)};
  EXPECT_EQ(report(finding("-", 0, 1), s), R"(a data race on n
Found in schedule 1. No pause is needed.

      main   A              B
 1    starts A, B
 2                          n = 1  :9
 3           locks m  :12
 4           reads n  :3

Cause: B writes n in step 2 at :9 and A atomically reads it in step 4 at :3, and nothing orders the
       two (a data race). B holds no lock, A holds m.
Look:  lessons/04_races/hits.hpp:3
Next:  make every access to n atomic, or none: then hold one mutex.
Again: ./pots replay 04.hits.LosesNoUpdate -
Explored: all 6 schedules with up to 1 pause; 2 of them fail.
)");
}

TEST(ScheduleWords, RanLastAndWaitsAllTheSame) {
  Script s;
  s.glossary().sources[22] = "  changed_.notify_all();";
  const auto m = s.mutex("m_");
  const auto cv = s.mutex("changed_");
  s.start(0, 1);
  s.at(22).notify(0, cv, "", 0);
  s.at(10).lock(1, m);
  s.at(11).wait(1, cv);
  s.blocked(1, StepKind::kWait, cv);
  s.story().standing[1].blocked = false;
  s.at(0).blocked(0, StepKind::kJoin, 0, 1);
  s.ends(Violation::kDeadlock, -1);
  EXPECT_EQ(report(finding("-", 0, 1), s),
            R"(deadlock: A waits on changed_ for ever
Found in schedule 1. No pause is needed.

      main                                  A
 1    starts A
 2    notify_all: nobody was waiting  :22
 3                                          locks m_           :10
 4                                          waits on changed_  :11   <-- never woken
      waits for the end of A

Cause: main's notify_all in step 2 woke nobody: nobody was waiting yet. A went to sleep in step 4,
       and nobody notifies after that (a missed wake-up).
Look:  lessons/04_races/hits.hpp:11
Next:  a notification is not kept: wait for a condition, wait(lock, [&] { return ...; }).
Again: ./pots replay 04.hits.LosesNoUpdate -
Explored: all 6 schedules with up to 1 pause; 2 of them fail.
)");
}

TEST(ScheduleWords, Leak) {
  Script s;
  const auto n = s.variable("n");
  s.start(0, 1);
  s.at(4).write(1, n, 0, 1);
  s.at(0).join(0, 1);
  s.ends(Violation::kLeak, 0, "24 bytes were never freed");
  s.story().first.actor = 1;
  s.story().first.pc = reinterpret_cast<void*>(5);
  EXPECT_EQ(report(finding("-", 0, 1), s), R"(24 bytes were never freed
Found in schedule 1. No pause is needed.

      main   A
 1    starts A
 2           n = 1  :4
 3    joins A

Cause: A took it at :5, and nobody gives it back in this schedule.
Look:  lessons/04_races/hits.hpp:5
Next:  let something own it that gives it back on every way out.
Again: ./pots replay 04.hits.LosesNoUpdate -
Explored: all 6 schedules with up to 1 pause; 2 of them fail.
)");
}

TEST(ScheduleWords, UseAfterFree) {
  Script s;
  const auto node = s.variable("head_->next", ValueForm::kPointer);
  const auto head = s.variable("head_", ValueForm::kPointer);
  s.start(0, 1);
  s.start(0, 2);
  s.at(17).valued(1, StepKind::kAtomicLoad, head, 0x5000, 0x5000).size = 8;
  s.pause().at(17).valued(2, StepKind::kAtomicLoad, head, 0x5000, 0x5000).size =
      8;
  s.at(18).valued(2, StepKind::kAtomicUpdate, head, 0x5000, 0x0).size = 8;
  s.at(19).step(2, StepKind::kFree, node);
  const int free = s.last();
  s.at(18).ends(Violation::kUseAfterFree, 1);
  s.story().object = node;
  s.story().first = {2, free, false, false, true, nullptr};
  s.story().second = {1, -1, false, false, false, reinterpret_cast<void*>(18)};
  EXPECT_EQ(report(finding("A1", 1, 5), s), R"(use after free: head_->next
Found in schedule 5. Smallest: 1 pause. Without that pause the test passes (checked).

      main   A                        B
 1    starts A, B
 2           head_ is @1        :17
             -- paused here --
 3                                    head_ is @1               :17
 4                                    head_ = nullptr (was @1)  :18
 5                                    frees head_->next         :19
 6           reads head_->next  :18   <-- freed in step 5

Cause: B frees head_->next in step 5 at :19; A reads it in step 6 at :18.
Look:  lessons/04_races/hits.hpp:18
Next:  let head_->next live until the last thread is done: join first, or share it by
       std::shared_ptr.
Again: ./pots replay 04.hits.LosesNoUpdate A1
Explored: all 6 schedules with up to 1 pause; 2 of them fail.
)");
}

TEST(ScheduleWords, Livelock) {
  Script s;
  const auto a = s.variable("want_[0]", ValueForm::kBool);
  const auto b = s.variable("want_[1]", ValueForm::kBool);
  s.start(0, 1);
  s.start(0, 2);
  s.at(6).valued(1, StepKind::kAtomicStore, a, 0, 1);
  s.pause().valued(2, StepKind::kAtomicStore, b, 0, 1);
  for (int i = 0; i < 47; ++i) {
    s.at(7).valued(2, StepKind::kAtomicLoad, a, 1, 1);
    s.at(7).valued(1, StepKind::kAtomicLoad, b, 1, 1);
  }
  s.blocked(0, StepKind::kJoin, 0, 1);
  s.ends(Violation::kLivelock, 1);
  EXPECT_EQ(report(finding("A1", 1, 3), s),
            R"(livelock: A and B only look and look again
Found in schedule 3. Smallest: 1 pause. Without that pause the test passes (checked).

      main   A                      B
 1    starts A, B
 2           want_[0] = true   :6
             -- paused here --
 3                                  want_[1] = true   :6
 4                                  want_[0] is true  :7
 5           want_[1] is true  :7   <-- steps 4 to 5: x47 (same values)
      waits for the end of A

Cause: A and B look at want_[1] and want_[0] again and again; nobody is left to change them.
Look:  lessons/04_races/hits.hpp:7
Next:  find who should change want_[1] and want_[0], and why it cannot here.
Again: ./pots replay 04.hits.LosesNoUpdate A1
Explored: all 6 schedules with up to 1 pause; 2 of them fail.
)");
}

TEST(ScheduleWords, Unjoined) {
  Script s;
  const auto n = s.variable("n");
  s.at(1009).start(0, 1);
  s.at(4).write(1, n, 0, 1);
  s.at(1010).read(0, n, 1);
  s.ends(Violation::kUnjoined, 0);
  EXPECT_EQ(report(finding("-", 0, 1), s), R"(A was never joined
Found in schedule 1. No pause is needed.

      main                       A
 1    starts A
 2                               n = 1  :4
 3    n is 1  hits_test.cpp:10

Cause: the test is over, and nobody has waited for the end of A.
Look:  tests/04_races/hits_test.cpp:9
Next:  join every thread that you start, or use std::jthread.
Again: ./pots replay 04.hits.LosesNoUpdate -
Explored: all 6 schedules with up to 1 pause; 2 of them fail.
)");
}

TEST(ScheduleWords, UncaughtException) {
  Script s;
  const auto n = s.variable("left_");
  s.start(0, 1);
  s.start(0, 2);
  s.at(4).valued(1, StepKind::kAtomicUpdate, n, 1, 0);
  s.pause().valued(2, StepKind::kAtomicUpdate, n, 0,
                   static_cast<std::uint64_t>(-1));
  s.at(5).ends(Violation::kUncaught, 2, "std::runtime_error: sold out");
  EXPECT_EQ(report(finding("A1", 1, 2), s),
            R"(an exception left B: std::runtime_error: sold out
Found in schedule 2. Smallest: 1 pause. Without that pause the test passes (checked).

      main   A                        B
 1    starts A, B
 2           left_ -= 1 (was 1)  :4
             -- paused here --
 3                                    left_ -= 1 (was 0)  :4
                                      throws; nobody catches  :5

Cause: nobody catches it in B, so std::terminate ends the whole program. In this schedule A was
       paused after step 2; B made step 3 meanwhile.
Look:  lessons/04_races/hits.hpp:5
Next:  catch it in the thread and hand it over, for example by a std::promise.
Again: ./pots replay 04.hits.LosesNoUpdate A1
Explored: all 6 schedules with up to 1 pause; 2 of them fail.
)");
}

TEST(ScheduleWords, Crash) {
  Script s;
  const auto p = s.variable("config", ValueForm::kPointer);
  s.start(0, 1);
  s.at(4).valued(0, StepKind::kAtomicStore, p, 0x7000, 0).size = 8;
  s.pause().at(12).valued(1, StepKind::kAtomicLoad, p, 0, 0).size = 8;
  s.at(13).ends(Violation::kCrash, 1, "segmentation fault");
  EXPECT_EQ(report(finding("main1", 1, 2), s), R"(A crashed: segmentation fault
Found in schedule 2. Smallest: 1 pause. Without that pause the test passes (checked).

      main                   A
 1    starts A
 2    config = nullptr  :4
      -- paused here --
 3                           config is nullptr  :12
                             crashes            :13

Cause: main was paused after step 2; A made step 3 meanwhile.
Look:  lessons/04_races/hits.hpp:13
Next:  which of the steps must not be separated? Make them one.
Again: ./pots replay 04.hits.LosesNoUpdate main1
Explored: all 6 schedules with up to 1 pause; 2 of them fail.
)");
}

TEST(ScheduleWords, ExpectationOnly) {
  Script s;
  const auto first = s.variable("first_");
  s.start(0, 1);
  s.start(0, 2);
  s.pause().at(9).valued(2, StepKind::kAtomicStore, first, 0, 2);
  s.at(9).valued(1, StepKind::kAtomicStore, first, 2, 1);
  s.at(0).join(0, 1);
  s.join(0, 2);
  s.at(15).valued(0, StepKind::kAtomicLoad, first, 1, 1);
  s.ends(Violation::kExpectation, 0,
         "the last one was 1, expected 2   hits_test.cpp:9");
  ScheduleFinding f = finding("-", 0, 1);
  f.by = FoundBy::kRandom;
  f.failures = 0;
  EXPECT_EQ(report(f, s), R"(the last one was 1, expected 2   hits_test.cpp:9
Found in schedule 1 (a random one, made as small as it gets). No pause is needed.

      main   A                B
 1    starts A, B
      -- paused here --
 2                            first_ = 2  :9
 3           first_ = 1  :9
 4    joins A, B
 5    first_ is 1  -> expectation fails

Cause: main was paused after step 1; B and A made steps 2 to 3 meanwhile.
Look:  lessons/04_races/hits.hpp:15
Next:  which of the steps must not be separated? Make them one.
Again: ./pots replay 04.hits.LosesNoUpdate -
Explored: all 6 schedules with up to 1 pause pass; this one needs more.
)");
}

TEST(ScheduleWords, LongLoop) {
  Script s;
  const auto m = s.mutex("m");
  const auto go = s.variable("go", ValueForm::kBool);
  const auto n = s.variable("n");
  s.start(0, 1);
  for (int i = 0; i < 47; ++i) {
    s.at(5).lock(1, m);
    s.at(6).read(1, go, 0);
    s.at(7).unlock(1, m);
  }
  s.pause();
  for (int i = 0; i < 60; ++i) {
    s.at(9).valued(0, StepKind::kAtomicUpdate, n, static_cast<std::uint64_t>(i),
                   static_cast<std::uint64_t>(i) + 1);
  }
  s.at(12).ends(Violation::kTooLong, 1);
  EXPECT_EQ(report(finding("A141", 1, 3), s), R"(no end after 20,000 steps
Found in schedule 3. Smallest: 1 pause. Without that pause the test passes (checked).

      main                  A
 1    starts A
 2                          locks m      :5
 3                          go is false  :6
 4                          unlocks m    :7   <-- steps 2 to 4: x47 (same values)
                            -- paused here --
 5    n += 1 (was 0)   :9
 6    n += 1 (was 1)   :9
 7    n += 1 (was 2)   :9
 8    n += 1 (was 3)   :9
 9    n += 1 (was 4)   :9
      ... 49 steps more ...
 59   n += 1 (was 54)  :9
 60   n += 1 (was 55)  :9
 61   n += 1 (was 56)  :9
 62   n += 1 (was 57)  :9
 63   n += 1 (was 58)  :9
 64   n += 1 (was 59)  :9

Cause: still running: main at :9 and A at :7.
Look:  lessons/04_races/hits.hpp:7
Next:  what must happen for the loop to end? Wait for that instead of asking again.
Again: ./pots replay 04.hits.LosesNoUpdate A141
Explored: all 6 schedules with up to 1 pause; 2 of them fail.
)");
}

TEST(ScheduleWords, FiveThreads) {
  Script s;
  const auto total = s.variable("statistics_.total");
  for (Actor i = 1; i <= 5; ++i) {
    s.glossary().functions[i] = "count_words";
    s.start(0, i);
  }
  for (Actor i = 1; i <= 5; ++i) {
    if (i > 1) s.pause();
    s.at(127).read(i, total, 0);
  }
  for (Actor i = 1; i <= 5; ++i) s.at(128).write(i, total, i == 1 ? 0 : 1, 1);
  s.at(0).join(0, 1);
  for (Actor i = 2; i <= 5; ++i) s.join(0, i);
  s.ends(Violation::kExpectation, 0,
         "total was 1, expected 5   hits_test.cpp:14");
  EXPECT_EQ(report(finding("A1,B1,C1,D1", 4, 3), s),
            R"(total was 1, expected 5   hits_test.cpp:14
Found in schedule 3. Smallest: 4 pauses. Without any one of them the test passes (checked).

      main   A: count_words     B            C            D            E: count_words
 1    starts A to E
 2           statistics_.total is 0  :127
             -- paused here --
 3                              statistics_.total is 0  :127
                                -- paused here --
 4                                           statistics_.total is 0  :127
                                             -- paused here --
 5                                                        statistics_.total is 0  :127
                                                          -- paused here --
 6                                                                     statistics_.total is 0  :127
 7           statistics_.total = 1  :128
 8                              statistics_.total = 1  :128   <-- overwrites A's write (step 7)
 9                                           statistics_.total = 1  :128
                                             <-- overwrites B's write (step 8)
      ... 2 steps more ...
 12   joins A to E  -> expectation fails

Cause: B read statistics_.total in step 3 and wrote it in step 8; A wrote it in step 7, in between,
       and that write is lost (a lost update). No lock is held by B at :127 or by A at :128 (data
       race).
Look:  lessons/04_races/hits.hpp:128
Next:  hold one mutex from the read to the write, in every thread, or make statistics_.total a
       std::atomic and update it in one step.
Again: ./pots replay 04.hits.LosesNoUpdate A1,B1,C1,D1
Explored: all 6 schedules with up to 1 pause; 2 of them fail.
)");
}

TEST(ScheduleWords, AnotherWasWoken) {
  Script s;
  const auto m = s.mutex("m_");
  const auto cv = s.mutex("changed_");
  for (Actor i = 1; i <= 3; ++i) s.start(0, i);
  for (Actor i = 1; i <= 2; ++i) {
    s.at(10).lock(i, m);
    s.at(11).wait(i, cv);
  }
  s.at(20).notify(3, cv, "notify_one", 1, 1);
  s.at(11).wake(1, cv);
  s.wait(1, cv);
  s.blocked(1, StepKind::kWait, cv);
  s.blocked(2, StepKind::kWait, cv);
  s.blocked(0, StepKind::kJoin, 0, 1);
  s.ends(Violation::kDeadlock, -1);
  EXPECT_EQ(report(finding("-", 0, 1), s),
            R"(deadlock: B waits on changed_ for ever
Found in schedule 1. No pause is needed.

      main   A                        B                        C
 1    starts A, B, C
 2           locks m_           :10
 3           waits on changed_  :11
 4                                    locks m_           :10
 5                                    waits on changed_  :11   <-- never woken
 6                                                             notify_one: wakes A  :20
 7           wakes up           :11
 8           waits on changed_  :11   <-- never woken
      waits for the end of A

Cause: C's notify_one in step 6 woke A, not B, and nobody notifies after that.
Look:  lessons/04_races/hits.hpp:11
Next:  use notify_all, or a condition variable for each kind of waiter.
Again: ./pots replay 04.hits.LosesNoUpdate -
Explored: all 6 schedules with up to 1 pause; 2 of them fail.
)");
}

TEST(ScheduleWords, WokenForNoReason) {
  Script s;
  s.glossary().sources[11] = "  if (!ready_) cv_.wait(lock);";
  const auto m = s.mutex("m_");
  const auto cv = s.mutex("cv_");
  const auto ready = s.variable("ready_", ValueForm::kBool);
  s.start(0, 1);
  s.at(10).lock(1, m);
  s.at(11).read(1, ready, 0);
  s.wait(1, cv);
  s.wake(1, cv, Wakening::kSpurious);
  s.at(12).read(1, ready, 0);
  s.at(0).ends(Violation::kExpectation, 1,
               "ready was false, expected true   hits_test.cpp:14");
  ScheduleFinding f = finding("A3:spurious", 0, 5);
  f.spurious = 1;
  f.checked = true;
  EXPECT_EQ(report(f, s), R"(ready was false, expected true   hits_test.cpp:14
Found in schedule 5. Smallest: 1 spurious wake-up. Without it the test passes (checked).

      main   A
 1    starts A
 2           locks m_                :10
 3           ready_ is false         :11
 4           waits on cv_            :11
 5           wakes up for no reason  :11
 6           ready_ is false  -> expectation fails

Cause: A woke in step 5 for no reason, which any wait may do, and did not look at ready_ again (if
       instead of while).
Look:  lessons/04_races/hits.hpp:11
Next:  ask again after each wake-up: while (...) wait(lock), or wait(lock, condition).
Again: ./pots replay 04.hits.LosesNoUpdate A3:spurious
Explored: all 6 schedules with up to 1 pause; 2 of them fail.
)");
}

TEST(ScheduleWords, LocksWhatItHolds) {
  Script s;
  const auto m = s.mutex("m_");
  s.start(0, 1);
  s.at(10).lock(1, m);
  const int since = s.last();
  s.at(17).blocked(1, StepKind::kLock, m, 1, since);
  s.at(0).blocked(0, StepKind::kJoin, 0, 1);
  s.ends(Violation::kDeadlock, -1);
  EXPECT_EQ(report(finding("-", 0, 1), s), R"(deadlock: A waits for itself
Found in schedule 1. No pause is needed.

      main   A
 1    starts A
 2           locks m_  :10
             waits for m_ (held by A since step 2)  :17
      waits for the end of A

Cause: A waits for m_ (held by A since step 2). One thread cannot have a std::mutex twice.
Look:  lessons/04_races/hits.hpp:17
Next:  lock m_ once; let the inner function do without it.
Again: ./pots replay 04.hits.LosesNoUpdate -
Explored: all 6 schedules with up to 1 pause; 2 of them fail.
)");
}

TEST(ScheduleWords, NamesWhatHasNoName) {
  Script s;
  s.start(0, 1);
  s.at(10).lock(1, 0x10);
  s.write(1, 0x20, 0, 5);
  s.write(1, 0x30, 0, 6);
  s.at(0).ends(Violation::kExpectation, 0, "no name");
  EXPECT_EQ(report(finding("-", 0, 1), s), R"(no name
Found in schedule 1. No pause is needed.

      main   A
 1    starts A
 2           locks a mutex   :10
 3           variable 1 = 5  :10
 4           variable 2 = 6  :10
      -> expectation fails

Cause: no unusual order is needed: this is how the program runs by itself.
Look:  lessons/04_races/hits.hpp:10
Next:  follow the values in the table to the first wrong one.
Again: ./pots replay 04.hits.LosesNoUpdate -
Explored: all 6 schedules with up to 1 pause; 2 of them fail.
)");
}

TEST(ScheduleWords, OneAnswerOnlyIsTheRule) {
  Script s;
  ScheduleFinding f = finding("A1", 1, 3);
  f.repeats = false;
  EXPECT_EQ(report(f, s), R"(the program gives two answers to the same schedule

Cause: your program itself is not deterministic: it broke once, and did not when the same schedule
       was played again. Does it use the time, random numbers or memory that it never set?
Next:  look for a variable that is read before it is written.
)");
}

TEST(ScheduleWords, AReplayThatPasses) {
  Script s;
  const auto n = s.variable("n");
  s.start(0, 1);
  s.at(10).write(1, n, 0, 5);
  s.at(0).join(0, 1);
  EXPECT_EQ(words_for_passing_schedule(s.story(), s.glossary()),
            R"(This schedule passes now:

      main   A
 1    starts A
 2           n = 5  :10
 3    joins A
)");
}

TEST(ScheduleWords, SaysWhatAPassCovers) {
  ScheduleCoverage c;
  c.with_pauses = {6, 200, 5875};
  c.random = 2000;
  EXPECT_EQ(
      words_for_pass(c),
      R"(Explored: all 5,875 schedules with up to 2 pauses, 2,000 random ones.)");
  c.dpor = 82;
  c.complete = true;
  EXPECT_EQ(
      words_for_pass(c),
      R"(Explored: complete (82 schedules stand for all), all 5,875 schedules with up to 2 pauses, 2,000
          random ones.)");
  c = {};
  c.with_pauses = {1};
  c.complete = true;
  c.sharing = 1;
  EXPECT_EQ(words_for_pass(c),
            R"(Explored: complete, the only schedule without a pause.
Note: no data was touched by more than one thread, so no order matters: the test is at fault, not
      you.)");
  c = {};
  c.random = 500;
  c.priorities = 500;
  c.dpor = 2000;
  c.with_pauses = {12};
  c.cut_short = true;
  EXPECT_EQ(
      words_for_pass(c),
      R"(Explored: all 12 schedules without a pause, 500 random ones, 500 by random priorities, 2,000 by
          partial order reduction. Stopped at the limit of executions.)");
}

TEST(ScheduleWords, ManyThreads) {
  Script s;
  const auto n = s.variable("n");
  for (Actor i = 1; i <= 30; ++i) s.start(0, i);
  for (Actor i = 1; i <= 30; ++i)
    s.at(12).valued(i, StepKind::kAtomicUpdate, n,
                    static_cast<std::uint64_t>(i) - 1,
                    static_cast<std::uint64_t>(i));
  s.ends(Violation::kExpectation, 0, "n was 30, expected 5   hits_test.cpp:14");
  EXPECT_EQ(report(finding("A1,B1,C1,D1", 4, 3), s),
            R"(n was 30, expected 5   hits_test.cpp:14
Found in schedule 3. Smallest: 4 pauses. Without any one of them the test passes (checked).

      all threads
 1    main: starts A to AD
 2    A: n += 1 (was 0)    :12
 3    B: n += 1 (was 1)    :12
 4    C: n += 1 (was 2)    :12
 5    D: n += 1 (was 3)    :12
 6    E: n += 1 (was 4)    :12
 7    F: n += 1 (was 5)    :12
 8    G: n += 1 (was 6)    :12
      ... 16 steps more ...
 25   X: n += 1 (was 23)   :12
 26   Y: n += 1 (was 24)   :12
 27   Z: n += 1 (was 25)   :12
 28   AA: n += 1 (was 26)  :12
 29   AB: n += 1 (was 27)  :12
 30   AC: n += 1 (was 28)  :12
 31   AD: n += 1 (was 29)  :12
      main: -> expectation fails

Cause: no unusual order is needed: this is how the program runs by itself.
Look:  lessons/04_races/hits.hpp:12
Next:  follow the values in the table to the first wrong one.
Again: ./pots replay 04.hits.LosesNoUpdate A1,B1,C1,D1
Explored: all 6 schedules with up to 1 pause; 2 of them fail.
)");
}

}  // namespace
}  // namespace pots::adv
