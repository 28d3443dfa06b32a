// Thread-specific data (pthread_key_create): with fibers all threads have the
// kernel thread's, so it is kept here.
#include <errno.h>
#include <pthread.h>

#include <cstdlib>
#include <utility>

#include "common/adversary/scheduler/machine.hpp"
#include "common/adversary/scheduler/real_calls.hpp"
#include "common/adversary/scheduler/thread_locals.hpp"

namespace pots::adv {
namespace {

constexpr unsigned kKeys = 128;

struct Keys {
  std::uint32_t execution[kMaxThreads] = {};  // in which the thread set any
  unsigned end[kMaxThreads] = {};             // behind the last that it set
  void* value[kMaxThreads][kKeys] = {};       // those before the end
  void (*destroy[kKeys])(void*) = {};
};

// The body's thread has its own at the C library. Others live in threads that
// never end, so the C library would not destroy theirs.
bool has_own() { return machine->running == 0; }

Keys& keys() {
  static Keys* const all = static_cast<Keys*>(std::calloc(1, sizeof(Keys)));
  return *all;
}

// How many values the running thread may have; most have none.
unsigned end_of_values() {
  const Actor id = machine->running;
  return keys().execution[id] == machine->execution ? keys().end[id] : 0;
}

// Where it keeps one, which is made if need be. Pre: key < kKeys.
void*& value_of(pthread_key_t key) {
  Keys& all = keys();
  const Actor id = machine->running;
  unsigned end = end_of_values();
  while (end <= key) all.value[id][end++] = nullptr;
  all.execution[id] = machine->execution;
  all.end[id] = end;
  return all.value[id][key];
}

}  // namespace

void run_key_destructors() {
  if (has_own()) return;
  bool again = true;
  // A destructor may set values: as often as POSIX asks for.
  for (int round = 0; again && round < PTHREAD_DESTRUCTOR_ITERATIONS; ++round) {
    again = false;
    for (unsigned key = 0; key < end_of_values(); ++key) {
      void* const value = std::exchange(value_of(key), nullptr);
      if (value == nullptr || keys().destroy[key] == nullptr) continue;
      keys().destroy[key](value);
      again = true;
    }
  }
}

}  // namespace pots::adv

using namespace pots::adv;  // NOLINT: C's names follow

extern "C" {

// At any time: libraries make theirs before the first exploration.
int pthread_key_create(pthread_key_t* key, void (*destroy)(void*)) noexcept {
  static const auto real =
      pots::adv::next_definition<int (*)(pthread_key_t*, void (*)(void*))>(
          "pthread_key_create");
  const int error = real(key, destroy);
  if (error == 0 && *key < kKeys) keys().destroy[*key] = destroy;
  return error;
}

void* pthread_getspecific(pthread_key_t key) {
  if (!controlled() || has_own()) return real_pthread_getspecific(key);
  return key < end_of_values() ? value_of(key) : nullptr;
}

int pthread_setspecific(pthread_key_t key, const void* value) {
  if (!controlled() || has_own()) return real_pthread_setspecific(key, value);
  if (key >= kKeys) return EINVAL;
  value_of(key) = const_cast<void*>(value);
  return 0;
}

}  // extern "C"
