#include "common/adversary/scheduler/thread_locals.hpp"

#include <link.h>

#include <cstdlib>
#include <cstring>

#include "common/adversary/scheduler/fibers.hpp"
#include "common/adversary/scheduler/real_calls.hpp"

namespace pots::adv {
namespace {

// The block of the program itself lies right below the thread pointer.
struct Block {
  const void* image = nullptr;
  std::size_t initialised = 0;
  std::size_t size = 0;
  std::size_t distance = 0;  // from its begin to the thread pointer
  void* body = nullptr;      // the body's, as it was at first
};
Block own_block;

struct Destructor {
  void (*run)(void*);
  void* object;
  Actor actor;
};
constexpr int kMaxDestructors = 1024;
struct Destructors {
  std::uint32_t execution = 0;
  int count = 0;
  Destructor list[kMaxDestructors];
};
Destructors* destructors = nullptr;

int find_block(dl_phdr_info* info, std::size_t, void*) {
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const auto& header = info->dlpi_phdr[i];
    if (header.p_type != PT_TLS) continue;
    own_block.image = reinterpret_cast<void*>(info->dlpi_addr + header.p_vaddr);
    own_block.initialised = header.p_filesz;
    own_block.size = header.p_memsz;
    // What the x86-64 TLS ABI says (variant II).
    own_block.distance =
        (header.p_memsz + header.p_align - 1) / header.p_align * header.p_align;
  }
  return 1;
}

}  // namespace

bool program_has_thread_locals() {
  dl_iterate_phdr(find_block, nullptr);
  return own_block.size > 0;
}

void prepare_thread_locals() {
  destructors = static_cast<Destructors*>(std::calloc(1, sizeof(Destructors)));
  if (!program_has_thread_locals()) return;
  const std::uintptr_t at =
      machine->threads[0].fiber.thread_pointer - own_block.distance;
  own_block.body = std::malloc(own_block.size);
  std::memcpy(own_block.body, reinterpret_cast<void*>(at), own_block.size);
}

void reset_thread_locals(Thread& thread) {
  if (own_block.size == 0) return;
  char* at =
      reinterpret_cast<char*>(thread.fiber.thread_pointer) - own_block.distance;
  if (&thread == &machine->threads[0]) {
    std::memcpy(at, own_block.body, own_block.size);
  } else {
    std::memcpy(at, own_block.image, own_block.initialised);
    std::memset(at + own_block.initialised, 0,
                own_block.size - own_block.initialised);
  }
}

void run_thread_local_destructors() {
  Destructors& all = *destructors;
  if (all.execution != machine->execution) return;
  for (int i = all.count - 1; i >= 0; --i) {
    // A destructor may register others, and other threads may run between.
    if (all.list[i].actor != machine->running || all.list[i].run == nullptr) {
      continue;
    }
    const Destructor destructor = all.list[i];
    all.list[i].run = nullptr;
    destructor.run(destructor.object);
    i = all.count;
  }
}

}  // namespace pots::adv

extern "C" int __cxa_thread_atexit_impl(void (*run)(void*), void* object,
                                        void* library) {
  using namespace pots::adv;
  if (!controlled()) {
    static const auto real =
        pots::adv::next_definition<int (*)(void (*)(void*), void*, void*)>(
            "__cxa_thread_atexit_impl");
    return real(run, object, library);
  }
  Destructors& all = *destructors;
  if (all.execution != machine->execution) {
    all.execution = machine->execution;
    all.count = 0;
  }
  if (all.count == kMaxDestructors) return -1;
  all.list[all.count++] = Destructor{run, object, machine->running};
  return 0;
}
