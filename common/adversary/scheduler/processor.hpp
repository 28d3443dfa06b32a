// What the engine needs to know about the processor, and nothing else does:
// switching stacks, and the register that says which thread's variables
// (thread_local, errno) are meant.
#pragma once

#include <cstddef>
#include <cstdint>

namespace pots::adv {

#if !defined(__x86_64__)
#error "The scheduler adversary knows x86-64. Port this file for another one."
#endif

// Saves the registers that a function must keep on the stack, stores its top
// in *from, goes on at the top of stack `to`. Returns when somebody switches
// back.
extern "C" void pots_switch_stack(void** from, void* to);

// Makes `top` (16-aligned, as a call wants it) a stack on which
// pots_switch_stack enters `function`, which must not return. Backtraces end
// there.
void* prepare_stack(void* top, void (*function)());

// The address behind thread_local variables: the calling kernel thread's now.
std::uintptr_t thread_pointer();
// Makes the kernel thread see another one's variables.
void set_thread_pointer(std::uintptr_t pointer);

}  // namespace pots::adv
