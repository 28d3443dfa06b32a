// The C++ library as the adversary can judge it: included before every other
// header in what is driven. It changes nothing that a program may rely on.
#pragma once

#ifdef __SANITIZE_THREAD__  // g++'s way to say it
#define POTS_DRIVEN
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define POTS_DRIVEN
#endif
#endif

#ifdef POTS_DRIVEN

// Copies are accesses. clang++ calls these by itself; g++ leaves memcpy alone,
// but takes a name that is given here for its own calls, too (std::copy, a
// vector), and <cstring> declares it again without another one. (From -O1 on,
// g++ makes no call for a small size that it knows. The course uses -O0.)
#ifndef __clang__
extern "C" {
void* memcpy(void*, const void*, decltype(sizeof 0)) noexcept
    __asm__("__tsan_memcpy");
void* memmove(void*, const void*, decltype(sizeof 0)) noexcept
    __asm__("__tsan_memmove");
void* memset(void*, int, decltype(sizeof 0)) noexcept __asm__("__tsan_memset");
}
#endif

// libstdc++ 12's own semaphore reads its count, tries to take one, and sleeps
// if the count is again what it read: so it may sleep for ever though there is
// one (PR 104928). That would be found, and would be nobody's fault here.
#define _GLIBCXX_USE_POSIX_SEMAPHORE 1

// libstdc++'s std::atomic<std::shared_ptr<T>> has a lock in it, and load()
// gives that back without telling the next owner anything (memory_order_
// relaxed): a race by the letter, which no processor shows.
#include <atomic>
#ifdef __GLIBCXX__

namespace std {
template <class T>
struct PotsLockBit : __atomic_base<T> {
  using __atomic_base<T>::__atomic_base;
  T fetch_sub(T amount, memory_order) noexcept {
    return __atomic_base<T>::fetch_sub(amount, memory_order_acq_rel);
  }
};
}  // namespace std

#define __atomic_base PotsLockBit
#include <memory>
#undef __atomic_base
#endif

#endif  // POTS_DRIVEN
