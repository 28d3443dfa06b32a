#include "common/adversary/schedule_folds.hpp"

#include <utility>

namespace pots::adv {
namespace {

bool same_row(const ToldRow& a, const ToldRow& b) {
  return a.actor == b.actor && a.text == b.text && a.place == b.place &&
         a.pause == b.pause;
}

bool same_group(const std::vector<ToldRow>& rows, std::size_t a, std::size_t b,
                std::size_t length) {
  for (std::size_t i = 0; i < length; ++i) {
    if (b + i >= rows.size() || !same_row(rows[a + i], rows[b + i])) {
      return false;
    }
  }
  return true;
}

// A group of rows and how often it stands there.
struct Loop {
  std::size_t length = 1, times = 1;
};

// The loop at `from` that saves most rows. A pause must not begin it: what is
// stopped there belongs to the rows before.
Loop loop_at(const std::vector<ToldRow>& rows, std::size_t from) {
  Loop best;
  if (rows[from].pause) return best;
  for (std::size_t length = 1; length <= kLongestLoop; ++length) {
    std::size_t times = 1;
    while (same_group(rows, from, from + times * length, length)) ++times;
    // Two rounds of several steps are read more easily as they are.
    if (times < (length == 1 ? 2u : 3u)) continue;
    if (length * (times - 1) > best.length * (best.times - 1)) {
      best = {length, times};
    }
  }
  return best;
}

// Whether `next` is the second half of `row`: ++n_ reads, then writes.
bool is_update(const ToldRow& row, const ToldRow& next, const Story& story) {
  if (row.steps.size() != 1 || next.steps.size() != 1 ||
      row.actor != next.actor || row.place != next.place || row.place.empty() ||
      next.steps[0] >= kept_steps(story)) {
    return false;
  }
  const StoryStep& read = story.steps[row.steps[0]];
  const StoryStep& write = story.steps[next.steps[0]];
  return read.object == write.object && is_read(read.kind) &&
         is_write(write.kind);
}

std::vector<ToldRow> without_loops(std::vector<ToldRow> rows) {
  std::vector<ToldRow> kept;
  for (std::size_t from = 0; from < rows.size();) {
    const Loop loop = loop_at(rows, from);
    const std::size_t begin = kept.size();
    for (std::size_t i = 0; i < loop.length * loop.times; ++i) {
      ToldRow& row = rows[from + i];
      if (i < loop.length) {
        kept.push_back(std::move(row));
      } else {
        std::vector<std::size_t>& steps = kept[begin + i % loop.length].steps;
        steps.insert(steps.end(), row.steps.begin(), row.steps.end());
      }
    }
    if (loop.times > 1) {
      kept.back().rounds = loop.times;
      kept.back().round_length = loop.length;
    }
    from += loop.length * loop.times;
  }
  return kept;
}

std::vector<ToldRow> without_halves(std::vector<ToldRow> rows,
                                    const Story& story) {
  std::vector<ToldRow> kept;
  for (ToldRow& row : rows) {
    if (kept.empty() || kept.back().rounds > 1 || row.rounds > 1 ||
        !is_update(kept.back(), row, story)) {
      kept.push_back(std::move(row));
      continue;
    }
    const auto value = row.text.rfind(" = ");
    kept.back().text += value == row.text.npos
                            ? ", then written"
                            : ", then " + row.text.substr(value + 3);
    kept.back().steps.push_back(row.steps[0]);
  }
  return kept;
}

void number(std::vector<ToldRow>& rows) {
  int number = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    ToldRow& row = rows[i];
    if (!row.steps.empty()) row.number = ++number;
    if (row.rounds < 2) continue;
    row.remark = "x" + std::to_string(row.rounds) + " (same values)";
    int first = number;
    for (std::size_t k = 0; k < row.round_length; ++k) {
      if (rows[i - k].number > 0) first = rows[i - k].number;
    }
    if (first < number) {
      row.remark = "steps " + std::to_string(first) + " to " +
                   std::to_string(number) + ": " + row.remark;
    }
  }
}

}  // namespace

void fold_rows(std::vector<ToldRow>& rows, const Story& story,
               std::size_t many) {
  rows = without_loops(std::move(rows));
  if (rows.size() > many) rows = without_halves(std::move(rows), story);
  number(rows);
}

}  // namespace pots::adv
