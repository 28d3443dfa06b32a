// memcpy and its family under the names of ThreadSanitizer's, so that copies
// are seen: clang++ calls these by itself, g++ leaves its built-in functions
// alone. It has to stand before every other header of what is driven.
#pragma once

#if defined(__SANITIZE_THREAD__) && !defined(__clang__)
// Declared again by <cstring>, where the names stay what they are here; g++
// takes them for the calls that it makes itself, too (std::copy, a vector).
extern "C" {
void* memcpy(void*, const void*, decltype(sizeof 0)) noexcept
    __asm__("__tsan_memcpy");
void* memmove(void*, const void*, decltype(sizeof 0)) noexcept
    __asm__("__tsan_memmove");
void* memset(void*, int, decltype(sizeof 0)) noexcept __asm__("__tsan_memset");
}
#endif
