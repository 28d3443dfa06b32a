// Moving bytes between the program's buffers and a stream, as read and write
// of the program would: races with other threads on the buffers are seen.
#pragma once

#include <sys/uio.h>

#include <cstddef>

#include "common/adversary/scheduler/virtual_files.hpp"

namespace pots::adv {

// The parts of a scattered buffer, one after the other.
class Scattered {
 public:
  Scattered(const iovec* parts, std::size_t count)
      : part_(parts), end_(parts + count) {}

  std::size_t size() const;  // of what is left
  // The next bytes that lie together, at most `most`; they are used up.
  struct Piece {
    unsigned char* bytes;
    std::size_t size;
  };
  Piece next(std::size_t most);

 private:
  const iovec* part_;
  const iovec* end_;
  std::size_t used_ = 0;  // of *part_
};

// n <= from.count. `peek`: they stay in the stream.
void take_bytes(int from, Scattered& to, std::size_t n, bool peek,
                const void* pc);
// n <= room_in(stream).
void put_bytes(int to, Scattered& from, std::size_t n, const void* pc);

// The program's memory is written, or read, by a call of it.
void program_writes(void* bytes, std::size_t size, const void* pc);
void program_reads(const void* bytes, std::size_t size, const void* pc);

}  // namespace pots::adv
