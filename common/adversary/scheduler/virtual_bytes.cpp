#include "common/adversary/scheduler/virtual_bytes.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "common/adversary/scheduler/races.hpp"
#include "common/adversary/scheduler/statics.hpp"

namespace pots::adv {
namespace {

unsigned char* buffer_of(int stream) {
  const VirtualFiles& v = virtual_files();
  return v.buffers + static_cast<std::size_t>(stream) * v.capacity;
}

void record(const void* bytes, std::size_t size, AccessKind kind,
            const void* pc) {
  if (size == 0) return;
  // Strategies were told of the descriptor only.
  if (is_racy_site(pc)) machine->uses_time = true;
  record_access(reinterpret_cast<std::uintptr_t>(bytes), size, kind, pc);
}

}  // namespace

std::size_t Scattered::size() const {
  std::size_t sum = 0;
  for (const iovec* part = part_; part != end_; ++part) sum += part->iov_len;
  return sum - used_;
}

Scattered::Piece Scattered::next(std::size_t most) {
  while (part_ != end_ && used_ == part_->iov_len) {
    ++part_;
    used_ = 0;
  }
  if (part_ == end_) return {nullptr, 0};
  Piece piece{static_cast<unsigned char*>(part_->iov_base) + used_,
              std::min(most, part_->iov_len - used_)};
  used_ += piece.size;
  return piece;
}

void program_writes(void* bytes, std::size_t size, const void* pc) {
  if (size == 0) return;
  for (std::size_t at = 0; at < size; at += 4096) {
    note_write(reinterpret_cast<std::uintptr_t>(bytes) + at,
               std::min<std::size_t>(size - at, 4096));
  }
  record(bytes, size, AccessKind::kWrite, pc);
}

void program_reads(const void* bytes, std::size_t size, const void* pc) {
  record(bytes, size, AccessKind::kRead, pc);
}

void take_bytes(int from, Scattered& to, std::size_t n, bool peek,
                const void* pc) {
  VirtualStream& s = stream(from);
  const std::size_t capacity = virtual_files().capacity;
  const unsigned char* ring = buffer_of(from);
  std::size_t at = s.first;
  for (std::size_t left = n; left > 0;) {
    const Scattered::Piece piece = to.next(std::min(left, capacity - at));
    std::memcpy(piece.bytes, ring + at, piece.size);
    program_writes(piece.bytes, piece.size, pc);
    at = (at + piece.size) % capacity;
    left -= piece.size;
  }
  acquire(clock_of(stream_object(from)));
  if (peek) return;
  s.first = at;
  s.count -= n;
  changed();
}

void put_bytes(int to, Scattered& from, std::size_t n, const void* pc) {
  VirtualStream& s = stream(to);
  const std::size_t capacity = virtual_files().capacity;
  unsigned char* ring = buffer_of(to);
  std::size_t at = (s.first + s.count) % capacity;
  for (std::size_t left = n; left > 0;) {
    const Scattered::Piece piece = from.next(std::min(left, capacity - at));
    program_reads(piece.bytes, piece.size, pc);
    std::memcpy(ring + at, piece.bytes, piece.size);
    at = (at + piece.size) % capacity;
    left -= piece.size;
  }
  s.count += n;
  release(clock_of(stream_object(to)));
  changed();
}

}  // namespace pots::adv
