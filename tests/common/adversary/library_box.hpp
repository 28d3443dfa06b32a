// Something that a library might do, with lines that say they are a library's.
#pragma once

#include <array>
#include <memory>

#include "common/adversary/story.hpp"

namespace pots::adv {

#line 1 "/usr/include/box"
template <class T>
struct Box {
  void put(void (*touch)(char*, StepKind)) {
    touch(storage_->data(), StepKind::kWrite);
  }
  std::unique_ptr<std::array<char, 64>> storage_ =
      std::make_unique<std::array<char, 64>>();
};

}  // namespace pots::adv
