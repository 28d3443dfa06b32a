// Type names as a reader writes them.
#pragma once

#include <cxxabi.h>

#include <cstdlib>
#include <string>

namespace pots::adv {

inline std::string demangled(const char* name) {
  int status = 0;
  char* text = abi::__cxa_demangle(name, nullptr, nullptr, &status);
  std::string result = status == 0 ? text : name;
  std::free(text);
  return result;
}

}  // namespace pots::adv
