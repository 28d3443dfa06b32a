// One call of the running thread on virtual descriptors, from where it stands
// in front of it to its answer.
//
// A call is a visible operation: others may come first. A call that must wait
// is two, because between the look at the number and the sleep nobody can take
// the file away: it sleeps in the file, whatever becomes of the number.
#pragma once

#include <cstddef>
#include <cstdint>

#include "common/adversary/scheduler/machine.hpp"
#include "common/adversary/scheduler/virtual_descriptors.hpp"
#include "common/adversary/scheduler/virtual_files.hpp"

namespace pots::adv {

// Lifetime: one call, on the caller's stack. Holds the file meanwhile.
class VirtualCall {
 public:
  explicit VirtualCall(const CallSite& site) : site_(site) {}
  ~VirtualCall();
  VirtualCall(const VirtualCall&) = delete;
  VirtualCall& operator=(const VirtualCall&) = delete;

  // Stands in front of the call until it is its turn. The file behind the
  // number, or nullptr.
  VirtualFile* arrive(CallAhead::Way way);
  // The same for a call that makes descriptors, or looks at many.
  void arrive_alone(CallAhead::Way way);

  // To be called before unkind(): what comes after it is not told to
  // strategies, for nobody could come in between.
  void touch(std::uint64_t object, bool writes);
  void touch_table(bool writes) { touch(kTableObject, writes); }

  // A choice among n answers of the world, within the budget; 0 is the kind
  // one.
  int unkind(int n);
  // How many of n bytes: all, or fewer, or 0 for EINTR.
  std::size_t unkind_count(std::size_t n, bool may_interrupt);

  // Sleeps until ready(context). False: `timeout` ns (0: none) have passed.
  bool sleep(std::uint64_t object, std::uint64_t timeout, bool (*ready)(void*),
             void* context);

  // The answer, told and returned.
  long done(long result, const char* remark = "");
  long done(long result, const void* bytes);  // remark: the bytes
  long fail(int error);

  // Shown behind the number: `connect(fd 5, port 40000)`.
  char arguments[40] = {};

  const CallSite& site() const { return site_; }

 private:
  void tell_call(const char* answer, const char* remark, long result);

  const CallSite site_;
  VirtualFile* file_ = nullptr;
  bool chose_ = false;
};

}  // namespace pots::adv
