// "When A happened, do B": a Reaction is B, a node that waits in a list until
// its turn comes.
//
// The list is circular and intrusive (the links are in the node), as in the
// Linux kernel's list_head: whoever is in it can leave it at once, without
// knowing which list it is, and nothing is ever allocated.
#pragma once

namespace pots::aio {

// Thread safety: none; a reaction and all its neighbours belong to one thread.
// Invariants: 1. prev->next == this and next->prev == this.
//             2. A reaction that does not wait in a list is its own neighbour.
struct Reaction {
  Reaction* prev = this;
  Reaction* next = this;
  void (*run)(Reaction&) = nullptr;  // what to do; it must not throw

  Reaction() = default;
  explicit Reaction(void (*what)(Reaction&)) : run(what) {}
  // Its neighbours know its address.
  Reaction(const Reaction&) = delete;
  Reaction& operator=(const Reaction&) = delete;
  // A reaction that no longer exists cannot run.
  ~Reaction() {
    if (linked()) unlink();
  }

  bool linked() const noexcept { return next != this; }

  // Leaves whatever list it is in; nothing if it is in none.
  void unlink() noexcept {
    prev->next = next;
    next->prev = prev;
    prev = next = this;
  }
};

}  // namespace pots::aio
