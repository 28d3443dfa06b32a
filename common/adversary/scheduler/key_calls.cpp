// Thread-specific data (pthread_key_create): with fibers all threads have the
// kernel thread's, so it is kept here.
#include <errno.h>
#include <pthread.h>

#include <cstdlib>

#include "common/adversary/scheduler/machine.hpp"
#include "common/adversary/scheduler/real_calls.hpp"

namespace pots::adv {
namespace {

constexpr unsigned kKeys = 128;

struct Keys {
  std::uint32_t execution[kMaxThreads] = {};
  void* value[kMaxThreads][kKeys] = {};
};

// The body's thread and real threads have their own at the C library.
bool has_own() { return machine->running == 0 || machine->real_threads; }

Keys& keys() {
  static Keys* const all =
      static_cast<Keys*>(std::calloc(1, sizeof(Keys)));
  return *all;
}

void** slot(pthread_key_t key) {
  if (key >= kKeys) return nullptr;
  Keys& all = keys();
  const Actor id = machine->running;
  if (all.execution[id] != machine->execution) {
    all.execution[id] = machine->execution;
    for (void*& value : all.value[id]) value = nullptr;
  }
  return &all.value[id][key];
}

}  // namespace
}  // namespace pots::adv

using namespace pots::adv;  // NOLINT: C's names follow

extern "C" {

void* pthread_getspecific(pthread_key_t key) {
  if (!controlled() || has_own()) return real_pthread_getspecific(key);
  void** value = slot(key);
  return value == nullptr ? nullptr : *value;
}

int pthread_setspecific(pthread_key_t key, const void* value) {
  if (!controlled() || has_own()) return real_pthread_setspecific(key, value);
  void** place = slot(key);
  if (place == nullptr) return EINVAL;
  *place = const_cast<void*>(value);
  return 0;
}

}  // extern "C"
