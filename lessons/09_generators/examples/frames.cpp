// Where do the locals live? Counts what operator new is asked for.
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <new>

#include "pots/generator.hpp"

// #region new
std::size_t asked_for = 0;

void* operator new(std::size_t size) {
  asked_for += size;
  if (void* block = std::malloc(size)) return block;
  throw std::bad_alloc();
}
void operator delete(void* block) noexcept { std::free(block); }
void operator delete(void* block, std::size_t) noexcept {
  std::free(block);
}
// #endregion

// #region bodies
pots::Generator<int> small() {
  for (int i = 0; i < 3; ++i) co_yield i;
}

pots::Generator<int> large() {
  char notes[1000] = {};  // needed on both sides of a co_yield
  for (int i = 0; i < 3; ++i) {
    notes[i] = 'x';
    co_yield notes[i] + notes[999];
  }
}
// #endregion

int main() {
  // #region ask
  {
    const auto items = small();
    std::printf("small: a frame of %zu bytes\n", asked_for);
  }
  asked_for = 0;
  {
    const auto items = large();
    std::printf("large: a frame of %zu bytes\n", asked_for);
  }
  // #endregion
}
