// Every schedule with at most so many pauses, the cheapest first, none twice.
//
// A schedule is the default one but for some deviations. Each one that was
// executed is a record: whom it deviates from, where, how, and what it was
// offered behind that point. Its alternatives of the same cost are tried
// next (depth first); those that cost more wait for a later level. So the
// first schedule that breaks a program is a cheapest one.
//
// All of it lives in a block of memory that the caller gives, because an
// execution that fails takes its process along: another process goes on from
// the block, behind the failure.
//
// Invariants: 1. The block holds plain data, offsets instead of pointers, and
//                is valid whenever a move is made.
//             2. Every schedule of cost c is executed at level c, once.
//             3. A failed execution is explored up to where it failed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "common/adversary/strategy.hpp"

namespace pots::adv {

// What moves[0] costs is not counted: it costs something only if nothing that
// costs less could be done.
class BoundedSearch : public Strategy {
 public:
  // `memory` is aligned for 8 bytes and all zeros for a new search, or holds
  // one that is to be gone on with; then `pauses` is the old one's. At least
  // kLeastMemory bytes; a schedule that is kept takes about 6 a choice.
  BoundedSearch(void* memory, std::size_t size, int pauses);

  bool next() override;
  int pick(std::span<const Move> moves) override;
  void finished(bool complete) override;

  // The cost of the schedules that are being tried now.
  int level() const;
  // How many were begun, the failed ones too.
  std::uint64_t executions() const;
  std::uint64_t executions(int level) const;
  // Every schedule of at most this cost (and at most so many pauses) is done;
  // -1: not even level 0. When all is done: at least `pauses`.
  int complete_to() const;
  // Whether there is nothing left to try.
  bool done() const;
  // Whether the memory was too small: then there are schedules left.
  bool exhausted() const;
  // Whether the execution did not offer again what had led to it; to be asked
  // when it is over. What it did instead is not explored.
  bool diverged() const;
  std::size_t memory_used() const;

  static constexpr int kMaxLevels = 128;
  static constexpr std::size_t kLeastMemory = 8192;

 private:
  struct Header;
  struct Record;
  struct Cursor;
  // A choice that this execution has to make as an earlier one did.
  struct Known {
    std::uint64_t step;  // offset
    int option;
  };

  Header& header() const;
  Record& record(std::uint64_t offset) const;
  std::uint16_t* words(std::uint64_t offset) const;

  void close_last();
  bool advance();
  bool advance_among_kind();
  bool advance_among_costly();
  bool next_level();
  bool find(const Record& from, int price, Cursor& cursor) const;
  bool begin(std::uint64_t parent, const Cursor& at);
  void collect_known();
  void append(std::span<const Move> moves);
  bool matches(std::uint64_t step, std::span<const Move> moves) const;

  char* memory_;
  std::vector<Known> known_;
  std::size_t index_ = 0;  // choices made in this execution
  bool lost_ = false;      // it diverged: nothing is recorded any more
};

}  // namespace pots::adv
