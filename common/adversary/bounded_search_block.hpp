// How the bounded search lies in its block of memory.
//
// A header, then the records. Behind each record its steps: for each, how many
// moves were offered, then two bits a move (what it costs).
#pragma once

#include <cstdint>

#include "common/adversary/bounded_search.hpp"

namespace pots::adv {

inline constexpr unsigned kStepPauses = 1, kStepUnkind = 2;
inline constexpr int kMovesAWord = 8;

inline std::uint64_t words_for_step(int moves) {
  return 1 +
         static_cast<std::uint64_t>((moves + kMovesAWord - 1) / kMovesAWord);
}

inline unsigned cost_bits(const std::uint16_t* step, int option) {
  return step[1 + option / kMovesAWord] >> (option % kMovesAWord * 2) & 3u;
}

// Goes through the alternatives of one record's steps.
struct BoundedSearch::Cursor {
  std::uint32_t step = 0;    // number of the step in the record
  std::uint32_t offset = 0;  // ...and where it is, in words
  std::int32_t option = 0;   // the last one found
};

struct BoundedSearch::Record {
  std::uint64_t parent = 0;  // 0: the default schedule
  std::uint64_t next = 0;    // in the list of its level
  Cursor left_at;            // where and how it leaves the parent
  Cursor kind;               // which alternatives of the same cost are done
  std::uint32_t first = 0;   // number of its first step in the whole schedule
  std::uint32_t steps = 0;
  std::uint32_t size = 0;  // words
  std::int32_t level = 0;
  std::int32_t pauses = 0;
  std::uint32_t has_costly = 0;  // alternatives for later levels
};

struct BoundedSearch::Header {
  std::uint64_t magic;
  std::uint64_t size;
  std::uint64_t used;
  std::uint64_t last;  // record of the execution that was begun last
  std::uint64_t top;   // record whose kind alternatives are being tried
  std::uint64_t from;  // earlier record whose costly ones are being tried
  Cursor costly;
  std::int32_t price;   // what those cost: 1 or 2
  std::int32_t pauses;  // the bound
  std::int32_t level;
  std::int32_t complete_to;
  bool open;  // the last record is not in its level's list yet
  bool done, exhausted, diverged;
  std::uint64_t executions[kMaxLevels];
  // Records with costly alternatives.
  std::uint64_t head[kMaxLevels], tail[kMaxLevels];
};

inline BoundedSearch::Header& BoundedSearch::header() const {
  return *reinterpret_cast<Header*>(memory_);
}

inline BoundedSearch::Record& BoundedSearch::record(
    std::uint64_t offset) const {
  return *reinterpret_cast<Record*>(memory_ + offset);
}

inline std::uint16_t* BoundedSearch::words(std::uint64_t offset) const {
  return reinterpret_cast<std::uint16_t*>(memory_ + offset);
}

}  // namespace pots::adv
