// What a compiler calls, with -fsanitize=thread, before each access to memory
// that another thread might see, and instead of each atomic operation.
//
// The names are those of ThreadSanitizer's runtime, which is not linked. The
// call comes before a plain access is made: what a write leaves behind is read
// at the thread's next step. g++ and clang call slightly different functions;
// both are here.
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "common/adversary/scheduler/machine.hpp"
#include "common/adversary/scheduler/orders.hpp"
#include "common/adversary/scheduler/races.hpp"
#include "common/adversary/scheduler/statics.hpp"
#include "common/adversary/scheduler/stores.hpp"
#include "common/adversary/scheduler/telling.hpp"

namespace pots::adv {
namespace {

// A thread that computes for long without a visible operation lets others go
// on: it may be waiting for them without knowing how.
constexpr std::uint32_t kPlainStretch = 20'000;

std::uintptr_t number(const volatile void* address) {
  return reinterpret_cast<std::uintptr_t>(address);
}

// A loop that counts in a variable of its own has changed nothing that others
// could see. Where the kernel puts a donor's stack below the arena, what
// follows the stack is shared memory; whether it does changes from run to run.
bool on_own_stack(std::uintptr_t address) {
  const auto here =
      reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
  return address - here < 16'384 && address < self().fiber.stack_end;
}

std::uint64_t value_at(const volatile void* address, std::size_t size) {
  std::uint64_t value = 0;
  if (size <= 8) {
    std::memcpy(&value, const_cast<const void*>(address), size);
  }
  return value;
}

void tell_plain(const volatile void* address, std::size_t size, bool writes) {
  if (!worth_telling(number(address), writes)) return;
  StoryStep* step =
      tell(writes ? StepKind::kWrite : StepKind::kRead, number(address));
  if (step == nullptr) return;
  step->size = static_cast<std::uint8_t>(size <= 8 ? size : 0);
  step->before = value_at(address, size);
  if (writes) machine->unfinished = step;
}

void plain(const volatile void* address, std::size_t size, bool writes,
           const void* pc) {
  Machine& m = *machine;
  const std::uintptr_t at = number(address);
  ++m.work;
  if (is_racy_site(pc)) {
    Pending pending;
    pending.step = writes ? StepKind::kWrite : StepKind::kRead;
    pending.touches[0] = {at / 8, writes, false};
    announce(pending);
    touched(at / 8, writes);
    if (!writes) looked(at ^ number(pc) << 20);
    if (m.telling) tell_plain(address, size, writes);
  } else {
    if (++self().plain_accesses > kPlainStretch) {
      self().plain_accesses = 0;
      self().yielded = true;
      ++m.forced_steps;
      Pending pending;
      pending.step = StepKind::kYield;
      announce(pending);
    }
    if (m.telling) {
      finish_unfinished();
      tell_plain(address, size, writes);
    }
  }
  if (writes) {
    note_write(at, size);
    if (!on_own_stack(at)) changed();
  }
  record_access(at, size, writes ? AccessKind::kWrite : AccessKind::kRead, pc);
}

// Whether the running thread has looked at all it looks at several times since
// anything changed.
bool looks_again() {
  const Thread& me = self();
  return me.looks_at_version == machine->writes &&
         me.repeats >= kSameLooks * me.looks && me.looks > 0;
}

// Stands in front of an atomic operation.
Object& arrive(const volatile void* address, StepKind step, bool writes) {
  Pending pending;
  pending.step = step;
  pending.touches[0] = {number(address), writes, false};
  pending.repeated = !writes && looks_again();
  announce(pending);
  return object_at(address);
}

void see(const Object& object, int order) {
  if (object.has_clock) take_over(object.clock, order);
}

// A store: what was released before is not handed on, unless this releases.
void publish_store(Object& object, int order) {
  Thread& me = self();
  if (is_release(order)) {
    release_store(object);
  } else if (me.has_released) {
    object.clock.clear(kMaxThreads);
    object.clock.copy(me.released, machine->count);
    object.has_clock = true;
  } else {
    object.has_clock = false;
  }
}

// A read-modify-write carries on what was released before.
void publish_update(Object& object, int order) {
  Thread& me = self();
  if (is_release(order)) {
    release(object);
  } else if (me.has_released) {
    if (!object.has_clock) object.clock.clear(kMaxThreads);
    object.has_clock = true;
    object.clock.join(me.released, machine->count);
  }
}

template <class T>
void update_clocks(Object& object, const volatile T* address, T before, T after,
                   int order) {
  if (memory_is_weak()) {
    weak_store(number(address), before, after, order, true);
  } else {
    see(object, order);
    publish_update(object, order);
  }
}

template <class T>
void tell_values(StepKind kind, const volatile T* address, T before, T after) {
  if (!machine->telling) return;
  StoryStep* step = tell(kind, number(address));
  if (step == nullptr) return;
  step->size = sizeof(T) <= 8 ? sizeof(T) : 0;
  if constexpr (sizeof(T) <= 8) {
    std::memcpy(&step->before, &before, sizeof before);
    std::memcpy(&step->after, &after, sizeof after);
  }
}

template <class T>
T atomic_load(const volatile T* address, int order, const void* pc) {
  if (!controlled()) return __atomic_load_n(address, __ATOMIC_SEQ_CST);
  Object& object = arrive(address, StepKind::kAtomicLoad, false);
  touched(number(address), false);
  record_access(number(address), sizeof(T), AccessKind::kAtomicRead, pc);
  T value = *address;
  if (memory_is_weak()) {
    value = static_cast<T>(weak_load(number(address), value, order));
  } else {
    see(object, order);
  }
  looked(number(address) ^ number(pc) << 20);
  tell_values(StepKind::kAtomicLoad, address, value, value);
  return value;
}

template <class T>
void atomic_store(volatile T* address, T value, int order, const void* pc) {
  if (!controlled()) {
    __atomic_store_n(address, value, __ATOMIC_SEQ_CST);
    return;
  }
  Object& object = arrive(address, StepKind::kAtomicStore, true);
  touched(number(address), true);
  record_access(number(address), sizeof(T), AccessKind::kAtomicWrite, pc);
  note_write(number(address), sizeof(T));
  const T before = *address;
  *address = value;
  if (memory_is_weak()) {
    weak_store(number(address), before, value, order, false);
  } else {
    publish_store(object, order);
  }
  changed();
  tell_values(StepKind::kAtomicStore, address, before, value);
}

template <class T, class Compute>
T atomic_update(volatile T* address, int order, const void* pc,
                Compute&& compute) {
  Object& object = arrive(address, StepKind::kAtomicUpdate, true);
  record_access(number(address), sizeof(T), AccessKind::kAtomicWrite, pc);
  note_write(number(address), sizeof(T));
  const T before = *address;
  const T after = compute(before);
  *address = after;
  update_clocks(object, address, before, after, order);
  // One that changes nothing may be looking (fetch_add(0), exchange(true)).
  const bool same = std::memcmp(&before, &after, sizeof before) == 0;
  touched(number(address), !same);
  if (same) {
    looked(number(address) ^ number(pc) << 20);
  } else {
    changed();
  }
  tell_values(StepKind::kAtomicUpdate, address, before, after);
  return before;
}

template <class T>
bool atomic_exchange_if(volatile T* address, T* expected, T desired, int order,
                        int failure_order, bool weak, const void* pc) {
  Object& object = arrive(address, StepKind::kAtomicUpdate, true);
  const T before = *address;
  bool equal = std::memcmp(&before, expected, sizeof before) == 0;
  if (equal && weak && machine->left.spurious > 0 &&
      choose_variant(2, true) == 1) {
    --machine->left.spurious;
    equal = false;
  }
  if (!equal) {
    touched(number(address), false);
    record_access(number(address), sizeof(T), AccessKind::kAtomicRead, pc);
    if (memory_is_weak()) {
      weak_look(number(address), before, failure_order);
    } else {
      see(object, failure_order);
    }
    looked(number(address) ^ number(pc) << 20);
    tell_values(StepKind::kLostExchange, address, before, before);
    *expected = before;
    return false;
  }
  record_access(number(address), sizeof(T), AccessKind::kAtomicWrite, pc);
  note_write(number(address), sizeof(T));
  *address = desired;
  update_clocks(object, address, before, desired, order);
  touched(number(address), true);
  changed();
  tell_values(StepKind::kAtomicUpdate, address, before, desired);
  return true;
}

void fence(int order) {
  Pending pending;
  pending.step = StepKind::kFence;
  announce(pending);
  Thread& me = self();
  if (is_acquire(order) && me.has_acquired) {
    me.clock.join(me.acquired, machine->count);
  }
  if (is_release(order)) {
    me.released.clear(kMaxThreads);
    me.released.copy(me.clock, machine->count);
    me.has_released = true;
    ++me.clock.at[machine->running];
  }
  if (is_seq_cst(order) && memory_is_weak()) weak_fence();
  tell(StepKind::kFence, 0);
}

}  // namespace
}  // namespace pots::adv

using pots::adv::controlled;

extern "C" {

#define POTS_PC __builtin_return_address(0)

// --- plain accesses
#define POTS_PLAIN(name, size, writes)                \
  void __tsan_##name(void* address) {                 \
    if (!controlled()) return;                        \
    pots::adv::plain(address, size, writes, POTS_PC); \
  }
#define POTS_PLAIN_SIZE(size)                  \
  POTS_PLAIN(read##size, size, false)          \
  POTS_PLAIN(write##size, size, true)          \
  POTS_PLAIN(volatile_read##size, size, false) \
  POTS_PLAIN(volatile_write##size, size, true)
POTS_PLAIN_SIZE(1)
POTS_PLAIN_SIZE(2)
POTS_PLAIN_SIZE(4)
POTS_PLAIN_SIZE(8)
POTS_PLAIN_SIZE(16)
#define POTS_UNALIGNED_SIZE(size)                        \
  POTS_PLAIN(unaligned_read##size, size, false)          \
  POTS_PLAIN(unaligned_write##size, size, true)          \
  POTS_PLAIN(unaligned_volatile_read##size, size, false) \
  POTS_PLAIN(unaligned_volatile_write##size, size, true)
POTS_UNALIGNED_SIZE(2)
POTS_UNALIGNED_SIZE(4)
POTS_UNALIGNED_SIZE(8)
POTS_UNALIGNED_SIZE(16)
#define POTS_READ_WRITE(name, size)                  \
  void __tsan_##name(void* address) {                \
    if (!controlled()) return;                       \
    pots::adv::plain(address, size, false, POTS_PC); \
    pots::adv::plain(address, size, true, POTS_PC);  \
  }
POTS_READ_WRITE(read_write1, 1)
POTS_READ_WRITE(read_write2, 2)
POTS_READ_WRITE(read_write4, 4)
POTS_READ_WRITE(read_write8, 8)
POTS_READ_WRITE(read_write16, 16)
POTS_READ_WRITE(unaligned_read_write2, 2)
POTS_READ_WRITE(unaligned_read_write4, 4)
POTS_READ_WRITE(unaligned_read_write8, 8)
POTS_READ_WRITE(unaligned_read_write16, 16)
void __tsan_vptr_update(void** address, void* value) {
  if (controlled() && *address != value) {
    pots::adv::plain(address, sizeof(void*), true, POTS_PC);
  }
}
void __tsan_vptr_read(void** address) {
  if (controlled()) {
    pots::adv::plain(address, sizeof(void*), false, POTS_PC);
  }
}
void __tsan_read_range(void* address, unsigned long size) {
  if (controlled() && size > 0) {
    pots::adv::plain(address, size, false, POTS_PC);
  }
}
void __tsan_write_range(void* address, unsigned long size) {
  if (controlled() && size > 0) {
    pots::adv::plain(address, size, true, POTS_PC);
  }
}
void __tsan_init() {}
void __tsan_func_entry(void*) {}
void __tsan_func_exit() {}
void __tsan_ignore_thread_begin() {}
void __tsan_ignore_thread_end() {}

// clang calls these instead of memcpy and its family.
void* __tsan_memcpy(void* to, const void* from, std::size_t size) {
  if (controlled() && size > 0) {
    pots::adv::plain(from, size, false, POTS_PC);
    pots::adv::plain(to, size, true, POTS_PC);
  }
  return std::memcpy(to, from, size);
}
void* __tsan_memmove(void* to, const void* from, std::size_t size) {
  if (controlled() && size > 0) {
    pots::adv::plain(from, size, false, POTS_PC);
    pots::adv::plain(to, size, true, POTS_PC);
  }
  return std::memmove(to, from, size);
}
void* __tsan_memset(void* to, int value, std::size_t size) {
  if (controlled() && size > 0) {
    pots::adv::plain(to, size, true, POTS_PC);
  }
  return std::memset(to, value, size);
}

// --- atomics
#define POTS_UPDATE(bits, T, name, expression)                              \
  T __tsan_atomic##bits##_##name(volatile T* address, T value, int order) { \
    if (!controlled()) {                                                    \
      return __atomic_##name(address, value, __ATOMIC_SEQ_CST);             \
    }                                                                       \
    return pots::adv::atomic_update(address, order, POTS_PC, [&](T old) {   \
      return static_cast<T>(expression);                                    \
    });                                                                     \
  }
#define POTS_ATOMIC(bits, T)                                                  \
  T __tsan_atomic##bits##_load(const volatile T* address, int order) {        \
    return pots::adv::atomic_load(address, order, POTS_PC);                   \
  }                                                                           \
  void __tsan_atomic##bits##_store(volatile T* address, T value, int order) { \
    pots::adv::atomic_store(address, value, order, POTS_PC);                  \
  }                                                                           \
  T __tsan_atomic##bits##_exchange(volatile T* address, T value, int order) { \
    if (!controlled()) {                                                      \
      return __atomic_exchange_n(address, value, __ATOMIC_SEQ_CST);           \
    }                                                                         \
    return pots::adv::atomic_update(address, order, POTS_PC,                  \
                                    [&](T) { return value; });                \
  }                                                                           \
  POTS_UPDATE(bits, T, fetch_add, old + value)                                \
  POTS_UPDATE(bits, T, fetch_sub, old - value)                                \
  POTS_UPDATE(bits, T, fetch_and, old& value)                                 \
  POTS_UPDATE(bits, T, fetch_or, old | value)                                 \
  POTS_UPDATE(bits, T, fetch_xor, old ^ value)                                \
  POTS_UPDATE(bits, T, fetch_nand, ~(old & value))                            \
  int __tsan_atomic##bits##_compare_exchange_strong(                          \
      volatile T* address, T* expected, T value, int order, int failure) {    \
    if (!controlled()) {                                                      \
      return __atomic_compare_exchange_n(address, expected, value, false,     \
                                         __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST); \
    }                                                                         \
    return pots::adv::atomic_exchange_if(address, expected, value, order,     \
                                         failure, false, POTS_PC);            \
  }                                                                           \
  int __tsan_atomic##bits##_compare_exchange_weak(                            \
      volatile T* address, T* expected, T value, int order, int failure) {    \
    if (!controlled()) {                                                      \
      return __atomic_compare_exchange_n(address, expected, value, true,      \
                                         __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST); \
    }                                                                         \
    return pots::adv::atomic_exchange_if(address, expected, value, order,     \
                                         failure, true, POTS_PC);             \
  }                                                                           \
  T __tsan_atomic##bits##_compare_exchange_val(                               \
      volatile T* address, T expected, T value, int order, int failure) {     \
    if (!controlled()) {                                                      \
      __atomic_compare_exchange_n(address, &expected, value, false,           \
                                  __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);        \
      return expected;                                                        \
    }                                                                         \
    pots::adv::atomic_exchange_if(address, &expected, value, order, failure,  \
                                  false, POTS_PC);                            \
    return expected;                                                          \
  }
POTS_ATOMIC(8, unsigned char)
POTS_ATOMIC(16, unsigned short)
POTS_ATOMIC(32, unsigned)
POTS_ATOMIC(64, unsigned long)

void __tsan_atomic_thread_fence(int order) {
  if (controlled()) {
    pots::adv::fence(order);
  } else {
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
  }
}
void __tsan_atomic_signal_fence(int) {}

}  // extern "C"
