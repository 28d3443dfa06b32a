// A callback that adds itself again keeps a loop from looking up.
#include <cstdio>
#include <initializer_list>

#include "pots/aio/reaction.hpp"
#include "pots/aio/ready_queue.hpp"

using pots::aio::Reaction;
using pots::aio::ReadyQueue;

// #region stirrer
// Stirs, and will stir again.
struct Stirrer : Reaction {
  explicit Stirrer(ReadyQueue& q) : Reaction(&stir), queue(q) {}
  static void stir(Reaction& r) {
    Stirrer& self = static_cast<Stirrer&>(r);
    if (++self.times < 1000) self.queue.push(self);
  }
  ReadyQueue& queue;
  int times = 0;
};

int main() {
  for (const bool batches : {false, true}) {
    ReadyQueue queue;
    Stirrer stirrer(queue);
    queue.push(stirrer);
    int looks = 0;  // at the other pots: is the egg done?
    while (!queue.empty()) {
      if (batches) {
        run_batch(queue);
      } else {
        while (Reaction* next = queue.pop()) next->run(*next);
      }
      ++looks;
    }
    std::printf("%s: stirred %d times, looks at the egg: %d\n",
                batches ? "batches    " : "until empty", stirrer.times,
                looks);
  }
}
// #endregion
