// A box for one letter: one thread puts it in, all others may look.
//
// put:     puts the letter into the box; once in the life of a box.
// look:    nullptr before the letter is there. Then always the same
//          letter, complete: all that its writer wrote is seen.
// T:       can be moved; need not be copyable or default-constructible.
// Threads: any thread may look at any time, also during put.
// Waiting: nobody ever waits for anybody. No mutex, no volatile.
// Errors:  what T's move throws, passed on; then there is no letter.
// Life:    the box owns the letter. No copies of the box.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <utility>

namespace pots {

template <class T>
class Mailbox {
 public:
  // --- yours ---
  void put(T letter) { letter_.emplace(std::move(letter)); }

  const T* look() const {
    if (!letter_.has_value()) return nullptr;
    return std::addressof(*letter_);
  }

 private:
  std::optional<T> letter_;
  // --- end ---
};

}  // namespace pots
