// The program's operator new and delete, in a library of their own: who is to
// run under a sanitizer, which brings its own, leaves it out. Then nothing is
// counted, and the sanitizer finds leaks better than we would.
#include <cstddef>
#include <new>

#include "common/adversary/heap.hpp"

#if defined(__has_feature)  // clang++'s way to say it
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define POTS_SANITIZED
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define POTS_SANITIZED
#endif

#ifndef POTS_SANITIZED

using pots::adv::heap_allocate;
using pots::adv::heap_release;

#define POTS_PC __builtin_return_address(0)

void* operator new(std::size_t size) { return heap_allocate(size, 0, POTS_PC); }
void* operator new(std::size_t size, std::align_val_t alignment) {
  return heap_allocate(size, static_cast<std::size_t>(alignment), POTS_PC);
}
void operator delete(void* block) noexcept { heap_release(block, POTS_PC); }
void operator delete(void* block, std::size_t) noexcept {
  heap_release(block, POTS_PC);
}
void operator delete(void* block, std::align_val_t) noexcept {
  heap_release(block, POTS_PC);
}
void operator delete(void* block, std::size_t, std::align_val_t) noexcept {
  heap_release(block, POTS_PC);
}

#endif
