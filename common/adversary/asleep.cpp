#include "common/adversary/asleep.hpp"

#include <poll.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>

namespace pots::adv {
namespace {

// Whether a thread of the process could run, or waits for a disk.
bool may_run(pid_t process) {
  std::error_code none;
  const std::string tasks = "/proc/" + std::to_string(process) + "/task";
  for (const auto& task : std::filesystem::directory_iterator(tasks, none)) {
    std::ifstream file(task.path() / "stat");
    std::string stat;
    std::getline(file, stat);
    const std::size_t name_end = stat.rfind(')');
    if (name_end == std::string::npos || name_end + 2 >= stat.size()) continue;
    if (stat[name_end + 2] == 'R' || stat[name_end + 2] == 'D') return true;
  }
  return false;
}

}  // namespace

bool ends(pid_t worker) {
  constexpr int kLook = 200;  // ms
  constexpr int kQuietLooks = 10;
  const int handle = static_cast<int>(::syscall(SYS_pidfd_open, worker, 0));
  if (handle == -1) return true;
  clockid_t clock{};
  ::clock_getcpuclockid(worker, &clock);
  timespec before{};
  bool ended = true;
  for (int quiet = 0; ended;) {
    pollfd entry{handle, POLLIN, 0};
    const int n = ::poll(&entry, 1, kLook);
    if (n == 1) break;
    if (n == -1) continue;  // EINTR
    timespec now{};
    ::clock_gettime(clock, &now);
    const bool same =
        now.tv_sec == before.tv_sec && now.tv_nsec == before.tv_nsec;
    before = now;
    quiet = same && !may_run(worker) ? quiet + 1 : 0;
    ended = quiet < kQuietLooks;
  }
  ::close(handle);
  return ended;
}

}  // namespace pots::adv
