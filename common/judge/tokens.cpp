// The words and signs of a C++ file, without compiling it.
#include "common/judge/tokens.hpp"

#include <algorithm>
#include <initializer_list>

namespace pots::judge {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t kLongestDelimiter = 16;  // of a raw string

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Also any byte of a letter beyond ASCII: "größe" is one name.
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool is_name_part(char c) { return is_letter(c) || is_digit(c); }

bool is_one_of(std::string_view text,
               std::initializer_list<std::string_view> all) {
  return std::find(all.begin(), all.end(), text) != all.end();
}

class Lexer {
 public:
  explicit Lexer(std::string_view file) : file_(file) {
    std::size_t i = file.starts_with(kByteOrderMark) ? 3 : 0;
    while (i < file.size()) {
      if (const std::size_t next = after_line_end(i); next > i) {
        i = next;
        continue;
      }
      text_ += file[i];
      at_.push_back(i++);
    }
  }

  std::vector<Token> run() {
    while (i_ < text_.size()) step();
    return std::move(found_);
  }

 private:
  // Where the file goes on after a backslash at the end of a line, or i.
  std::size_t after_line_end(std::size_t i) const {
    if (file_[i] != '\\') return i;
    const std::size_t end = file_.find_first_not_of(" \t\r\f\v", i + 1);
    return end != file_.npos && file_[end] == '\n' ? end + 1 : i;
  }

  char peek(std::size_t ahead = 0) const {
    return i_ + ahead < text_.size() ? text_[i_ + ahead] : '\0';
  }

  void step() {
    const char c = peek();
    if (c == '/' && peek(1) == '/') {
      i_ = std::min(text_.find('\n', i_), text_.size());
    } else if (c == '/' && peek(1) == '*') {
      go_past("*/", i_ + 2);
    } else if (is_digit(c) || (c == '.' && is_digit(peek(1)))) {
      number();
    } else if (is_letter(c)) {
      word();
    } else if (c == '"' || c == '\'') {
      literal(c);
    } else if (c == '<' && after_include()) {
      add(std::min(text_.find_first_of(">\n", i_), text_.size() - 1) + 1);
    } else if (c == ':' && peek(1) == ':') {
      add(i_ + 2);
    } else if (std::string_view(" \t\r\n\f\v").find(c) != std::string::npos) {
      ++i_;
    } else {
      add(i_ + 1);
    }
  }

  void add(std::size_t end) {
    found_.push_back({text_.substr(i_, end - i_), at_[i_]});
    i_ = end;
  }

  void go_past(std::string_view what, std::size_t from) {
    const std::size_t at = text_.find(what, from);
    i_ = at == text_.npos ? text_.size() : at + what.size();
  }

  bool after_include() const {
    const std::size_t n = found_.size();
    return n >= 2 && found_[n - 1].text == "include" &&
           found_[n - 2].text == "#";
  }

  // 1'000'000 holds no character literal, 1e-3 no minus.
  void number() {
    std::size_t end = i_ + 1;
    for (; end < text_.size(); ++end) {
      const char c = text_[end];
      const bool sign = (c == '+' || c == '-') &&
                        std::string_view("eEpP").find(text_[end - 1]) !=
                            std::string_view::npos;
      const bool separator =
          c == '\'' && end + 1 < text_.size() && is_name_part(text_[end + 1]);
      if (!is_name_part(c) && c != '.' && !sign && !separator) break;
    }
    add(end);
  }

  void word() {
    std::size_t end = i_;
    while (end < text_.size() && is_name_part(text_[end])) ++end;
    const std::string_view word = std::string_view(text_).substr(i_, end - i_);
    const char next = end < text_.size() ? text_[end] : '\0';
    if (next == '"' && is_one_of(word, {"R", "u8R", "uR", "UR", "LR"})) {
      i_ = end;
      raw_string();
    } else if ((next == '"' || next == '\'') &&
               is_one_of(word, {"u8", "u", "U", "L"})) {
      i_ = end;
      literal(next);
    } else {
      add(end);
    }
  }

  // An open one ends with its line, as it does for a compiler.
  void literal(char quote) {
    for (++i_; i_ < text_.size(); ++i_) {
      if (text_[i_] == '\\') {
        ++i_;
      } else if (text_[i_] == quote || text_[i_] == '\n') {
        ++i_;
        return;
      }
    }
  }

  // In a raw string a backslash at the end of a line is only a backslash, so
  // its end is looked for in the file as it is.
  void raw_string() {
    const std::size_t quote = at_[i_];
    const std::size_t open = file_.find_first_of("( )\\\"\t\v\f\n", quote + 1);
    if (open == file_.npos || file_[open] != '(' ||
        open - quote - 1 > kLongestDelimiter) {
      literal('"');
      return;
    }
    std::string close = ")";
    close += file_.substr(quote + 1, open - quote - 1);
    close += '"';
    const std::size_t at = file_.find(close, open);
    const std::size_t end = at == file_.npos ? file_.size() : at + close.size();
    while (i_ < text_.size() && at_[i_] < end) ++i_;
  }

  std::string_view file_;
  std::string text_;             // the file with its continued lines joined
  std::vector<std::size_t> at_;  // where each of its bytes is in the file
  std::size_t i_ = 0;
  std::vector<Token> found_;
};

}  // namespace

std::vector<Token> tokens(std::string_view text) { return Lexer(text).run(); }

}  // namespace pots::judge
