// The virtual clock. It stands still, unless a test moves it, nothing else can
// happen, or a program asks for the time again and again.
#pragma once

#include <time.h>

#include <cstdint>

namespace pots::adv {

// The realtime clock is ahead of the steady one by so much: about 2026.
inline constexpr std::uint64_t kEpoch = 1'780'000'000'000'000'000;

// Virtual ns of an absolute time; never 0, which means "no deadline".
std::uint64_t deadline_of(clockid_t clock, const timespec* until);
// Of a duration that begins now; 0 for nullptr.
std::uint64_t deadline_after(const timespec* duration);

}  // namespace pots::adv
