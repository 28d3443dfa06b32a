// Names and options of virtual sockets.
#include <errno.h>
#include <netinet/in.h>
#include <sys/time.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "common/adversary/scheduler/socket_names.hpp"
#include "common/adversary/scheduler/virtual_call.hpp"

namespace pots::adv {
namespace {

using Way = CallAhead::Way;
using Stage = VirtualFile::Stage;

// nullptr: the call has failed.
VirtualFile* arrive_at_socket(VirtualCall& call, Way way) {
  VirtualFile* file = call.arrive(way);
  if (file == nullptr) {
    call.fail(EBADF);
    return nullptr;
  }
  if (file->kind != VirtualFile::Kind::kSocket) {
    call.fail(ENOTSOCK);
    return nullptr;
  }
  return file;
}

template <class T>
T as(const void* value) {
  T copy;
  std::memcpy(&copy, value, sizeof copy);
  return copy;
}

std::uint64_t nanoseconds(const timeval& time) {
  return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000'000 +
         static_cast<std::uint64_t>(time.tv_usec) * 1'000;
}

}  // namespace

int virtual_name(const CallSite& site, bool of_peer, sockaddr* name,
                 socklen_t* length) {
  VirtualCall call(site);
  const VirtualFile* file = arrive_at_socket(call, Way::kLook);
  if (file == nullptr) return -1;
  if (of_peer && (file->stage != Stage::kConnected || file->broken)) {
    return static_cast<int>(call.fail(ENOTCONN));
  }
  write_socket_name(of_peer ? file->peer_name : file->name, name, length);
  return static_cast<int>(call.done(0));
}

int virtual_set_option(const CallSite& site, int level, int option,
                       const void* value, socklen_t length) {
  VirtualCall call(site);
  VirtualFile* file = arrive_at_socket(call, Way::kChange);
  if (file == nullptr) return -1;
  call.touch_table(true);
  if (level != SOL_SOCKET) return static_cast<int>(call.done(0));
  std::size_t needed = sizeof(int);
  if (option == SO_LINGER) needed = sizeof(linger);
  const bool timed = option == SO_RCVTIMEO || option == SO_SNDTIMEO;
  if (timed) needed = sizeof(timeval);
  if (length < needed) return static_cast<int>(call.fail(EINVAL));
  if (option == SO_LINGER) {
    const auto how = as<linger>(value);
    file->reset_at_close = how.l_onoff != 0 && how.l_linger == 0;
  } else if (option == SO_REUSEADDR) {
    file->may_share_port = as<int>(value) != 0;
  } else if (timed) {
    (option == SO_RCVTIMEO ? file->receive_timeout : file->send_timeout) =
        nanoseconds(as<timeval>(value));
  }
  return static_cast<int>(call.done(0));
}

int virtual_get_option(const CallSite& site, int level, int option, void* value,
                       socklen_t* length) {
  VirtualCall call(site);
  VirtualFile* file = arrive_at_socket(call, Way::kLook);
  if (file == nullptr) return -1;
  int answer = 0;
  if (level == SOL_SOCKET && option == SO_ERROR) {
    call.touch_table(file->error != 0);
    answer = std::exchange(file->error, 0);
    if (answer != 0) changed();
  } else if (level == SOL_SOCKET && option == SO_TYPE) {
    answer = SOCK_STREAM;
  } else if (level == SOL_SOCKET && option == SO_DOMAIN) {
    answer = file->name.family;
  } else if (level == SOL_SOCKET && option == SO_ACCEPTCONN) {
    answer = file->stage == Stage::kListening ? 1 : 0;
  } else if (level == SOL_SOCKET && option == SO_REUSEADDR) {
    answer = file->may_share_port ? 1 : 0;
  }
  std::memcpy(value, &answer, std::min<std::size_t>(sizeof answer, *length));
  *length = sizeof answer;
  return static_cast<int>(call.done(0));
}

}  // namespace pots::adv
