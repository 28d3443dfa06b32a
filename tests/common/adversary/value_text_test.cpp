#include "common/adversary/value_text.hpp"

#include <gtest/gtest.h>

#include <bit>

namespace pots::adv {
namespace {

std::string text(ValueForm form, std::uint64_t raw, int size) {
  Variable variable;
  variable.form = form;
  variable.enumerators = {{0, "kRed"}, {1, "kGreen"}};
  return ValueText().text(variable, raw, size);
}

TEST(ValueText, ReadsBytesAsTheirTypeSays) {
  EXPECT_EQ(text(ValueForm::kSigned, 0xFFFFFFFF, 4), "-1");
  EXPECT_EQ(text(ValueForm::kUnsigned, 0xFFFFFFFF, 4), "4294967295");
  EXPECT_EQ(text(ValueForm::kUnknown, 0xFF, 1), "-1");
  EXPECT_EQ(text(ValueForm::kBool, 1, 1), "true");
  EXPECT_EQ(text(ValueForm::kChar, 'a', 1), "'a'");
  EXPECT_EQ(text(ValueForm::kChar, '\n', 1), "'\\n'");
  EXPECT_EQ(text(ValueForm::kFloat, std::bit_cast<std::uint64_t>(2.5), 8),
            "2.5");
  EXPECT_EQ(text(ValueForm::kFloat, std::bit_cast<std::uint32_t>(0.5f), 4),
            "0.5");
  EXPECT_EQ(text(ValueForm::kEnum, 1, 4), "kGreen");
  EXPECT_EQ(text(ValueForm::kEnum, 7, 4), "7");
}

TEST(ValueText, IgnoresBytesBehindTheValue) {
  EXPECT_EQ(text(ValueForm::kSigned, 0xABCD000000000005, 2), "5");
  EXPECT_EQ(text(ValueForm::kBool, 0xFF00, 1), "false");
}

TEST(ValueText, NumbersPointersAsTheyAppear) {
  Variable pointer;
  pointer.form = ValueForm::kPointer;
  ValueText values;
  EXPECT_EQ(values.text(pointer, 0x7000, 8), "@1");
  EXPECT_EQ(values.text(pointer, 0x5000, 8), "@2");
  EXPECT_EQ(values.text(pointer, 0x7000, 8), "@1");
  EXPECT_EQ(values.text(pointer, 0, 8), "nullptr");
}

}  // namespace
}  // namespace pots::adv
