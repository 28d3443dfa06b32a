// How to write to this reader: colours, line-drawing letters, width.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pots::cli {

enum class Colour { kPlain, kGood, kBad, kWarn, kDim, kBold };

struct Style {
  bool colour = false;
  bool utf8 = false;
  std::size_t columns = 80;

  // `text` between the codes that switch the colour on and off.
  std::string paint(Colour colour, std::string_view text) const;
};

// Colours only on a terminal that wants them (NO_COLOR unset, TERM not dumb);
// UTF-8 if the locale says so.
Style style_of(int fd);

// Columns that a text takes (one a code point).
std::size_t width(std::string_view text);

// Exactly `columns` wide: filled up with spaces, or cut with an ellipsis.
std::string fit(std::string_view text, std::size_t columns, const Style& style);

}  // namespace pots::cli
