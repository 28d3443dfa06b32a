// An SVG in the style of the course's other pictures: a light page of its own,
// system fonts, no time and no random identifier in it.
#pragma once

#include <string>
#include <string_view>

namespace pots::adv {

inline constexpr char kInk[] = "#1b1f24";
inline constexpr char kSoftInk[] = "#57606a";
inline constexpr char kPaper[] = "#fdfdfb";
inline constexpr char kAlarm[] = "#c4141f";

// Told apart by colour-blind eyes and on weak projectors; pale ones are for
// areas, with text on them.
struct LaneColour {
  const char* strong;
  const char* pale;
};
LaneColour lane_colour(int number);

// What a text is drawn in.
struct Font {
  double size = 14;
  const char* colour = kInk;
  bool mono = true;
  bool bold = false;
};

class Drawing {
 public:
  void rect(double x, double y, double width, double height,
            std::string_view attributes);
  void line(double x1, double y1, double x2, double y2, const char* colour,
            double width, std::string_view attributes = "");
  void text(double x, double y, std::string_view words, const Font& font);
  // A curve with an arrowhead at its end, bent to the right.
  void arrow(double x1, double y1, double x2, double y2, double bend,
             const char* colour);
  // The whole file.
  std::string file(double width, double height, std::string_view title,
                   std::string_view description) const;

 private:
  std::string shapes_;
};

// How wide the words are in a monospaced font.
inline double mono_width(std::string_view words, double size) {
  return static_cast<double>(words.size()) * size * 0.602;
}

}  // namespace pots::adv
