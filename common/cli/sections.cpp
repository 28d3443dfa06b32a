#include "common/cli/sections.hpp"

#include <cctype>

namespace pots::cli {
namespace {

// Takes the next line, without its end, off the front of `text`.
std::string_view next_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text[0]))) {
    text.remove_prefix(1);
  }
  while (!text.empty() &&
         std::isspace(static_cast<unsigned char>(text.back()))) {
    text.remove_suffix(1);
  }
  return text;
}

// The text of a heading of level 1 or 2; "" for every other line.
std::string_view heading(std::string_view line) {
  if (line.starts_with("# ")) return trimmed(line.substr(2));
  if (line.starts_with("## ")) return trimmed(line.substr(3));
  return {};
}

// How long "12. " at the beginning of a line is; 0 if it is something else.
std::size_t number_length(std::string_view line) {
  std::size_t n = 0;
  while (n < line.size() && std::isdigit(static_cast<unsigned char>(line[n]))) {
    ++n;
  }
  return n > 0 && line.substr(n).starts_with(". ") ? n + 2 : 0;
}

}  // namespace

std::optional<std::string> section(std::string_view markdown,
                                   std::string_view name) {
  std::optional<std::string> text;
  bool in_block = false;
  while (!markdown.empty()) {
    const std::string_view line = next_line(markdown);
    if (line.starts_with("```")) in_block = !in_block;
    if (!in_block && !heading(line).empty()) {
      if (text) break;
      if (line.starts_with("## ") && heading(line) == name) text = "";
    } else if (text) {
      *text += std::string(line) + "\n";
    }
  }
  if (text) text = std::string(trimmed(*text));
  return text;
}

std::vector<std::string> numbered_items(std::string_view text) {
  std::vector<std::string> items;
  while (!text.empty()) {
    const std::string_view line = next_line(text);
    if (const std::size_t skip = number_length(line); skip > 0) {
      items.emplace_back(trimmed(line.substr(skip)));
    } else if (!items.empty()) {
      items.back() += "\n" + std::string(trimmed(line));
    }
  }
  for (std::string& item : items) item = std::string(trimmed(item));
  return items;
}

}  // namespace pots::cli
