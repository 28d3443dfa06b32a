// What most answers include, compiled once. An answer still says what it uses:
// the references are compiled without this.
//
// Small on purpose: a compile maps all of it, used or not.
#include "common/adversary/scheduler/driven_library.hpp"
// Only now the library's, whose memcpy then has the name that is said there.
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>
