// The pantry's own client of the larder protocol. Lesson 01 has students write
// one; common/ must not lean on a lesson, so it has a small one of its own.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace pots::detail {

// Connects, asks for `key`, reads the answer, closes.
// NO -> not_found with the reason; anything else but OK -> protocol_error.
// Errors: std::system_error. Thread safety: any thread.
std::string ask_larder(std::uint16_t port, std::string_view key);

}  // namespace pots::detail
