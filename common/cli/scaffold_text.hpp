// What a new exercise looks like; scaffold.cpp fills in the names. @name@,
// @id@ (01.name), @dir@, @Suite@, @Title@, @ext@ (cpp or hpp).
#pragma once

#include <string_view>

namespace pots::cli::scaffold_text {

inline constexpr std::string_view kHeader =
    R"(// Exercise @id@: in one line, what it is about.
#pragma once

namespace pots {

// The sum 1 + 2 + ... + n; 0 if there is nothing to add.
//
// Precondition:  n <= 1000.
// Thread safety: any thread.
int @name@(int n);

}  // namespace pots
)";

inline constexpr std::string_view kSource =
    R"(// In one line, what this file does.
#include "pots/@name@.hpp"

namespace pots {

int @name@(int n) {
  // --- yours ---
@body@
  // --- end ---
}

}  // namespace pots
)";

inline constexpr std::string_view kTemplate =
    R"(// In one line, what this file does.
//
// @name@: The sum 1 + 2 + ... + n; 0 if there is nothing to add.
// Pre:     n <= 1000.
// Threads: any.
#pragma once

namespace pots {

template <typename Number>
Number @name@(Number n) {
  // --- yours ---
@body@
  // --- end ---
}

}  // namespace pots
)";

inline constexpr std::string_view kStarterBody =
    R"(  return n * 0;  // so far every sum is 0)";

inline constexpr std::string_view kReferenceBody = R"(  if (n < 1) return 0;
  return n * (n + 1) / 2;)";

inline constexpr std::string_view kTest =
    R"(// Exercise @id@: one sentence of the contract per case.
#include "pots/@name@.hpp"

#include <gtest/gtest.h>

namespace pots {
namespace {

TEST(@Suite@, AddsUpToN) {
  EXPECT_EQ(@name@(1), 1);
  EXPECT_EQ(@name@(4), 10) << "1 + 2 + 3 + 4";
}

TEST(@Suite@, AddsNothingBelowOne) {
  EXPECT_EQ(@name@(0), 0);
  EXPECT_EQ(@name@(-3), 0) << "there is nothing to add";
}

}  // namespace
}  // namespace pots
)";

// Against kSource and kTemplate with kReferenceBody; @line@ is where the first
// line of the hunk is.
inline constexpr std::string_view kWrong =
    R"(Mistake: trusts the formula below one.
Passes:  for every n from 0 on.
Dies in: @Suite@.AddsNothingBelowOne
--- a/@name@.@ext@
+++ b/@name@.@ext@
@@ -@line@,3 +@line@,2 @@
   // --- yours ---
-  if (n < 1) return 0;
   return n * (n + 1) / 2;
)";

inline constexpr std::string_view kHints = R"(## @name@

1. A question that makes the reader look at the right place.
2. The idea.
3. The shape of the code, in words; never the code.
)";

inline constexpr std::string_view kExplanation = R"(## @name@

Why the reference is written this way, what it would cost to do otherwise, and
which mistake each wrong answer stands for.
)";

inline constexpr std::string_view kDeclaration =
    R"(    {'name': '@name@', 'file': '@ext@', 'points': 1, 'minutes': 3, 'needs': [],
      'title': '@Title@',
      'cases': ['ex AddsUpToN', 'plain AddsNothingBelowOne']},
)";

inline constexpr std::string_view kLesson = R"(lessons += {
  'id': '@lesson@',
  'slug': '@slug@',
  'title': '@Title@',
  'exercises': [
  ],
}
)";

inline constexpr std::string_view kChapter = R"(# @lesson@ @Title@

A question. A prediction to write down. A program, what it printed, the surprise
and the reason. Then the first exercise.
)";

}  // namespace pots::cli::scaffold_text
