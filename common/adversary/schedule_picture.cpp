#include "common/adversary/schedule_picture.hpp"

#include <algorithm>
#include <map>
#include <sstream>
#include <utility>

#include "common/adversary/drawing.hpp"
#include "common/adversary/schedule_cause.hpp"
#include "common/adversary/schedule_table.hpp"

namespace pots::adv {
namespace {

constexpr std::size_t kMostRows = 40;
constexpr double kEdge = 24, kNumbers = 34, kTop = 86;
constexpr double kBox = 30, kRowHeight = 40, kPauseHeight = 40;
constexpr double kSize = 15, kPlaceSize = 12, kPadding = 10;
constexpr double kLaneLine = 12;  // of the lane's left edge

struct Box {
  const ToldRow* row;
  double y;  // its middle
  double x, width;
  std::string place;
};

class Picture {
 public:
  Picture(Retelling& telling, const Cause& cause)
      : telling_(telling), cause_(cause) {
    place_boxes();
  }

  std::string file(const std::string& description) {
    draw_lanes();
    for (const Box& box : boxes_) draw_box(box);
    for (const Box& box : boxes_) draw_arrow(box);
    const double width = std::max(widest_ + kEdge, 640.0);
    drawing_.text(kEdge, 36, cause_.headline,
                  {19, kInk, /*mono=*/false, /*bold=*/true});
    double y = bottom_ + 40;
    for (const std::string& line : filled(cause_.words, width - 2 * kEdge)) {
      drawing_.text(kEdge, y, line, {15, kSoftInk, /*mono=*/false});
      y += 22;
    }
    return drawing_.file(width, y, cause_.headline, description);
  }

 private:
  void place_boxes() {
    const auto shown = rows_to_show(telling_, cause_.steps, kMostRows);
    const auto& rows = telling_.rows();
    std::map<Actor, double> widths;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (!shown[i]) continue;
      const std::string place = telling_.names().shown(rows[i].place);
      boxes_.push_back({&rows[i], 0, 0, box_width(rows[i], place), place});
      // What is no step, or has no line, may reach over a neighbour's lane.
      double& width = widths[rows[i].actor];
      if (rows[i].number > 0 && !place.empty()) {
        width = std::max(width, boxes_.back().width);
      }
    }
    double x = kEdge + kNumbers;
    for (const auto& [actor, width] : widths) {
      const double title = mono_width(telling_.names().title(actor), 16);
      lanes_[actor] = x;
      x += std::clamp(std::max(width, title + 8), 96.0, 330.0) + 26;
    }
    widest_ = x;
    double y = kTop;
    for (Box& box : boxes_) {
      y += box.row->pause ? kPauseHeight : kRowHeight;
      box.y = y - kRowHeight / 2;
      box.x = lanes_.at(box.row->actor);
      widest_ = std::max(widest_, box.x + box.width);
      if (box.row->overwrites > 0) widest_ = std::max(widest_, arrow_room());
    }
    bottom_ = y;
  }

  double arrow_room() const {
    double right = 0;
    for (const Box& box : boxes_) right = std::max(right, box.x + box.width);
    return right + 120;
  }

  static double box_width(const ToldRow& row, const std::string& place) {
    if (row.pause) return 90;
    const double behind =
        place.empty() ? 0 : 12 + mono_width(place, kPlaceSize);
    return kLaneLine + mono_width(row.text, kSize) + behind + 2 * kPadding;
  }

  // Running is a thick line, being able to a thin one, a pause a gap, waiting
  // a hatched strip.
  void draw_lanes() {
    for (const auto& [actor, x] : lanes_) {
      const LaneColour colour = lane_colour(actor);
      drawing_.text(x, kTop - 14, telling_.names().title(actor),
                    {16, colour.strong, /*mono=*/true, /*bold=*/true});
      const Box* before = nullptr;
      bool paused = false;
      for (const Box& box : boxes_) {
        if (box.row->actor != actor) continue;
        if (box.row->pause) {
          paused = true;
          continue;
        }
        const bool waited = before != nullptr && waits(*before->row);
        if (before != nullptr)
          strip(x, before->y, box.y, colour, paused, waited);
        paused = false;
        before = &box;
      }
      if (before != nullptr && is_blocked(telling_.story(), actor)) {
        strip(x, before->y, bottom_ + 14, colour, false, true);
      }
    }
  }

  bool waits(const ToldRow& row) const {
    if (row.steps.empty()) return true;
    const std::size_t step = row.steps.back();
    return step < kept_steps(telling_.story()) &&
           telling_.story().steps[step].kind == StepKind::kWait;
  }

  void strip(double x, double from, double to, const LaneColour& colour,
             bool paused, bool waits) {
    const double at = x + kLaneLine;
    if (waits) {
      drawing_.rect(at - 5, from, 10, to - from,
                    "fill=\"url(#hatch)\" stroke=\"#b9c0c8\"");
    } else if (!paused) {
      const bool at_once = to - from <= kRowHeight + 1;
      drawing_.line(at, from, at, to, colour.strong, at_once ? 6 : 2);
    }
  }

  void draw_box(const Box& box) {
    const ToldRow& row = *box.row;
    const LaneColour colour = lane_colour(row.actor);
    const double top = box.y - kBox / 2;
    if (row.pause) {
      drawing_.line(box.x, box.y, box.x + 22, box.y, kAlarm, 3);
      drawing_.text(box.x + 28, box.y + 5, "paused here",
                    {14, kAlarm, /*mono=*/false, /*bold=*/true});
      drawing_.line(box.x + 136, box.y, widest_, box.y, "#d8dce1", 1.5,
                    "stroke-dasharray=\"5 5\"");
      return;
    }
    if (row.number > 0) {
      drawing_.text(kEdge, box.y + 5, std::to_string(row.number),
                    {13, kSoftInk});
    }
    const bool waiting = row.steps.empty() && waits(row) &&
                         is_blocked(telling_.story(), row.actor);
    drawing_.rect(box.x, top, box.width, kBox,
                  std::string("rx=\"6\" fill=\"") +
                      (waiting ? "url(#hatch)" : colour.pale) + "\" stroke=\"" +
                      colour.strong + "\" stroke-width=\"1.5\"");
    drawing_.rect(box.x, top, 6, kBox,
                  std::string("rx=\"3\" fill=\"") + colour.strong + "\"");
    const double text = box.x + kLaneLine + kPadding;
    drawing_.text(text, box.y + 5, row.text, {kSize, kInk});
    if (!box.place.empty()) {
      drawing_.text(text + mono_width(row.text, kSize) + 12, box.y + 5,
                    box.place, {kPlaceSize, kSoftInk});
    }
    if (!row.remark.empty() && row.overwrites == 0) {
      drawing_.text(box.x + box.width + 10, box.y + 5, row.remark,
                    {13, kAlarm, /*mono=*/false, /*bold=*/true});
    }
  }

  // From a write to the one that it undoes.
  void draw_arrow(const Box& box) {
    if (box.row->overwrites == 0) return;
    for (const Box& other : boxes_) {
      if (other.row->number != box.row->overwrites) continue;
      const double x1 = box.x + box.width, x2 = other.x + other.width;
      drawing_.arrow(x1 + 2, box.y, x2 + 4, other.y,
                     60 + std::max(0.0, x2 - x1) / 4, kAlarm);
      drawing_.text(std::max(x1, x2) + 22, box.y + 5, "overwrites",
                    {13, kAlarm, /*mono=*/false, /*bold=*/true});
      return;
    }
  }

  static std::vector<std::string> filled(const std::string& words,
                                         double width) {
    const auto most = static_cast<std::size_t>(width / 7.6);
    std::vector<std::string> lines(1);
    std::istringstream stream(words);
    for (std::string word; stream >> word;) {
      if (!lines.back().empty() &&
          lines.back().size() + 1 + word.size() > most) {
        lines.emplace_back();
      }
      lines.back() += (lines.back().empty() ? "" : " ") + word;
    }
    return lines;
  }

  const Retelling& telling_;
  const Cause& cause_;
  std::vector<Box> boxes_;
  std::map<Actor, double> lanes_;  // their left edges
  double widest_ = 0, bottom_ = kTop;
  Drawing drawing_;
};

}  // namespace

std::string picture_of(const ScheduleFinding& finding, const Story& story,
                       const Glossary& glossary) {
  Retelling telling(story, glossary);
  const Cause cause = cause_of(telling);
  return Picture(telling, cause)
      .file(words_for_schedule(finding, story, glossary));
}

}  // namespace pots::adv
