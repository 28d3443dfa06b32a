#include "common/adversary/value_text.hpp"

#include <bit>
#include <cstdio>

namespace pots::adv {
namespace {

std::uint64_t low_bytes(std::uint64_t raw, int size) {
  return size >= 8 ? raw : raw & ((std::uint64_t{1} << (size * 8)) - 1);
}

std::string floating(std::uint64_t raw, int size) {
  double value = 0;
  if (size == 4) {
    value = std::bit_cast<float>(static_cast<std::uint32_t>(raw));
  } else {
    value = std::bit_cast<double>(raw);
  }
  char text[32];
  std::snprintf(text, sizeof(text), "%g", value);
  return text;
}

std::string quoted(std::uint64_t raw) {
  const auto c = static_cast<unsigned char>(raw);
  switch (c) {
    case '\0':
      return "'\\0'";
    case '\n':
      return "'\\n'";
    case '\t':
      return "'\\t'";
    case '\'':
      return "'\\''";
    case '\\':
      return "'\\\\'";
    default:
      break;
  }
  if (c >= 0x20 && c < 0x7F) return {'\'', static_cast<char>(c), '\''};
  return std::to_string(static_cast<signed char>(c));
}

}  // namespace

std::int64_t as_number(const Variable& variable, std::uint64_t raw, int size) {
  const std::uint64_t value = low_bytes(raw, size);
  const bool has_sign = variable.form == ValueForm::kSigned ||
                        variable.form == ValueForm::kUnknown ||
                        variable.form == ValueForm::kEnum ||
                        variable.form == ValueForm::kChar;
  if (!has_sign || size >= 8) return static_cast<std::int64_t>(value);
  const int shift = 64 - size * 8;
  return static_cast<std::int64_t>(value << shift) >> shift;
}

bool is_number(const Variable& variable) {
  return variable.form == ValueForm::kSigned ||
         variable.form == ValueForm::kUnsigned ||
         variable.form == ValueForm::kUnknown;
}

std::string ValueText::text(const Variable& variable, std::uint64_t raw,
                            int size) {
  switch (variable.form) {
    case ValueForm::kBool:
      return low_bytes(raw, size) != 0 ? "true" : "false";
    case ValueForm::kChar:
      return quoted(raw);
    case ValueForm::kFloat:
      return floating(raw, size);
    case ValueForm::kPointer: {
      const std::uint64_t to = low_bytes(raw, size);
      if (to == 0) return "nullptr";
      const int next = static_cast<int>(pointers_.size()) + 1;
      return "@" +
             std::to_string(pointers_.try_emplace(to, next).first->second);
    }
    case ValueForm::kEnum: {
      const std::int64_t value = as_number(variable, raw, size);
      const auto name = variable.enumerators.find(value);
      return name != variable.enumerators.end() ? name->second
                                                : std::to_string(value);
    }
    case ValueForm::kUnsigned:
      return std::to_string(low_bytes(raw, size));
    case ValueForm::kSigned:
    case ValueForm::kUnknown:
    case ValueForm::kNone:
      break;
  }
  return std::to_string(as_number(variable, raw, size));
}

}  // namespace pots::adv
