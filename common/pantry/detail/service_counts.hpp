// The numbers that the server's thread writes and everybody reads.
#pragma once

#include <algorithm>
#include <mutex>

namespace pots::detail {

// Invariant: 0 <= in service <= peak() <= requests().
// Thread safety: any thread.
class ServiceCounts {
 public:
  void accepted() {
    const std::lock_guard lock(mutex_);
    ++accepts_;
  }
  void begin_service() {
    const std::lock_guard lock(mutex_);
    ++requests_;
    peak_ = std::max(peak_, ++in_service_);
  }
  void end_service() {
    const std::lock_guard lock(mutex_);
    --in_service_;
  }
  void resume_service() {  // end_service() was too early
    const std::lock_guard lock(mutex_);
    ++in_service_;
  }
  int accepts() const { return read(accepts_); }
  int requests() const { return read(requests_); }
  int peak() const { return read(peak_); }

 private:
  int read(const int& number) const {
    const std::lock_guard lock(mutex_);
    return number;
  }

  mutable std::mutex mutex_;
  int accepts_ = 0;
  int requests_ = 0;
  int in_service_ = 0;
  int peak_ = 0;
};

}  // namespace pots::detail
