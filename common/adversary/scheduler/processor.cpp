#include "common/adversary/scheduler/processor.hpp"

#include <asm/prctl.h>
#include <sys/auxv.h>
#include <sys/syscall.h>

#include "common/adversary/raw_call.hpp"

// The six registers that the System V ABI lets a callee keep. The function
// that a fresh stack enters has no caller: `undefined rip` tells unwinders.
asm(R"(
  .text
  .globl pots_switch_stack
  .hidden pots_switch_stack
  .type pots_switch_stack, @function
pots_switch_stack:
  push %rbp
  push %rbx
  push %r12
  push %r13
  push %r14
  push %r15
  mov %rsp, (%rdi)
  mov %rsi, %rsp
  pop %r15
  pop %r14
  pop %r13
  pop %r12
  pop %rbx
  pop %rbp
  ret
  .size pots_switch_stack, .-pots_switch_stack

  .globl pots_enter_stack
  .hidden pots_enter_stack
  .type pots_enter_stack, @function
pots_enter_stack:
  .cfi_startproc
  .cfi_undefined rip
  xor %ebp, %ebp
  call *%rbx
  ud2
  .cfi_endproc
  .size pots_enter_stack, .-pots_enter_stack
)");

extern "C" void pots_enter_stack();

namespace pots::adv {
namespace {

// Linux since 5.9, on processors since 2012, lets programs set the register
// without a system call.
bool can_write_fsbase() {
  static const bool can = (::getauxval(AT_HWCAP2) & 2) != 0;
  return can;
}

}  // namespace

void* prepare_stack(void* top, void (*function)()) {
  void** stack = static_cast<void**>(top);
  *--stack = reinterpret_cast<void*>(&pots_enter_stack);
  *--stack = nullptr;                              // rbp
  *--stack = reinterpret_cast<void*>(function);    // rbx
  for (int i = 0; i < 4; ++i) *--stack = nullptr;  // r12 to r15
  return stack;
}

std::uintptr_t thread_pointer() {
  return reinterpret_cast<std::uintptr_t>(__builtin_thread_pointer());
}

void set_thread_pointer(std::uintptr_t pointer) {
  if (can_write_fsbase()) {
    asm volatile("wrfsbase %0" ::"r"(pointer) : "memory");
  } else {
    raw_call(SYS_arch_prctl, ARCH_SET_FS, static_cast<long>(pointer));
  }
}

}  // namespace pots::adv
