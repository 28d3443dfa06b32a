// Whether something needs more than a small stack.
#pragma once

#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <string>

namespace pots::checks {

// Under a sanitizer frames are big, and g++ makes no tail calls: there so many
// awaits have to do, on a stack of the usual size.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kSanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif
#else
inline constexpr bool kSanitized = false;
#endif

inline constexpr std::size_t kSmallStack = 256 << 10;  // bytes

// Runs `body` in a process of its own, on a thread with a small stack. "" if it
// returned true; else what became of it.
inline std::string on_a_small_stack(bool (*body)()) {
  const pid_t child = ::fork();
  if (child == 0) {
    // The kernel ends it; nobody tells of a crash.
    for (const int signal : {SIGSEGV, SIGBUS}) std::signal(signal, SIG_DFL);
    pthread_attr_t attributes;
    ::pthread_attr_init(&attributes);
    if (!kSanitized) ::pthread_attr_setstacksize(&attributes, kSmallStack);
    pthread_t thread;
    const auto run = [](void* what) -> void* {
      return reinterpret_cast<bool (*)()>(what)() ? what : nullptr;
    };
    void* good = nullptr;
    if (::pthread_create(&thread, &attributes, run,
                         reinterpret_cast<void*>(body)) == 0) {
      ::pthread_join(thread, &good);
    }
    ::_exit(good != nullptr ? EXIT_SUCCESS : EXIT_FAILURE);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS) return "";
  if (!WIFSIGNALED(status)) return "the result is wrong";
  return std::string(
      "a stack of 256 KiB is not enough: each await leaves a call on it\n"
      "Next: let await_suspend return the handle to switch to, when a task is "
      "awaited and when it has ended.");
}

}  // namespace pots::checks
