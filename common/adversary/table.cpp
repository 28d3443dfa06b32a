#include "common/adversary/table.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace pots::adv {
namespace {

// A row and the number of the step it tells.
struct Line : TableRow {
  std::size_t number = 0;
  std::size_t times = 1;  // in a row
};

std::string short_place(std::string_view where, const std::string& file) {
  if (!file.empty() && where.starts_with(file + ":")) {
    return std::string(where.substr(file.size()));
  }
  const auto slash = where.rfind('/');
  return std::string(slash == where.npos ? where : where.substr(slash + 1));
}

// Numbered, repeated rows folded into one.
std::vector<Line> lines_of(std::vector<TableRow> rows,
                           const std::string& file) {
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

}  // namespace

std::string draw_table(const std::vector<std::string>& actors,
                       std::vector<TableRow> rows, std::size_t total,
                       const std::string& file) {
  const std::size_t told = rows.size();
  const std::vector<Line> lines = lines_of(std::move(rows), file);
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
  const std::size_t first_end = 6 + widths[0] + 2 + place_width;

  std::string table;
  const auto finish = [&](std::string text) {
    while (!text.empty() && text.back() == ' ') text.pop_back();
    if (text.size() > kTableColumns) text.resize(kTableColumns);
    table += text + '\n';
  };
  const auto draw = [&](const std::string& number,
                        const std::vector<std::string>& cells,
                        const std::string& where, const std::string& remark) {
    std::string text = number;
    pad(text, 6);
    text += cells[0];
    if (!where.empty()) {
      pad(text, 6 + widths[0] + 2);
      text += where;
    }
    std::size_t column = first_end + 3;
    for (std::size_t i = 1; i < cells.size(); ++i) {
      if (!cells[i].empty()) {
        pad(text, column);
        text += cells[i];
      }
      column += widths[i] + 3;
    }
    if (!remark.empty()) {
      pad(text, std::min(column, kTableColumns - 4 - remark.size()));
      text += "<-- " + remark;
    }
    finish(text);
  };

  draw("", actors, "", "");
  const std::size_t keep = kTableLines / 2 - 1;
  const bool cut = lines.size() > kTableLines;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (cut && i == keep) {
      const std::size_t next = lines.size() - keep;
      finish("      ... " +
             std::to_string(lines[next].number - lines[i].number) +
             " steps more ...");
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
    finish("      ... and so on, " + std::to_string(total) + " steps in all");
  }
  return table;
}

}  // namespace pots::adv
