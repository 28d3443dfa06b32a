#include "common/adversary/scheduler/fibers.hpp"

#include <cxxabi.h>
#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <sched.h>
#include <sys/syscall.h>

#include <mutex>

#include "common/adversary/raw_call.hpp"
#include "common/adversary/scheduler/processor.hpp"
#include "common/adversary/scheduler/real_calls.hpp"
#include "common/adversary/scheduler/thread_locals.hpp"

namespace pots::adv {
namespace {

// Enough for a student's frames and an unwinder; recursion for ever meets the
// guard page below it.
constexpr std::size_t kStackBytes = 256 << 10;
// Between the donor's own sleeping frames and the fiber's stack.
constexpr std::size_t kGap = 4096;

void sleep_while(std::uint32_t* word, std::uint32_t value) {
  while (__atomic_load_n(word, __ATOMIC_ACQUIRE) == value) {
    raw_call(SYS_futex, word, FUTEX_WAIT_PRIVATE, static_cast<long>(value), 0,
             0, 0);
  }
}

void give(std::uint32_t* word) {
  __atomic_store_n(word, 1u, __ATOMIC_RELEASE);
  raw_call(SYS_futex, word, FUTEX_WAKE_PRIVATE, 1, 0, 0, 0);
}

void take(std::uint32_t* word) {
  sleep_while(word, 0);
  __atomic_store_n(word, 0u, __ATOMIC_RELAXED);
}

struct DonorStart {
  Thread* thread;
  std::uint32_t ready = 0;
};

using Entry = void (*)();

// A donor's whole life. With fibers it lends its stack and sleeps; it never
// touches a thread_local variable again, for somebody else may be using them.
void* donate(void* argument) {
  auto* start = static_cast<DonorStart*>(argument);
  Thread* thread = start->thread;
  Fiber& fiber = thread->fiber;
  fiber.thread_pointer = thread_pointer();
  const auto here =
      reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
  fiber.stack_top =
      reinterpret_cast<void*>((here - kGap) & ~std::uintptr_t{15});
  fiber.stack_end = here;
  give(&start->ready);
  take(&fiber.token);
  // A thread's life returns when the token comes for the next one.
  while (true) reinterpret_cast<Entry>(fiber.stack)();
}

// What the C++ runtime keeps for a thread, exchanged by hand.
struct RuntimeState {
  void** exceptions = reinterpret_cast<void**>(abi::__cxa_get_globals());
  int* error = &errno;
};

RuntimeState* runtime_state() {
  static RuntimeState state;
  return &state;
}

void save(Fiber& fiber) {
  RuntimeState* state = runtime_state();
  fiber.exceptions[0] = state->exceptions[0];
  fiber.exceptions[1] = state->exceptions[1];
  fiber.once[0] = std::__once_callable;
  fiber.once[1] = reinterpret_cast<void*>(std::__once_call);
  fiber.error = *state->error;
}

void load(const Fiber& fiber) {
  RuntimeState* state = runtime_state();
  state->exceptions[0] = fiber.exceptions[0];
  state->exceptions[1] = fiber.exceptions[1];
  std::__once_callable = fiber.once[0];
  std::__once_call = reinterpret_cast<void (*)()>(fiber.once[1]);
  *state->error = fiber.error;
}

}  // namespace

void prepare_fibers(bool real_threads) {
  Machine& m = *machine;
  m.real_threads = real_threads;
  m.own_thread_pointers = !real_threads && program_has_thread_locals();
  Fiber& body = m.threads[0].fiber;
  body.thread_pointer = thread_pointer();
  body.handle = real_pthread_self();
  body.stack_end = ~std::uintptr_t{0};  // the process's own: alone up there
  runtime_state();
  if (real_threads) {
    // One CPU: a token that travels between two is slower.
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(::sched_getcpu(), &one);
    ::sched_setaffinity(0, sizeof one, &one);
  }
}

void prepare_fiber(Thread& thread, Entry entry) {
  Machine& m = *machine;
  Fiber& fiber = thread.fiber;
  if (fiber.stack_top == nullptr) {
    const bool active = m.active;
    m.active = false;
    // Donors are made once: their stacks and variables have the same addresses
    // in every execution.
    DonorStart start{&thread};
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, kStackBytes);
    if (real_pthread_create(&fiber.handle, &attributes, donate, &start) != 0) {
      violate(Violation::kNotDriven, "no thread to lend its stack");
    }
    pthread_attr_destroy(&attributes);
    sleep_while(&start.ready, 0);
    m.active = active;
  }
  if (m.real_threads) {
    fiber.stack = reinterpret_cast<void*>(entry);
  } else {
    fiber.stack = prepare_stack(fiber.stack_top, entry);
    fiber.exceptions[0] = fiber.exceptions[1] = nullptr;
    fiber.once[0] = fiber.once[1] = nullptr;
    fiber.error = 0;
  }
}

void switch_to(Thread& from, Thread& to) {
  Machine& m = *machine;
  if (m.real_threads) {
    give(&to.fiber.token);
    take(&from.fiber.token);
    return;
  }
  if (m.own_thread_pointers) {
    set_thread_pointer(to.fiber.thread_pointer);
  } else {
    save(from.fiber);
    load(to.fiber);
  }
  pots_switch_stack(&from.fiber.stack, to.fiber.stack);
}

}  // namespace pots::adv
