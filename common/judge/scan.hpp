// Looks at the bytes of a C++ file without compiling it: UTF-8, line numbers,
// and whether it defines main.
#pragma once

#include <cstddef>
#include <string_view>

namespace pots::judge {

// Both return an offset into `text`, or npos if there is none.
std::size_t first_not_utf8(std::string_view text);
// The place of a definition or declaration of main outside every brace.
std::size_t defines_main(std::string_view text);

// Line number, from 1, of the byte at `offset`.
std::size_t line_of(std::string_view text, std::size_t offset);

}  // namespace pots::judge
