#include "common/adversary/table.hpp"

#include <algorithm>
#include <utility>

#include "common/adversary/words.hpp"

namespace pots::adv {
namespace {

constexpr std::size_t kNumberWidth = 6;
constexpr std::size_t kGap = 3;  // between columns

// A row and the number of the step it tells.
struct Line : TableRow {
  std::size_t number = 0;
  std::size_t times = 1;  // in a row
};

// Numbered, repeated rows folded into one.
std::vector<Line> folded(std::vector<TableRow> rows, const std::string& file) {
  std::vector<Line> lines;
  std::size_t number = 0;
  for (TableRow& row : rows) {
    ++number;
    row.where = short_place(row.where, file);
    if (!lines.empty() && lines.back().cells == row.cells &&
        lines.back().where == row.where && lines.back().remark == row.remark) {
      ++lines.back().times;
    } else {
      lines.push_back({std::move(row), number});
    }
  }
  return lines;
}

void pad(std::string& text, std::size_t width) {
  if (text.size() < width) text.append(width - text.size(), ' ');
}

// Collects finished lines, none too long, none with blanks at its end.
class Sheet {
 public:
  void add(std::string line) {
    while (!line.empty() && line.back() == ' ') line.pop_back();
    if (line.size() > kTableColumns) line.resize(kTableColumns);
    text_ += line + '\n';
  }
  std::string text() { return std::move(text_); }

 private:
  std::string text_;
};

// Where the columns of draw_actors begin, and where their places do.
struct Columns {
  std::vector<std::size_t> starts, places;
};

// How wide an actor's cells are. What has no place beside it, or is no step,
// may run on below its neighbours' titles; so it does not count.
struct Widths {
  std::size_t text = 0, where = 0;
  std::size_t all() const { return text + (where > 0 ? 2 + where : 0); }
};

Columns columns_for(const std::vector<std::string>& actors,
                    const std::vector<ActorRow>& rows) {
  const std::size_t n = actors.size();
  std::vector<Widths> widths(n);
  for (std::size_t i = 0; i < n; ++i) widths[i].text = actors[i].size();
  std::size_t last = 0;  // how far the last column goes beyond its start
  for (const ActorRow& row : rows) {
    if (row.actor + 1 == n) {
      const std::size_t where = row.where.empty() ? 0 : 2 + row.where.size();
      last = std::max(last, row.text.size() + where);
    }
    if (row.where.empty() || row.number.empty()) continue;
    Widths& width = widths[row.actor];
    width.text = std::max(width.text, row.text.size());
    width.where = std::max(width.where, row.where.size());
  }
  Columns columns;
  std::size_t at = kNumberWidth;
  for (std::size_t i = 0; i < n; ++i) {
    columns.starts.push_back(at);
    columns.places.push_back(at + widths[i].text + 2);
    at += i + 1 == n ? std::max(last, widths[i].all()) : widths[i].all() + kGap;
  }
  if (at <= kTableColumns || n < 2) return columns;
  last = std::min(std::max(last, widths[n - 1].all()), kTableColumns / 2);
  const std::size_t step = (kTableColumns - kNumberWidth - last) / (n - 1);
  for (std::size_t i = 0; i < n; ++i) {
    columns.starts[i] = std::min(columns.starts[i], kNumberWidth + i * step);
    columns.places[i] = 0;  // right behind the text
  }
  return columns;
}

std::string shortened(std::string text, std::size_t room) {
  if (text.size() <= room) return text;
  if (room < 4) return text.substr(0, room);
  return text.substr(0, room - 3) + "...";
}

}  // namespace

std::string draw_table(const std::vector<std::string>& actors,
                       std::vector<TableRow> rows, std::size_t total,
                       const std::string& file) {
  const std::size_t told = rows.size();
  const std::vector<Line> lines = folded(std::move(rows), file);
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < actors.size(); ++i) {
    std::size_t width = actors[i].size();
    for (const Line& line : lines)
      width = std::max(width, line.cells[i].size());
    widths.push_back(width);
  }
  std::size_t place_width = 0;
  for (const Line& line : lines) {
    place_width = std::max(place_width, line.where.size());
  }
  // The student's line stands behind the first column, which is theirs.
  const std::size_t first_end = kNumberWidth + widths[0] + 2 + place_width;

  Sheet sheet;
  const auto draw = [&](const std::string& number,
                        const std::vector<std::string>& cells,
                        const std::string& where, const std::string& remark) {
    std::string text = number;
    pad(text, kNumberWidth);
    text += cells[0];
    if (!where.empty()) {
      pad(text, kNumberWidth + widths[0] + 2);
      text += where;
    }
    std::size_t column = first_end + kGap;
    for (std::size_t i = 1; i < cells.size(); ++i) {
      if (!cells[i].empty()) {
        pad(text, column);
        text += cells[i];
      }
      column += widths[i] + kGap;
    }
    if (!remark.empty()) {
      pad(text, std::min(column, kTableColumns - 4 - remark.size()));
      text += "<-- " + remark;
    }
    sheet.add(text);
  };

  draw("", actors, "", "");
  const std::size_t keep = kTableLines / 2 - 1;
  const bool cut = lines.size() > kTableLines;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (cut && i == keep) {
      const std::size_t next = lines.size() - keep;
      sheet.add("      " + left_out(lines[next].number - lines[i].number));
      i = next;
    }
    const Line& line = lines[i];
    std::string number = " " + std::to_string(line.number);
    std::string remark = line.remark;
    if (line.times > 1) {
      remark = "x" + std::to_string(line.times) +
               (remark.empty() ? "" : ", " + remark);
    }
    draw(number, line.cells, line.where, remark);
  }
  if (total > told) {
    sheet.add("      ... and so on, " + std::to_string(total) +
              " steps in all");
  }
  return sheet.text();
}

std::string draw_actors(const std::vector<std::string>& actors,
                        const std::vector<ActorRow>& rows) {
  const Columns columns = columns_for(actors, rows);
  Sheet sheet;
  std::string titles;
  for (std::size_t i = 0; i < actors.size(); ++i) {
    pad(titles, columns.starts[i]);
    std::string title = actors[i];
    const bool last = i + 1 == actors.size();
    const std::size_t room =
        (last ? kTableColumns + 1 : columns.starts[i + 1]) - columns.starts[i] -
        1;
    // "A: philosopher" is A where there is no room for more.
    if (title.size() > room) title = title.substr(0, title.find(':'));
    titles += shortened(title, room);
  }
  sheet.add(titles);
  for (const ActorRow& row : rows) {
    std::string line = row.number.empty() ? "" : " " + row.number;
    const std::size_t start = columns.starts[row.actor];
    pad(line, start);
    const std::size_t behind = row.where.empty() ? 0 : 2 + row.where.size();
    line += shortened(row.text, kTableColumns - start - behind);
    if (!row.where.empty()) {
      pad(line, std::max(columns.places[row.actor], line.size() + 2));
      line += row.where;
    }
    const std::string remark = "<-- " + row.remark;
    if (!row.remark.empty() &&
        line.size() + kGap + remark.size() <= kTableColumns) {
      line += std::string(kGap, ' ') + remark;
      sheet.add(line);
      continue;
    }
    sheet.add(line);
    if (row.remark.empty()) continue;
    std::string below;
    pad(below, std::min(start, remark.size() < kTableColumns
                                   ? kTableColumns - remark.size()
                                   : 0));
    sheet.add(below + remark);
  }
  return sheet.text();
}

}  // namespace pots::adv
