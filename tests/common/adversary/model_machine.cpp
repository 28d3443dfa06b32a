#include "tests/common/adversary/model_machine.hpp"

#include "common/adversary/happens_before.hpp"

namespace pots::adv::model {
namespace {

constexpr std::uint64_t kVariable = 100, kMutex = 200, kCondition = 300,
                        kSemaphore = 400, kBudget = 500, kToken = 600,
                        kThread = 700;
constexpr int kSpuriousWay = 99;

std::uint64_t number(int i) { return static_cast<std::uint64_t>(i); }

}  // namespace

Machine::Machine(const Program& program)
    : program_(&program),
      semaphore_{static_cast<std::int8_t>(program.semaphore[0]),
                 static_cast<std::int8_t>(program.semaphore[1])},
      spurious_(static_cast<std::int8_t>(program.spurious)) {
  for (auto& holder : holder_) holder = -1;
  for (Actor actor = 0; actor < threads(); ++actor) {
    thread_[actor].started = actor == 0 || !program.only_main;
    skip_local(thread_[actor], actor);
  }
}

bool Machine::ended(Actor actor) const {
  const auto& ops = program_->threads[static_cast<std::size_t>(actor)];
  return thread_[actor].next >= ops.size();
}

const Op& Machine::op(Actor actor) const {
  return program_
      ->threads[static_cast<std::size_t>(actor)][thread_[actor].next];
}

void Machine::read(Thread& thread, int value) {
  thread.last = static_cast<std::int8_t>(value);
  if (thread.count < kMaxReads) thread.reads[thread.count++] = thread.last;
}

// Steps that no other thread can see.
void Machine::skip_local(Thread& thread, Actor actor) {
  while (!ended(actor)) {
    const Op& next = op(actor);
    if (next.what == Do::kUnless) {
      thread.next = static_cast<std::uint8_t>(
          thread.next + 1 + (thread.last == next.a ? 0 : next.b));
    } else if (next.what == Do::kUnlockIfGot && holder_[next.a] != actor) {
      ++thread.next;
    } else {
      return;
    }
  }
}

bool Machine::others_stand_still(Actor actor) const {
  for (Actor other = 0; other < threads(); ++other) {
    Move move;
    if (other == actor || !thread_[other].started || ended(other)) continue;
    if (op(other).what != Do::kSettle && possible(other, move)) return false;
    // Of several that wait for the rest, the lowest goes on.
    if (op(other).what == Do::kSettle && other < actor) return false;
  }
  return true;
}

bool Machine::possible(Actor actor, Move& move) const {
  const Op& next = op(actor);
  move.actor = actor;
  const auto touch = [&](int i, std::uint64_t object, bool writes) {
    move.touches[i] = {object, writes};
  };
  switch (next.what) {
    case Do::kLoad:
      touch(0, kVariable + number(next.a), false);
      return true;
    case Do::kStore:
    case Do::kAdd:
      touch(0, kVariable + number(next.a), true);
      return true;
    case Do::kCas:
      touch(0, kVariable + number(next.a), variable_[next.a] == next.b);
      return true;
    case Do::kLock:
      touch(0, kMutex + number(next.a), true);
      move.kind = MoveClass::kAcquire;
      return holder_[next.a] == -1 && readers_[next.a] == 0;
    case Do::kTryLock:
      touch(0, kMutex + number(next.a),
            // One that readers refuse does depend on each of them.
            holder_[next.a] == -1);
      return true;
    case Do::kUnlock:
    case Do::kUnlockIfGot:
      touch(0, kMutex + number(next.a), true);
      move.kind = MoveClass::kRelease;
      return true;
    case Do::kLockShared:
      touch(0, kMutex + number(next.a), false);
      move.kind = MoveClass::kAcquire;
      return holder_[next.a] == -1;
    case Do::kUnlockShared:
      touch(0, kMutex + number(next.a), false);
      move.kind = MoveClass::kRelease;
      return true;
    case Do::kWait:
      if (thread_[actor].phase == Phase::kRunning) {
        touch(0, kCondition + number(next.a), true);
        touch(1, kMutex + number(next.b), true);
        move.kind = MoveClass::kRelease;
        return true;
      }
      touch(0, kCondition + number(next.a), false);
      touch(1, kMutex + number(next.b), true);
      // What could have been unkind depends on whether another was.
      if (program_->spurious > 0) touch(2, kBudget, false);
      move.kind = MoveClass::kBlocked;
      if (program_->tokens) {
        move.touches[0] = {kToken + number(actor), true, true};
        move.kind = MoveClass::kAcquire;
      }
      return thread_[actor].phase == Phase::kWoken && holder_[next.b] == -1 &&
             readers_[next.b] == 0;
    case Do::kNotifyOne:
    case Do::kNotifyAll:
      touch(0, kCondition + number(next.a), true);
      return true;
    case Do::kSemWait:
      touch(0, kSemaphore + number(next.a), true);
      move.kind = MoveClass::kAcquire;
      return semaphore_[next.a] > 0;
    case Do::kSemTry:
      touch(0, kSemaphore + number(next.a), semaphore_[next.a] > 0);
      return true;
    case Do::kPost:
      touch(0, kSemaphore + number(next.a), true);
      return true;
    case Do::kSpawn:
      return true;
    case Do::kJoin:
      touch(0, kThread + number(next.a), false);
      move.kind = MoveClass::kBlocked;
      return ended(next.a);
    case Do::kSettle:
      touch(0, kAllOthers, true);
      move.kind = MoveClass::kBlocked;
      return others_stand_still(actor);
    case Do::kInput:
    case Do::kUnless:
      return true;
  }
  return false;
}

void Machine::offer(Actor actor, bool pauses, bool unkind,
                    std::vector<Move>& moves) const {
  if (!thread_[actor].started || ended(actor)) return;
  Move move;
  const Op& next = op(actor);
  const bool can = possible(actor, move);
  move.pauses = pauses;
  if (unkind) {
    if (next.what != Do::kWait || thread_[actor].phase != Phase::kAsleep ||
        spurious_ == 0 || holder_[next.b] != -1 || readers_[next.b] != 0) {
      return;
    }
    move.variant = kSpuriousWay;
    move.unkind = true;
    move.touches[0].writes = true;  // it leaves the waiters
    move.touches[2].writes = true;  // ...and the budget
    moves.push_back(move);
    return;
  }
  if (!can) return;
  if (program_->cautious && next.what != Do::kLoad) {
    for (Touch& touch : move.touches) touch.writes = touch.object != 0;
  }
  int ways = 1;
  if (next.what == Do::kInput) ways = next.a;
  if (next.what == Do::kNotifyOne) {
    int waiters = 0;
    for (Actor other = 0; other < threads(); ++other) {
      waiters += thread_[other].phase == Phase::kAsleep && op(other).a == next.a
                     ? 1
                     : 0;
    }
    ways = waiters > 1 ? waiters : 1;
  }
  for (move.variant = 0; move.variant < ways; ++move.variant) {
    moves.push_back(move);
  }
}

void Machine::offer(std::vector<Move>& moves) const {
  moves.clear();
  offer(running_, false, false, moves);
  const bool pauses = !moves.empty();
  if (pauses && program_->own_choices && op(running_).what == Do::kInput) {
    return;
  }
  for (Actor actor = 0; actor < threads(); ++actor) {
    if (actor != running_) offer(actor, pauses, false, moves);
  }
  if (spurious_ == 0) return;
  for (Actor actor = 0; actor < threads(); ++actor) {
    offer(actor, pauses && actor != running_, true, moves);
  }
}

void Machine::waiting(std::vector<Move>& moves) const {
  moves.clear();
  for (Actor actor = 0; actor < threads(); ++actor) {
    if (!thread_[actor].started || ended(actor)) continue;
    Move move;
    if (!possible(actor, move)) moves.push_back(move);
  }
}

Event Machine::make(const Move& move) {
  const Op next = op(move.actor);
  Thread& thread = thread_[move.actor];
  Event event;
  event.actor = move.actor;
  event.variant = move.variant;
  event.kind = move.kind;
  Move real = move;
  if (program_->cautious) possible(move.actor, real);
  for (int i = 0; i < kMaxTouches; ++i) event.touches[i] = real.touches[i];
  running_ = static_cast<std::int8_t>(move.actor);
  bool stays = false;
  const bool is_free = holder_[next.a & 7] == -1 && readers_[next.a & 7] == 0;
  switch (next.what) {
    case Do::kLoad:
      read(thread, variable_[next.a]);
      break;
    case Do::kStore:
      variable_[next.a] = static_cast<std::int8_t>(next.b);
      break;
    case Do::kAdd:
      read(thread, variable_[next.a]);
      variable_[next.a] = static_cast<std::int8_t>(variable_[next.a] + next.b);
      break;
    case Do::kCas:
      read(thread, variable_[next.a]);
      if (variable_[next.a] == next.b) {
        variable_[next.a] = static_cast<std::int8_t>(next.c);
      }
      break;
    case Do::kTryLock:
      read(thread, is_free ? 1 : 0);
      if (!is_free) break;
      [[fallthrough]];
    case Do::kLock:
      holder_[next.a] = static_cast<std::int8_t>(move.actor);
      break;
    case Do::kUnlock:
    case Do::kUnlockIfGot:
      holder_[next.a] = -1;
      break;
    case Do::kLockShared:
      ++readers_[next.a];
      break;
    case Do::kUnlockShared:
      --readers_[next.a];
      break;
    case Do::kWait:
      if (thread.phase == Phase::kRunning) {
        thread.phase = Phase::kAsleep;
        holder_[next.b] = -1;
        stays = true;
      } else {
        thread.phase = Phase::kRunning;
        holder_[next.b] = static_cast<std::int8_t>(move.actor);
        if (move.variant == kSpuriousWay) --spurious_;
      }
      break;
    case Do::kNotifyOne:
    case Do::kNotifyAll: {
      int skip = move.variant, tokens = 1;
      for (Actor other = 0; other < threads(); ++other) {
        if (thread_[other].phase != Phase::kAsleep || op(other).a != next.a) {
          continue;
        }
        if (next.what == Do::kNotifyOne && skip-- != 0) continue;
        thread_[other].phase = Phase::kWoken;
        if (program_->tokens && tokens < kMaxTouches) {
          event.touches[tokens++] = {kToken + number(other), true, true};
        }
      }
      break;
    }
    case Do::kSemTry:
      read(thread, semaphore_[next.a] > 0 ? 1 : 0);
      if (semaphore_[next.a] == 0) break;
      [[fallthrough]];
    case Do::kSemWait:
      --semaphore_[next.a];
      break;
    case Do::kPost:
      ++semaphore_[next.a];
      break;
    case Do::kSpawn:
      thread_[next.a].started = true;
      event.starts = next.a;
      break;
    case Do::kJoin:
      event.joins = next.a;
      break;
    case Do::kInput:
      read(thread, move.variant);
      break;
    case Do::kSettle:
    case Do::kUnless:
      break;
  }
  if (!stays) ++thread.next;
  skip_local(thread, move.actor);
  return event;
}

bool Machine::deadlock() const {
  for (Actor actor = 0; actor < threads(); ++actor) {
    if (thread_[actor].started && !ended(actor)) return true;
  }
  return false;
}

std::string Machine::outcome() const {
  std::string text;
  const auto add = [&](int value) { text += static_cast<char>('0' + value); };
  for (Actor actor = 0; actor < threads(); ++actor) {
    const Thread& thread = thread_[actor];
    for (int i = 0; i < thread.count; ++i) add(thread.reads[i]);
    text += ended(actor) ? '.' : '!';
    if (!ended(actor)) text += std::to_string(thread.next);
  }
  for (const int value : variable_) add(value);
  for (const int value : semaphore_) add(value);
  return text;
}

Thread operator+(Thread a, const Thread& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

Thread operator*(int times, const Thread& thread) {
  Thread all;
  for (int i = 0; i < times; ++i) all = all + thread;
  return all;
}

std::string Program::text() const {
  static const char* const kNames[] = {
      "load",   "store",  "add",      "cas",   "lock",   "trylock",
      "unlock", "rlock",  "runlock",  "wait",  "notify", "notify_all",
      "swait",  "stry",   "post",     "spawn", "join",   "settle",
      "input",  "unless", "unlock_if"};
  std::string text = "semaphores " + std::to_string(semaphore[0]) + " " +
                     std::to_string(semaphore[1]) + " spurious " +
                     std::to_string(spurious) + "\n";
  for (const auto& thread : threads) {
    for (const Op& op : thread) {
      text += std::string(kNames[static_cast<int>(op.what)]) + "(" +
              std::to_string(op.a) + "," + std::to_string(op.b) + "," +
              std::to_string(op.c) + ") ";
    }
    text += "\n";
  }
  return text;
}

}  // namespace pots::adv::model
