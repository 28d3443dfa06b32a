// The program's global variables, put back before each execution.
//
// A `static int calls` of a student's, or a global mutex, must not carry over
// what an earlier execution left. The writable part of the program is copied
// once; afterwards only pages that were written are copied back. The compiler
// tells of most writes; what libraries write unseen is found by comparing all
// of it after executions 1, 2, 4, 8...
//
// The engine's own globals lie there too. They have the same values whenever
// pages are put back, because what changes lives in the Machine.
#pragma once

#include <cstddef>
#include <cstdint>

namespace pots::adv {

// Copies. To be called at the same place in the program as restore_statics.
void prepare_statics();
void restore_statics();

struct Statics {
  std::uintptr_t begin = 0;
  std::size_t size = 0;
  unsigned char* dirty = nullptr;  // one a page
};
extern Statics statics;

// The program is about to write there.
inline void note_write(std::uintptr_t address, std::size_t size) {
  if (address - statics.begin < statics.size) {
    statics.dirty[(address - statics.begin) >> 12] = 1;
    const std::uintptr_t last = address + size - 1;
    if (last - statics.begin < statics.size) {
      statics.dirty[(last - statics.begin) >> 12] = 1;
    }
  }
}

// Whether the program has written to a global variable in this execution.
bool statics_written();

}  // namespace pots::adv
