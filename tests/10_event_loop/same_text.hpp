// A text that is expected, and what is said if it is another.
#pragma once

#include <gtest/gtest.h>

#include <source_location>
#include <string>

namespace pots {

// Fails the case unless got == expected, in words: `ran "A B", expected "A":
// …`.
inline bool same_text(
    const char* what, const std::string& got, const std::string& expected,
    const char* why,
    std::source_location where = std::source_location::current()) {
  if (got == expected) return true;
  ADD_FAILURE_AT(where.file_name(), static_cast<int>(where.line()))
      << what << " \"" << got << "\", expected \"" << expected << "\": " << why;
  return false;
}

}  // namespace pots
