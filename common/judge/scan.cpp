// Looks at the bytes of a C++ file without compiling it.
#include "common/judge/scan.hpp"

#include <algorithm>
#include <utility>

namespace pots::judge {
namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') || c == '_';
}

// How many bytes the UTF-8 character at the start of `text` takes; 0 if none.
std::size_t character_length(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
  };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t n = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4) return 0;
  for (std::size_t i = 1; i < n; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  // Longer than needed, surrogates, beyond U+10FFFF.
  if (first == 0xE0 && byte(1) < 0xA0) return 0;
  if (first == 0xED && byte(1) > 0x9F) return 0;
  if (first == 0xF0 && byte(1) < 0x90) return 0;
  if (first == 0xF4 && byte(1) > 0x8F) return 0;
  return n;
}

// The end of the literal or comment that starts at `i`, or i if none does.
std::size_t end_of_quiet(std::string_view text, std::size_t i) {
  const auto past = [&](std::string_view end, std::size_t from) {
    const std::size_t at = text.find(end, from);
    return at == std::string_view::npos ? text.size() : at + end.size();
  };
  const std::string_view rest = text.substr(i);
  if (rest.starts_with("//")) {
    return std::min(text.find('\n', i), text.size());
  }
  if (rest.starts_with("/*")) return past("*/", i + 2);
  if (rest.starts_with("R\"") && (i == 0 || !is_word(text[i - 1]))) {
    const std::size_t open = text.find('(', i);
    if (open == std::string_view::npos) return text.size();
    const std::string name(text.substr(i + 2, open - i - 2));
    return past(")" + name + "\"", open);
  }
  const char quote = text[i];
  // 1'000'000 holds no character literal.
  if (quote == '\'' && i > 0 && is_word(text[i - 1])) return i;
  if (quote != '"' && quote != '\'') return i;
  for (std::size_t j = i + 1; j < text.size(); ++j) {
    if (text[j] == '\\') {
      ++j;
    } else if (text[j] == quote || text[j] == '\n') {
      return j + 1;
    }
  }
  return text.size();
}

}  // namespace

std::size_t first_not_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t n = character_length(text.substr(i));
    if (n == 0) return i;
    i += n;
  }
  return std::string_view::npos;
}

std::size_t line_of(std::string_view text, std::size_t offset) {
  return 1 +
         static_cast<std::size_t>(std::count(
             text.begin(), text.begin() + std::min(offset, text.size()), '\n'));
}

std::string code_only(std::string_view text) {
  std::string out(text);
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t end = end_of_quiet(text, i);
    if (end == i) {
      ++i;
      continue;
    }
    for (; i < end; ++i) {
      if (out[i] != '\n') out[i] = ' ';
    }
  }
  return out;
}

std::size_t defines_main(std::string_view text) {
  const std::string code = code_only(text);
  int depth = 0;
  std::string word, before;  // the last word, and the one ahead of it
  std::size_t word_at = 0;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (is_word(c)) {
      if (i == 0 || !is_word(code[i - 1])) {
        before = std::exchange(word, std::string());
        word_at = i;
      }
      word += c;
      continue;
    }
    if (c == '(' && depth == 0 && word == "main" &&
        (before == "int" || before == "auto")) {
      return word_at;
    }
    if (c == '{') ++depth;
    if (c == '}') --depth;
    if (c != ' ' && c != '\t' && c != '\n' && c != '\r') word.clear();
  }
  return std::string_view::npos;
}

}  // namespace pots::judge
