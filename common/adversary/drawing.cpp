#include "common/adversary/drawing.hpp"

#include <cstdio>

namespace pots::adv {
namespace {

constexpr char kSans[] =
    "Helvetica Neue, Helvetica, Arial, DejaVu Sans, sans-serif";
constexpr char kMono[] =
    "SFMono-Regular, Menlo, Consolas, DejaVu Sans Mono, monospace";

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      // XML forbids most control characters.
      default:
        result += static_cast<unsigned char>(c) < 0x20 && c != '\n' ? ' ' : c;
    }
  }
  return result;
}

// At most two decimals.
std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof(text), "%.2f", value);
  std::string short_text = text;
  while (short_text.back() == '0') short_text.pop_back();
  if (short_text.back() == '.') short_text.pop_back();
  return short_text;
}

std::string attribute(const char* name, double value) {
  return std::string(" ") + name + "=\"" + number(value) + "\"";
}

}  // namespace

LaneColour lane_colour(int number) {
  static constexpr LaneColour kColours[] = {
      {"#57606a", "#e9ecef"}, {"#0060a8", "#cfe3f3"}, {"#c04a00", "#f8dcc8"},
      {"#00785a", "#c9e8dd"}, {"#a03d78", "#f0d3e4"}, {"#7a6200", "#ece2b6"}};
  // The first is the test's own.
  return number <= 0 ? kColours[0] : kColours[1 + (number - 1) % 5];
}

void Drawing::rect(double x, double y, double width, double height,
                   std::string_view attributes) {
  shapes_ += "<rect" + attribute("x", x) + attribute("y", y) +
             attribute("width", width) + attribute("height", height) + " " +
             std::string(attributes) + "/>\n";
}

void Drawing::line(double x1, double y1, double x2, double y2,
                   const char* colour, double width,
                   std::string_view attributes) {
  shapes_ += "<line" + attribute("x1", x1) + attribute("y1", y1) +
             attribute("x2", x2) + attribute("y2", y2) + " stroke=\"" + colour +
             "\"" + attribute("stroke-width", width) + " " +
             std::string(attributes) + "/>\n";
}

void Drawing::text(double x, double y, std::string_view words,
                   const Font& font) {
  shapes_ += "<text" + attribute("x", x) + attribute("y", y) +
             attribute("font-size", font.size) + " fill=\"" + font.colour +
             "\"" +
             (font.mono ? std::string(" font-family=\"") + kMono + "\"" : "") +
             (font.bold ? " font-weight=\"bold\"" : "") +
             " xml:space=\"preserve\">" + escaped(words) + "</text>\n";
}

void Drawing::arrow(double x1, double y1, double x2, double y2, double bend,
                    const char* colour) {
  shapes_ += "<path d=\"M" + number(x1) + " " + number(y1) + "C" +
             number(x1 + bend) + " " + number(y1) + " " + number(x2 + bend) +
             " " + number(y2) + " " + number(x2) + " " + number(y2) +
             "\" fill=\"none\" stroke=\"" + colour +
             "\" stroke-width=\"2.5\" marker-end=\"url(#head)\"/>\n";
}

std::string Drawing::file(double width, double height, std::string_view title,
                          std::string_view description) const {
  const std::string w = number(width), h = number(height);
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + w +
         "\" height=\"" + h + "\" viewBox=\"0 0 " + w + " " + h +
         "\" role=\"img\" font-family=\"" + kSans + "\">\n<title>" +
         escaped(title) + "</title>\n<desc>" + escaped(description) +
         "</desc>\n<defs>\n"
         "<pattern id=\"hatch\" width=\"8\" height=\"8\" "
         "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
         "<rect width=\"8\" height=\"8\" fill=\"#f6f7f8\"/>"
         "<line x1=\"0\" y1=\"0\" x2=\"0\" y2=\"8\" stroke=\"#dbe0e5\" "
         "stroke-width=\"4\"/></pattern>\n"
         "<marker id=\"head\" markerWidth=\"9\" markerHeight=\"8\" refX=\"7\" "
         "refY=\"4\" orient=\"auto\" markerUnits=\"userSpaceOnUse\">"
         "<path d=\"M0 0L9 4L0 8z\" fill=\"" +
         std::string(kAlarm) +
         "\"/></marker>\n</defs>\n"
         "<rect x=\"0.5\" y=\"0.5\" width=\"" +
         number(width - 1) + "\" height=\"" + number(height - 1) +
         "\" fill=\"" + kPaper +
         "\" stroke=\"#c3c9d0\" stroke-width=\"1\" rx=\"10\"/>\n" + shapes_ +
         "</svg>\n";
}

}  // namespace pots::adv
