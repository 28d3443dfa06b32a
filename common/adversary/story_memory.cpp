#include "common/adversary/story_memory.hpp"

#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>
#include <unwind.h>

#include <algorithm>
#include <cstring>

#include "common/adversary/raw_call.hpp"

namespace pots::adv {
namespace {

// Memory is remembered in pieces: this head, then the bytes.
struct PieceHead {
  std::uint64_t address;
  std::uint64_t size;
};

constexpr int kFramesRemembered = 12;
constexpr std::uint64_t kMostOfAFrame = 512;  // its top: where locals are
constexpr std::uint64_t kBehindAPointer = 128;
constexpr int kMostPointers = 32;

class Remembering {
 public:
  Remembering(Story& story, StoryStep& step) : story_(story), step_(step) {
    step.memory_from = step.memory_to = story.memory_used;
  }
  ~Remembering() { step_.memory_to = story_.memory_used; }

  // False if there is no room or no such memory.
  bool piece(std::uint64_t address, std::uint64_t size) {
    const std::uint64_t room = kStoryMemory - story_.memory_used;
    if (sizeof(PieceHead) + size > room) return false;
    const PieceHead head = {address, size};
    unsigned char* to = story_.memory + story_.memory_used;
    // The kernel checks the address; a wrong one is an error, not a crash.
    iovec local = {to + sizeof(head), size};
    iovec remote = {reinterpret_cast<void*>(address), size};
    const long pid = raw_call(SYS_getpid);
    const long got =
        raw_call(SYS_process_vm_readv, pid, &local, 1, &remote, 1, 0);
    if (got != static_cast<long>(size)) return false;
    std::memcpy(to, &head, sizeof(head));
    story_.memory_used += static_cast<std::uint32_t>(sizeof(head) + size);
    // The next head is aligned as this one.
    story_.memory_used = (story_.memory_used + 7u) & ~7u;
    return true;
  }

  // Where pointers in the pieces from `from` on lead to.
  void follow(std::uint32_t from, std::uint64_t most_of_each) {
    const std::uint32_t end = story_.memory_used;
    for (std::uint32_t at = from; at < end;) {
      PieceHead head;
      std::memcpy(&head, story_.memory + at, sizeof(head));
      const std::uint32_t bytes = at + sizeof(head);
      for (std::uint64_t i = 0; i + 8 <= std::min(head.size, most_of_each);
           i += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, story_.memory + bytes + i, 8);
        if (pointers_ < kMostPointers && may_be_pointer(word) && !known(word)) {
          ++pointers_;
          if (!piece(word, kBehindAPointer)) piece(word, 8);
        }
      }
      at = static_cast<std::uint32_t>((bytes + head.size + 7) & ~7ull);
    }
  }

 private:
  bool may_be_pointer(std::uint64_t word) const {
    if (word < 0x10000 || word >= (1ull << 47)) return false;
    for (int i = 0; i < step_.depth; ++i) {
      if (word == reinterpret_cast<std::uintptr_t>(step_.frames[i])) {
        return false;
      }
    }
    return true;
  }

  bool known(std::uint64_t address) const {
    for (std::uint32_t at = step_.memory_from; at < story_.memory_used;) {
      PieceHead head;
      std::memcpy(&head, story_.memory + at, sizeof(head));
      if (address >= head.address && address < head.address + head.size) {
        return true;
      }
      at = static_cast<std::uint32_t>((at + sizeof(head) + head.size + 7) &
                                      ~7ull);
    }
    return false;
  }

  Story& story_;
  StoryStep& step_;
  int pointers_ = 0;
};

struct Unwinding {
  void** frames;
  std::uint64_t* cfa;
  int skip;
  int depth = 0;
};

_Unwind_Reason_Code note_frame(_Unwind_Context* context, void* into) {
  auto& unwinding = *static_cast<Unwinding*>(into);
  // What the unwinder calls the frame's CFA is its callee's: where the frame
  // had its stack pointer at the call.
  const int callee = unwinding.depth - 1 - unwinding.skip;
  if (callee >= 0 && callee < kStoryFrames) {
    unwinding.cfa[callee] = _Unwind_GetCFA(context);
  }
  const int own = unwinding.depth++ - unwinding.skip;
  if (own >= kStoryFrames || _Unwind_GetIP(context) == 0) {
    --unwinding.depth;
    return _URC_END_OF_STACK;
  }
  if (own >= 0) {
    unwinding.frames[own] = reinterpret_cast<void*>(_Unwind_GetIP(context));
    unwinding.cfa[own] = 0;
  }
  return _URC_NO_REASON;
}

bool remembered_enough(const Story& story, const StoryStep& step) {
  int times = 0;
  const std::size_t count = std::min(story.count, kMaxStorySteps);
  for (std::size_t i = 0; i < count; ++i) {
    const StoryStep& other = story.steps[i];
    if (&other != &step && other.object == step.object &&
        other.memory_to > other.memory_from) {
      ++times;
    }
  }
  return times >= 2;
}

}  // namespace

int remember_stack(void** frames, std::uint64_t* cfa, int skip) {
  // One more for this function.
  Unwinding unwinding{frames, cfa, skip + 1};
  _Unwind_Backtrace(note_frame, &unwinding);
  return std::clamp(unwinding.depth - unwinding.skip, 0, kStoryFrames);
}

void remember_memory(Story& story, StoryStep& step) {
  if (step.object == 0 || remembered_enough(story, step)) return;
  Remembering remembering(story, step);
  std::uint64_t below = 0;  // where the frame begins: the inner one's end
  for (int i = 0; i < std::min(step.depth, kFramesRemembered); ++i) {
    const std::uint64_t end = step.cfa[i];
    if (end == 0) {
      below = 0;
      continue;
    }
    std::uint64_t from = (end - kMostOfAFrame) & ~7ull;
    if (below != 0 && below < end) from = std::max(from, below);
    remembering.piece(from, end - from);
    below = end;
  }
  const std::uint32_t behind_frames = story.memory_used;
  remembering.follow(step.memory_from, kMostOfAFrame);
  // What a captured `this` and a vector's begin point to.
  remembering.follow(behind_frames, 64);
}

std::optional<std::uint64_t> StoryMemory::read(std::uint64_t address,
                                               int size) const {
  for (std::uint32_t at = from_; at < to_;) {
    PieceHead head;
    std::memcpy(&head, bytes_ + at, sizeof(head));
    const std::uint32_t bytes = at + sizeof(head);
    if (address >= head.address && address + static_cast<std::uint64_t>(size) <=
                                       head.address + head.size) {
      std::uint64_t value = 0;
      std::memcpy(&value, bytes_ + bytes + (address - head.address),
                  static_cast<std::size_t>(size));
      return value;
    }
    at = static_cast<std::uint32_t>((bytes + head.size + 7) & ~7ull);
  }
  return std::nullopt;
}

}  // namespace pots::adv
