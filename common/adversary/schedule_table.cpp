#include "common/adversary/schedule_table.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "common/adversary/table.hpp"
#include "common/adversary/words.hpp"

namespace pots::adv {
namespace {

// More columns than this cannot be told apart in kTableColumns characters.
constexpr std::size_t kMostColumns = 9;

// How far each row is from one that must be seen.
std::vector<std::size_t> distances(const Retelling& telling,
                                   const std::vector<std::size_t>& important) {
  const auto& rows = telling.rows();
  std::set<int> numbers;
  for (std::size_t step : important) numbers.insert(telling.number(step));
  numbers.erase(0);
  std::vector<std::size_t> seen;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const bool near_pause =
        rows[i].pause || (i + 1 < rows.size() && rows[i + 1].pause);
    if (near_pause || numbers.count(rows[i].number) > 0 || i == 0 ||
        i + 1 == rows.size() || (rows[i].number == 0 && !rows[i].pause)) {
      seen.push_back(i);
    }
  }
  std::vector<std::size_t> far(rows.size(), rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t at : seen) {
      far[i] = std::min(far[i], i > at ? i - at : at - i);
    }
  }
  // What the cause speaks of is nearer than near.
  for (std::size_t i = 0; i < rows.size(); ++i) {
    far[i] = far[i] + 1;
    if (numbers.count(rows[i].number) > 0) far[i] = 0;
  }
  return far;
}

// Which rows are shown if there is room for so many of them.
std::vector<bool> chosen(const std::vector<std::size_t>& far,
                         std::size_t room) {
  std::vector<std::size_t> order(far.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(
      order.begin(), order.end(),
      [&](std::size_t a, std::size_t b) { return far[a] < far[b]; });
  std::vector<bool> shown(far.size(), false);
  for (std::size_t i = 0; i < std::min(room, order.size()); ++i) {
    shown[order[i]] = true;
  }
  return shown;
}

struct Cast {
  std::vector<std::string> titles;
  std::map<Actor, std::size_t> column;
  bool crowded = false;  // one column for all, who is who in front
};

Cast cast_of(const Retelling& telling, const std::vector<bool>& shown) {
  std::set<Actor> actors;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    if (shown[i]) actors.insert(telling.rows()[i].actor);
  }
  Cast cast;
  cast.crowded = actors.size() > kMostColumns;
  for (Actor actor : actors) {
    cast.column[actor] = cast.crowded ? 0 : cast.titles.size();
    if (!cast.crowded) cast.titles.push_back(telling.names().title(actor));
  }
  if (cast.crowded) cast.titles = {"all threads"};
  return cast;
}

std::string drawn(const Retelling& telling, const std::vector<bool>& shown) {
  const auto& rows = telling.rows();
  const Cast cast = cast_of(telling, shown);
  std::vector<ActorRow> lines;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    ActorRow line;
    if (!shown[i]) {
      std::size_t steps = 0;
      for (; i < rows.size() && !shown[i]; ++i) steps += rows[i].number > 0;
      --i;
      if (steps == 0) continue;
      line.text = left_out(steps);
      lines.push_back(std::move(line));
      continue;
    }
    const ToldRow& row = rows[i];
    line.actor = cast.column.at(row.actor);
    if (row.number > 0) line.number = std::to_string(row.number);
    line.text = row.text;
    if (cast.crowded) line.text = actor_name(row.actor) + ": " + row.text;
    line.where = telling.names().shown(row.place);
    line.remark = row.remark;
    lines.push_back(std::move(line));
  }
  return draw_actors(cast.titles, lines);
}

}  // namespace

std::vector<bool> rows_to_show(const Retelling& telling,
                               const std::vector<std::size_t>& important,
                               std::size_t room) {
  return chosen(distances(telling, important), room);
}

std::string schedule_table(const Retelling& telling,
                           const std::vector<std::size_t>& important,
                           std::size_t lines) {
  const std::vector<std::size_t> far = distances(telling, important);
  const Story& story = telling.story();
  std::string more;
  if (story.count > kMaxStorySteps) {
    more = "      ... and so on, " + std::to_string(story.count) +
           " steps in all\n";
    --lines;
  }
  // Gaps and long remarks cost lines too, so the room is found by trying.
  std::string table;
  for (std::size_t room = std::min(far.size(), lines); room > 0; --room) {
    table = drawn(telling, chosen(far, room));
    const auto used = std::count(table.begin(), table.end(), '\n');
    if (static_cast<std::size_t>(used) <= lines) break;
  }
  return table + more;
}

}  // namespace pots::adv
