// The order in which schedules are tried.
#include "common/adversary/bounded_search.hpp"

#include <algorithm>
#include <bit>
#include <new>
#include <numeric>

#include "common/adversary/bounded_search_block.hpp"

namespace pots::adv {
namespace {

constexpr std::uint64_t kSearchMagic = 0x706f74732d626431;

}  // namespace

BoundedSearch::BoundedSearch(void* memory, std::size_t size, int pauses)
    : memory_(static_cast<char*>(memory)) {
  static_assert(sizeof(Header) + sizeof(Record) < kLeastMemory);
  known_.reserve(4096);
  if (header().magic == kSearchMagic) return;
  header() = Header{};
  header().size = size;
  header().used = sizeof(Header);
  header().pauses = pauses;
  header().complete_to = -1;
  header().magic = kSearchMagic;
}

bool BoundedSearch::next() {
  Header& h = header();
  close_last();
  if (h.done || h.exhausted) return false;
  const bool found = h.last == 0 ? begin(0, {}) : advance();
  if (!found) return false;
  collect_known();
  index_ = 0;
  lost_ = false;
  h.diverged = false;
  return true;
}

// Also after another process died in the middle of the execution.
void BoundedSearch::close_last() {
  Header& h = header();
  if (!h.open) return;
  h.open = false;
  const auto level = static_cast<std::size_t>(record(h.last).level);
  if (record(h.last).has_costly == 0) return;
  if (h.head[level] == 0) {
    h.head[level] = h.last;
  } else {
    record(h.tail[level]).next = h.last;
  }
  h.tail[level] = h.last;
}

bool BoundedSearch::advance() {
  do {
    if (advance_among_kind() || advance_among_costly()) return true;
  } while (!header().exhausted && next_level());
  return false;
}

// Depth first: the last record's alternatives, then its parent's, up to the
// one that came from an earlier level.
bool BoundedSearch::advance_among_kind() {
  Header& h = header();
  while (h.top != 0) {
    const std::uint64_t top = h.top;
    Record& r = record(top);
    if (find(r, 0, r.kind)) return begin(top, r.kind);
    const bool same = r.parent != 0 && record(r.parent).level == r.level;
    h.top = same ? r.parent : 0;
    // Nobody will ask for it again: most records of the last level go here.
    const std::uint64_t end = top + sizeof(Record) + std::uint64_t{2} * r.size;
    if (r.has_costly == 0 && (end + 7) / 8 * 8 == h.used) h.used = top;
  }
  return false;
}

bool BoundedSearch::advance_among_costly() {
  Header& h = header();
  while (h.price <= 2) {
    while (h.from != 0) {
      if (find(record(h.from), h.price, h.costly)) {
        return begin(h.from, h.costly);
      }
      h.from = record(h.from).next;
      h.costly = {};
    }
    ++h.price;
    if (h.price == 2 && h.level >= 2) h.from = h.head[h.level - 2];
  }
  return false;
}

bool BoundedSearch::next_level() {
  Header& h = header();
  h.complete_to = h.level;
  const bool more =
      h.head[h.level] != 0 || (h.level > 0 && h.head[h.level - 1] != 0);
  if (!more) {
    h.done = true;
    h.complete_to = std::max(h.level, h.pauses);
    return false;
  }
  if (h.level + 1 == kMaxLevels) {
    h.exhausted = true;
    return false;
  }
  ++h.level;
  h.from = h.head[h.level - 1];
  h.price = 1;
  h.costly = {};
  return true;
}

// Moves the cursor to the record's next alternative of that price.
bool BoundedSearch::find(const Record& from, int price, Cursor& cursor) const {
  const std::uint16_t* steps =
      reinterpret_cast<const std::uint16_t*>(&from + 1);
  for (; cursor.step < from.steps; ++cursor.step) {
    const std::uint16_t* step = steps + cursor.offset;
    while (++cursor.option < step[0]) {
      const unsigned bits = cost_bits(step, cursor.option);
      if (std::popcount(bits) != price) continue;
      if ((bits & kStepPauses) != 0 && from.pauses >= header().pauses) continue;
      return true;
    }
    cursor.offset += static_cast<std::uint32_t>(words_for_step(step[0]));
    cursor.option = 0;
  }
  return false;
}

bool BoundedSearch::begin(std::uint64_t parent, const Cursor& at) {
  Header& h = header();
  if (h.used + sizeof(Record) > h.size) {
    h.exhausted = true;
    return false;
  }
  Record& r = *new (memory_ + h.used) Record;
  if (parent != 0) {
    const Record& p = record(parent);
    const std::uint16_t* step = words(parent + sizeof(Record)) + at.offset;
    r.parent = parent;
    r.left_at = at;
    r.first = p.first + at.step + 1;
    r.pauses =
        p.pauses + ((cost_bits(step, at.option) & kStepPauses) != 0 ? 1 : 0);
  }
  r.level = h.level;
  h.last = h.top = h.used;
  h.used += sizeof(Record);
  h.open = true;
  ++h.executions[h.level];
  return true;
}

int BoundedSearch::level() const {
  return header().last == 0 ? 0 : header().level;
}

std::uint64_t BoundedSearch::executions() const {
  return std::accumulate(header().executions, header().executions + kMaxLevels,
                         std::uint64_t{0});
}

std::uint64_t BoundedSearch::executions(int level) const {
  return level < kMaxLevels ? header().executions[level] : 0;
}

int BoundedSearch::complete_to() const { return header().complete_to; }
bool BoundedSearch::done() const { return header().done; }
bool BoundedSearch::exhausted() const { return header().exhausted; }
bool BoundedSearch::diverged() const { return header().diverged; }
std::size_t BoundedSearch::memory_used() const { return header().used; }

}  // namespace pots::adv
