// The schedule under way: what it has to repeat, and what it finds behind.
#include <algorithm>

#include "common/adversary/bounded_search_block.hpp"

namespace pots::adv {
namespace {

// What a move costs above the default, which is dear only if all are.
unsigned offered_bits(std::span<const Move> moves, int option) {
  const Move& move = moves[static_cast<std::size_t>(option)];
  return (move.pauses && !moves[0].pauses ? kStepPauses : 0) |
         (move.unkind && !moves[0].unkind ? kStepUnkind : 0);
}

}  // namespace

// What the last record inherits: of each ancestor the steps up to the one
// where the descendant leaves it.
void BoundedSearch::collect_known() {
  const std::uint64_t last = header().last;
  known_.resize(record(last).first);
  for (std::uint64_t child = last; record(child).parent != 0;
       child = record(child).parent) {
    const std::uint64_t parent = record(child).parent;
    const Cursor at = record(child).left_at;
    std::uint64_t step = parent + sizeof(Record);
    Known* known = known_.data() + record(parent).first;
    for (std::uint32_t i = 0; i <= at.step; ++i) {
      known[i] = {step, i == at.step ? at.option : 0};
      step += 2 * words_for_step(words(step)[0]);
    }
  }
}

int BoundedSearch::pick(std::span<const Move> moves) {
  const std::size_t index = index_++;
  if (lost_) return 0;
  if (index >= known_.size()) {
    append(moves);
    return 0;
  }
  if (matches(known_[index].step, moves)) return known_[index].option;
  lost_ = header().diverged = true;
  return 0;
}

// Into the block, behind the record's other steps: the process may be gone
// when the move is made.
void BoundedSearch::append(std::span<const Move> moves) {
  Header& h = header();
  Record& r = record(h.last);
  const auto count =
      static_cast<int>(std::min<std::size_t>(moves.size(), std::uint16_t(-1)));
  const std::uint64_t offset =
      h.last + sizeof(Record) + std::uint64_t{2} * r.size;
  const std::uint64_t need = words_for_step(count);
  const std::uint64_t end = (offset + need * 2 + 7) / 8 * 8;
  if (end > h.size || static_cast<std::size_t>(count) < moves.size()) {
    h.exhausted = true;
    lost_ = true;  // later steps would be counted wrongly
    return;
  }
  std::uint16_t* step = words(offset);
  std::fill_n(step, need, std::uint16_t{0});
  step[0] = static_cast<std::uint16_t>(count);
  bool costly = false;
  for (int i = 0; i < count; ++i) {
    const unsigned bits = offered_bits(moves, i);
    step[1 + i / kMovesAWord] |=
        static_cast<std::uint16_t>(bits << (i % kMovesAWord * 2));
    costly |= bits != 0 && ((bits & kStepPauses) == 0 || r.pauses < h.pauses);
  }
  h.used = end;
  r.size += static_cast<std::uint32_t>(need);
  ++r.steps;
  if (costly) r.has_costly = 1;
}

bool BoundedSearch::matches(std::uint64_t offset,
                            std::span<const Move> moves) const {
  const std::uint16_t* step = words(offset);
  if (step[0] != moves.size()) return false;
  for (int i = 0; i < step[0]; ++i) {
    if (cost_bits(step, i) != offered_bits(moves, i)) {
      return false;
    }
  }
  return true;
}

void BoundedSearch::finished(bool) {
  if (index_ < known_.size()) header().diverged = true;
  close_last();
}

}  // namespace pots::adv
