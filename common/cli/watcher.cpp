#include "common/cli/watcher.hpp"

#include <sys/inotify.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <utility>

namespace pots::cli {

absl::StatusOr<Watcher> Watcher::on(const std::filesystem::path& file) {
  const int fd = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  if (fd < 0) return absl::ErrnoToStatus(errno, "inotify");
  Watcher watcher(fd, file.filename().string());
  const std::string folder = file.parent_path().string();
  if (::inotify_add_watch(fd, folder.c_str(),
                          IN_CLOSE_WRITE | IN_MOVED_TO | IN_ONLYDIR) < 0) {
    return absl::ErrnoToStatus(errno, "inotify on " + folder);
  }
  return watcher;
}

Watcher::Watcher(Watcher&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)),
      name_(std::move(other.name_)),
      lost_(other.lost_) {}

Watcher& Watcher::operator=(Watcher&& other) noexcept {
  std::swap(fd_, other.fd_);
  std::swap(name_, other.name_);
  std::swap(lost_, other.lost_);
  return *this;
}

Watcher::~Watcher() {
  if (fd_ >= 0) ::close(fd_);
}

bool Watcher::saved() {
  bool saved = false;
  alignas(inotify_event) char buffer[4096];
  for (;;) {
    const ssize_t n = ::read(fd_, buffer, sizeof buffer);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return saved;
    for (ssize_t at = 0; at < n;) {
      inotify_event event;  // the name, if any, follows it in the buffer
      std::memcpy(&event, buffer + at, sizeof event);
      const char* name = buffer + at + sizeof event;
      if ((event.mask & IN_Q_OVERFLOW) != 0) saved = true;
      if ((event.mask & IN_IGNORED) != 0) lost_ = saved = true;
      if (event.len > 0 && name_ == name) saved = true;
      at += static_cast<ssize_t>(sizeof event + event.len);
    }
  }
}

std::string blind_spot(const std::filesystem::path& folder) {
  struct Kind {
    unsigned long magic;
    const char* name;
  };
  static constexpr std::array<Kind, 7> kKinds = {{
      {0x6969, "NFS"},
      {0x517B, "SMB"},
      {0xFE534D42, "SMB"},
      {0xFF534D42, "CIFS"},
      {0x01021997, "9p (a Windows or host folder)"},
      {0x786F4256, "a VirtualBox share"},
      {0x65735546, "FUSE"},
  }};
  struct statfs about;
  if (::statfs(folder.c_str(), &about) != 0) return "";
  const auto magic = static_cast<unsigned long>(about.f_type) & 0xFFFFFFFFUL;
  for (const Kind& kind : kKinds) {
    if (kind.magic == magic) {
      return std::string("This folder is on ") + kind.name +
             ": saves made outside of this system may not be seen.";
    }
  }
  return "";
}

}  // namespace pots::cli
