// What the kernel may answer to a call, and doing what was chosen.
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>

#include "common/adversary/kernel.hpp"
#include "common/adversary/raw_call.hpp"

namespace pots::adv {
namespace {

// Readiness now, without waiting: 0, or poll's events.
short ready(int fd, short events) {
  pollfd entry{fd, events, 0};
  const timespec at_once{};
  const long n = raw_call(SYS_ppoll, &entry, 1, &at_once, nullptr, 8);
  return n > 0 ? entry.revents : short{0};
}

// Bytes that could be read now; nullopt where nobody can say.
std::optional<std::size_t> available(int fd) {
  int bytes = 0;
  if (raw_call(SYS_ioctl, fd, FIONREAD, &bytes) < 0) return std::nullopt;
  return static_cast<std::size_t>(std::max(bytes, 0));
}

// Datagrams and packets keep their bounds: no short counts there.
bool is_stream(int fd) {
  int type = SOCK_STREAM;
  socklen_t size = sizeof type;
  raw_call(SYS_getsockopt, fd, SOL_SOCKET, SO_TYPE, &type, &size);
  return type == SOCK_STREAM;
}

// The shorter counts worth trying instead of n: all of them where there are
// few, else the first, the middle and the last.
std::vector<std::size_t> shorter_than(std::size_t n) {
  std::vector<std::size_t> counts;
  if (n <= 16) {
    for (std::size_t i = 1; i < n; ++i) counts.push_back(i);
  } else {
    counts = {1, n / 2, n - 1};
  }
  return counts;
}

// Does not wait, whatever the descriptor's mode: for the one call in between.
class DontWait {
 public:
  explicit DontWait(int fd)
      : fd_(fd), flags_(raw_call(SYS_fcntl, fd, F_GETFL)) {
    raw_call(SYS_fcntl, fd_, F_SETFL, flags_ | O_NONBLOCK);
  }
  ~DontWait() { raw_call(SYS_fcntl, fd_, F_SETFL, flags_); }
  DontWait(const DontWait&) = delete;
  DontWait& operator=(const DontWait&) = delete;

 private:
  int fd_;
  long flags_;
};

std::string quoted(const void* bytes, long count) {
  std::string text = "\"";
  const auto* from = static_cast<const unsigned char*>(bytes);
  for (long i = 0; i < std::min(count, 12L); ++i) {
    static constexpr char kHex[] = "0123456789abcdef";
    const unsigned char c = from[i];
    if (c == '\n') {
      text += "\\n";
    } else if (c == '\r') {
      text += "\\r";
    } else if (c < 0x20 || c > 0x7E) {
      text += std::string("\\x") + kHex[c >> 4] + kHex[c & 15];
    } else {
      text += static_cast<char>(c);
    }
  }
  return text + (count > 12 ? "…\"" : "\"");
}

std::string call_text(std::string_view name, int fd, std::size_t asked) {
  return std::string(name) + "(fd " + std::to_string(fd) + ", " +
         std::to_string(asked) + " bytes)";
}

const char* name_of(int error) {
  const char* name = ::strerrorname_np(error);
  return name == nullptr ? "E?" : name;
}

constexpr const char* kEnd = "end";

// So many times a program may be told that a stream has ended.
constexpr int kZeros = 200;

}  // namespace

long Kernel::transfer(std::string_view name, Direction direction, int fd,
                      std::size_t asked, bool dont_wait, const void* bytes,
                      const Move& move) {
  const bool in = direction == Direction::kIn;
  Descriptor& descriptor = descriptors_[fd];
  Call call{std::string(name), fd, asked, 0, 0, false};
  const auto real = [&](std::size_t limit) {
    const DontWait guard(fd);
    call.result = move(limit);
    if (call.result < 0) {
      call.error = static_cast<int>(-call.result);
      call.result = -1;
    }
  };
  if (in && descriptor.ended && ++descriptor.zeros < kZeros) {
    return finish(call, "end of file", "as before");
  }
  const bool waits = !dont_wait && blocking(fd);
  const short state = ready(fd, in ? POLLIN : POLLOUT);
  if (asked > 0 && state == 0) {
    if (waits) {
      would_wait_for_ever(
          call_text(name, fd, asked),
          in ? "nothing more will come" : "nobody takes anything out");
    }
    call.result = -1;
    call.error = EAGAIN;
    return finish(call, "EAGAIN", in ? "nothing there now" : "no room now");
  }

  std::size_t n = asked;
  const bool at_position = name.starts_with("p");  // pread: not the next bytes
  if (in && !at_position) n = std::min(n, available(fd).value_or(n));
  std::vector<Run::Option> options = {{"all", 0}};
  std::vector<std::size_t> counts;
  if (is_stream(fd)) counts = shorter_than(n);
  for (std::size_t count : counts)
    options.push_back({std::to_string(count), 1});
  std::vector<int> errors = {EINTR};
  errors.insert(errors.end(), plan_.errors.begin(), plan_.errors.end());
  if (!waits && std::count(errors.begin(), errors.end(), EAGAIN) == 0) {
    errors.push_back(EAGAIN);
  }
  for (int error : errors) options.push_back({name_of(error), 1});
  if (in && plan_.end_of_file && n > 0) options.push_back({kEnd, 1});

  const auto taken = static_cast<std::size_t>(run_.choose(options));
  call.unkind = taken > 0;
  if (taken == 0) {
    real(asked);
    if (!in && waits && call.result >= 0 &&
        static_cast<std::size_t>(call.result) < asked && is_stream(fd)) {
      would_wait_for_ever(call_text(name, fd, asked),
                          "nobody takes anything out");
    }
  } else if (taken <= counts.size()) {
    real(counts[taken - 1]);
    call.unkind = call.result >= 0;  // recv on a pipe fails by itself
  } else if (taken <= counts.size() + errors.size()) {
    call.result = -1;
    call.error = errors[taken - 1 - counts.size()];
  } else {
    descriptor.ended = true;
  }

  if (in && asked > 0 && call.result == 0 && ++descriptor.zeros == kZeros) {
    run_.note("you", call_text(name, fd, asked));
    run_.answer("kernel", "end of file", "again and again");
    run_.fail("still reading after the end of the stream",
              std::string(name) +
                  " has returned 0: the stream has ended, and will give 0 for "
                  "ever. A loop that waits for more never ends.");
  }

  std::string shown, remark;
  if (run_.telling()) {
    if (call.result < 0) {
      shown = name_of(call.error);
      if (call.error == EINTR) remark = "a signal came";
    } else if (in && call.result == 0) {
      shown = "end of file";
    } else {
      shown = (in ? "gives " : "takes ") + std::to_string(call.result) + ": " +
              quoted(bytes, call.result);
      if (call.unkind) remark = in ? "fewer than it could" : "not all of it";
    }
  }
  return finish(call, shown, remark);
}

long Kernel::act(std::string_view name, int fd, bool may_interrupt,
                 bool interrupted_after, const std::function<long()>& deed) {
  Call call{std::string(name), fd, 0, 0, 0, false};
  std::vector<int> errors;
  if (may_interrupt) errors.push_back(EINTR);
  errors.insert(errors.end(), plan_.errors.begin(), plan_.errors.end());
  std::vector<Run::Option> options = {{"done", 0}};
  for (int error : errors) options.push_back({name_of(error), 1});
  const auto taken = static_cast<std::size_t>(run_.choose(options));
  call.unkind = taken > 0;
  if (taken == 0 || (interrupted_after && errors[taken - 1] == EINTR)) {
    call.result = deed();
  }
  if (taken > 0) {
    call.result = -1;
    call.error = errors[taken - 1];
  } else if (call.result < 0) {
    call.error = static_cast<int>(-call.result);
    call.result = -1;
  }
  const std::string shown =
      call.result < 0 ? name_of(call.error) : std::to_string(call.result);
  return finish(call, shown, call.error == EINTR ? "a signal came" : "");
}

long Kernel::accept(std::string_view name, int fd,
                    const std::function<long()>& deed) {
  if (blocking(fd) && ready(fd, POLLIN) == 0) {
    would_wait_for_ever(std::string(name) + "(fd " + std::to_string(fd) + ")",
                        "nobody will connect");
  }
  const long result = act(name, fd, true, false, deed);
  if (result >= 0) came_from(fd, static_cast<int>(result));
  return result;
}

long Kernel::wait(std::string_view name, int fd, bool for_ever,
                  const std::function<long()>& ready_now) {
  Call call{std::string(name), fd, 0, 0, 0, false};
  const auto taken = run_.choose({{"ready", 0}, {"EINTR", 1}});
  if (taken == 1) {
    call.unkind = true;
    call.result = -1;
    call.error = EINTR;
    return finish(call, "EINTR", "a signal came");
  }
  call.result = ready_now();
  if (call.result == 0 && for_ever) {
    would_wait_for_ever(std::string(name) + "(fd " + std::to_string(fd) + ")",
                        "nothing more will happen");
  }
  if (call.result < 0) {
    call.error = static_cast<int>(-call.result);
    call.result = -1;
  }
  return finish(call, call.result == 0 ? "time is up" : "ready", "");
}

long Kernel::close(int fd) {
  Descriptor& descriptor = descriptors_[fd];
  if (descriptor.closed) {
    run_.note("you", "close(fd " + std::to_string(fd) + ")");
    run_.fail("descriptor " + std::to_string(fd) + " is closed twice",
              "after the first close the number may belong to somebody else, "
              "whose descriptor the second one closes.");
  }
  Call call{"close", fd, 0, 0, 0, false};
  descriptor.closed = true;
  const long answer = raw_call(SYS_close, fd);
  if (answer < 0) {
    call.result = -1;
    call.error = static_cast<int>(-answer);
  } else if (!descriptor.handed &&
             run_.choose({{"done", 0}, {"EINTR", 1}}) == 1) {
    // Linux has given the number back all the same.
    call.unkind = true;
    call.result = -1;
    call.error = EINTR;
  }
  return finish(call, call.result < 0 ? name_of(call.error) : "closed",
                call.unkind ? "a signal came; it is closed all the same" : "");
}

}  // namespace pots::adv
