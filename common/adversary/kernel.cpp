// The kernel player's books: what is driven, what was called.
#include "common/adversary/kernel.hpp"

#include <fcntl.h>
#include <sys/syscall.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "common/adversary/raw_call.hpp"

namespace pots::adv {
namespace {

Kernel* the_kernel = nullptr;

bool is_end(const Call& call) {
  const bool reads = call.name.starts_with("read") ||
                     call.name.starts_with("recv") ||
                     call.name.starts_with("pread");
  if (reads && call.result == 0 && call.asked > 0) return true;
  return call.result < 0 && call.error != EINTR;
}

// What a row's remark and the cause say about an error.
std::string cause_of(const Call& call) {
  if (call.error == EINTR) {
    return call.name +
           " was interrupted by a signal (EINTR). Nothing is lost and nothing "
           "is wrong: the call only has to be made again.";
  }
  if (call.result < 0) {
    return call.name + " failed with " + ::strerrorname_np(call.error) +
           ". It will fail again, and the caller has to be told why.";
  }
  if (call.name.starts_with("w") || call.name.starts_with("send") ||
      call.name.starts_with("pw")) {
    return call.name +
           " may take fewer bytes than it is given; the rest has "
           "not been sent and nobody else will send it.";
  }
  if (call.result == 0) {
    return call.name +
           " returned 0: the stream has ended, and will give 0 "
           "for ever.";
  }
  return call.name +
         " may give fewer bytes than asked, although the stream "
         "has not ended and more will come.";
}

}  // namespace

Kernel::Kernel(Run& run, const KernelPlan& plan) : run_(run), plan_(plan) {
  the_kernel = this;
}

Kernel::~Kernel() { the_kernel = nullptr; }

Kernel* Kernel::playing() { return the_kernel; }

Kernel* Kernel::playing(int fd) {
  if (the_kernel == nullptr) return nullptr;
  const auto found = the_kernel->descriptors_.find(fd);
  if (found == the_kernel->descriptors_.end()) return nullptr;
  if (found->second.closed && raw_call(SYS_fcntl, fd, F_GETFD) >= 0) {
    // The number was given to something else in the meantime.
    the_kernel->descriptors_.erase(found);
    return nullptr;
  }
  return the_kernel;
}

void Kernel::drive(int fd) { descriptors_[fd] = Descriptor{.handed = true}; }

void Kernel::came_from(int parent, int fd) {
  if (descriptors_.contains(parent)) descriptors_[fd] = Descriptor{};
}

int Kernel::count(std::string_view name) const {
  int n = 0;
  for (const Call& call : calls_) n += call.name == name ? 1 : 0;
  return n;
}

int Kernel::first_error() const {
  for (const Call& call : calls_) {
    if (call.result < 0 && call.error != EINTR) return call.error;
  }
  return 0;
}

int Kernel::calls_after_end() const {
  int n = 0;
  std::map<int, bool> ended;
  for (const Call& call : calls_) {
    if (call.name == "close") continue;
    if (ended[call.fd]) ++n;
    ended[call.fd] = ended[call.fd] || is_end(call);
  }
  return n;
}

bool Kernel::blocking(int fd) const {
  return (raw_call(SYS_fcntl, fd, F_GETFL) & O_NONBLOCK) == 0;
}

void Kernel::would_wait_for_ever(std::string_view call, std::string_view why) {
  run_.note("you", call);
  run_.answer("kernel", "waits for ever", why);
  run_.fail(std::string(call) + " would wait for ever: " + std::string(why),
            "a blocking call returns when the other side does something, and "
            "here it has nothing more to do: it waits for you.");
}

// Writes the call down, draws it, and gives the caller its answer.
long Kernel::finish(Call call, std::string_view shown,
                    std::string_view remark) {
  if (run_.telling()) {
    std::string text = call.name + "(fd " + std::to_string(call.fd);
    if (call.asked > 0) text += ", " + std::to_string(call.asked) + " bytes";
    // The test closes what it handed over when its body ends: that is no part
    // of the story.
    run_.note_if_students("you", text + ")");
    run_.answer("kernel", shown, remark);
  }
  if (call.unkind) run_.explain(cause_of(call));
  // …and no sign that the program under test did anything.
  if (call.name != "close") run_.count_driven();
  const long result = call.result;
  // POSIX lets a successful call leave anything in errno.
  errno = result < 0 ? call.error : EXDEV;
  const int error = errno;
  calls_.push_back(std::move(call));
  errno = error;
  return result;
}

}  // namespace pots::adv

namespace pots {

void for_every_kernel(const adv::KernelPlan& plan,
                      const std::function<void(adv::Kernel&)>& body) {
  adv::Plan choices;
  choices.unkind = plan.unkind;
  choices.random = plan.random;
  choices.actors = {"you", "kernel"};
  choices.must_be_driven = !plan.may_stay_silent;
  adv::explore(choices, [&](adv::Run& run) {
    adv::Kernel kernel(run, plan);
    body(kernel);
  });
}

}  // namespace pots
