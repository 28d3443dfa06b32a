#include "common/adversary/scheduler/frameworks.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdint>

namespace pots::adv {
namespace {

struct Range {
  std::uintptr_t begin = 0, size = 0;

  bool has(const void* address) const {
    return reinterpret_cast<std::uintptr_t>(address) - begin < size;
  }
};
Range unit_test, heap;

extern "C" char end;  // of the program's variables; the heap lies behind

}  // namespace

void prepare_frameworks() {
  unit_test = {
      reinterpret_cast<std::uintptr_t>(testing::UnitTest::GetInstance()),
      sizeof(testing::UnitTest)};
  const auto top = reinterpret_cast<std::uintptr_t>(::sbrk(0));
  heap.begin = reinterpret_cast<std::uintptr_t>(&end);
  heap.size = top > heap.begin ? top - heap.begin : 0;
}

bool is_frameworks(const void* mutex) {
  return unit_test.has(mutex) || heap.has(mutex);
}

}  // namespace pots::adv
