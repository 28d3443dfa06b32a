// Output of a program that may print without end.
#include "common/judge/capped_text.hpp"

#include <algorithm>

namespace pots::judge {

CappedText::CappedText(std::size_t capacity)
    : head_room_(capacity / 2), tail_room_(capacity - capacity / 2) {}

void CappedText::append(std::string_view bytes) {
  total_ += bytes.size();
  const std::size_t to_head = std::min(head_room_ - head_.size(), bytes.size());
  head_.append(bytes.substr(0, to_head));
  bytes.remove_prefix(to_head);
  if (bytes.size() > tail_room_) {
    bytes.remove_prefix(bytes.size() - tail_room_);
  }
  tail_.append(bytes);
  // Trimmed only when it has doubled, so that a byte is moved at most twice.
  if (tail_.size() > 2 * tail_room_) {
    tail_.erase(0, tail_.size() - tail_room_);
  }
}

std::string CappedText::str() const {
  const std::size_t keep = std::min(tail_.size(), tail_room_);
  const std::size_t dropped = total_ - head_.size() - keep;
  if (dropped == 0) return head_ + tail_;
  return head_ + "\n… " + std::to_string(dropped) + " bytes more were cut …\n" +
         tail_.substr(tail_.size() - keep);
}

}  // namespace pots::judge
