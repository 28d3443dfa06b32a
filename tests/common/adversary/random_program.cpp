#include "tests/common/adversary/random_program.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "common/adversary/split_mix.hpp"

namespace pots::adv::model {
namespace {

constexpr int kShapes[][4] = {{2, 2, 0, 0}, {3, 2, 0, 0}, {3, 3, 0, 0},
                              {4, 3, 0, 0}, {4, 4, 0, 0}, {2, 2, 1, 0},
                              {2, 2, 2, 0}, {3, 2, 2, 0}, {2, 2, 1, 1},
                              {4, 2, 1, 0}, {3, 3, 1, 0}};

Op draw_variable_op(const Kinds& kinds, SplitMix& random) {
  const int x = random.below(kinds.variables);
  switch (random.below(5)) {
    case 0:
    case 1:
      return {Do::kLoad, x};
    case 2:
    case 3:
      return {Do::kStore, x, 1 + random.below(3)};
    default:
      break;
  }
  if (random.below(2) == 0) return {Do::kAdd, x, 1};
  return {Do::kCas, x, random.below(2), 1 + random.below(3)};
}

// Adds one to three operations that belong together.
void draw(const Kinds& kinds, SplitMix& random, std::vector<Op>& ops) {
  std::vector<int> classes(static_cast<std::size_t>(kinds.variables > 0), 0);
  classes.insert(classes.end(), kinds.mutexes > 0 ? 2 : 0, 1);
  classes.insert(classes.end(), kinds.conditions > 0 ? 2 : 0, 2);
  classes.insert(classes.end(), kinds.semaphores > 0 ? 2 : 0, 3);
  classes.insert(classes.end(), kinds.inputs ? 1 : 0, 4);
  switch (classes[static_cast<std::size_t>(
      random.below(static_cast<int>(classes.size())))]) {
    case 0:
      ops.push_back(draw_variable_op(kinds, random));
      if (random.below(5) == 0) {
        ops.push_back({Do::kUnless, random.below(2), 1});
        ops.push_back(draw_variable_op(kinds, random));
      }
      return;
    case 1: {
      const int m = random.below(kinds.mutexes);
      const bool shared = kinds.shared && random.below(2) == 0;
      const bool tries = !shared && random.below(4) == 0;
      if (shared) {
        ops.push_back({Do::kLockShared, m});
      } else {
        ops.push_back({tries ? Do::kTryLock : Do::kLock, m});
      }
      if (random.below(2) == 0) draw(kinds, random, ops);
      // Sometimes it is forgotten.
      if (random.below(6) == 0 && !shared) return;
      ops.push_back({shared ? Do::kUnlockShared : Do::kUnlockIfGot, m});
      return;
    }
    case 2: {
      const int c = random.below(kinds.conditions);
      const int m = random.below(kinds.mutexes);
      switch (random.below(4)) {
        case 0:
          ops.push_back({Do::kNotifyAll, c});
          return;
        case 1:
          ops.push_back({Do::kNotifyOne, c});
          return;
        default:
          break;
      }
      ops.push_back({Do::kLock, m});
      ops.push_back({Do::kWait, c, m});
      ops.push_back({Do::kUnlock, m});
      return;
    }
    case 3: {
      const int s = random.below(kinds.semaphores);
      static constexpr Do kWays[] = {Do::kSemWait, Do::kSemWait, Do::kPost,
                                     Do::kPost, Do::kSemTry};
      ops.push_back({kWays[random.below(5)], s});
      return;
    }
    default:
      ops.push_back({Do::kInput, 2});
      return;
  }
}

Program draw_program(const Kinds& kinds, SplitMix& random) {
  Program program;
  const int* shape = kShapes[random.below(std::size(kShapes))];
  for (int t = 0; t < 4 && shape[t] > 0; ++t) {
    std::vector<Op> ops;
    while (static_cast<int>(ops.size()) < shape[t]) draw(kinds, random, ops);
    program.threads.push_back(std::move(ops));
  }
  program.semaphore[0] = random.below(3);
  program.semaphore[1] = random.below(2);
  program.spurious = kinds.spurious;
  program.cautious = kinds.cautious;
  program.tokens = kinds.tokens;
  program.own_choices = kinds.own_choices;
  if (kinds.starts && random.below(2) == 0) {
    program.only_main = true;
    std::vector<Op>& body = program.threads[0];
    const int others = static_cast<int>(program.threads.size()) - 1;
    if (body.size() > 2) body.resize(0);
    std::vector<Op> starts;
    for (int t = 1; t <= others; ++t) starts.push_back({Do::kSpawn, t});
    body.insert(body.begin(), starts.begin(), starts.end());
    if (random.below(3) == 0) body.push_back({Do::kSettle});
    body.push_back({Do::kLoad, 0});
    for (int t = 1; t <= others; ++t) {
      if (random.below(4) != 0) body.push_back({Do::kJoin, t});
    }
    body.push_back({Do::kLoad, 0});
  }
  return program;
}

// An upper bound: as if nobody ever waited.
double interleavings(const Program& program) {
  double result = 1;
  int total = 0;
  for (const auto& ops : program.threads) {
    for (int i = 1; i <= static_cast<int>(ops.size()); ++i) {
      result = result * ++total / i;
    }
  }
  return result;
}

}  // namespace

Program random_program(const Kinds& kinds, std::uint64_t seed) {
  SplitMix random(SplitMix(seed).next());
  while (true) {
    Program program = draw_program(kinds, random);
    // Starts and joins leave much less of them.
    const double most = program.only_main ? 20.0 * kinds.most : kinds.most;
    if (interleavings(program) <= most) return program;
  }
}

int fuzz_factor() {
  const char* text = std::getenv("POTS_FUZZ");
  return text == nullptr ? 1 : std::max(1, std::atoi(text));
}

}  // namespace pots::adv::model
