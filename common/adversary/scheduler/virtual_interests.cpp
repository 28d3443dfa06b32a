#include "common/adversary/scheduler/virtual_interests.hpp"

#include <poll.h>
#include <sys/epoll.h>

#include <algorithm>
#include <span>

#include "common/adversary/scheduler/virtual_readiness.hpp"

namespace pots::adv {
namespace {

constexpr int kDeepest = 4;  // sets in sets, as in Linux

std::span<Interest> interests() {
  VirtualFiles& v = virtual_files();
  return {v.interests, static_cast<std::size_t>(v.interests_used)};
}

VirtualFile& watched_file(const Interest& interest) {
  return virtual_files().files[interest.file];
}

// Whether it is asked for, and was not told once and for all.
bool concerns(const Interest& interest, int events) {
  constexpr std::uint32_t kFlags = EPOLLET | EPOLLONESHOT;
  const std::uint32_t asked = interest.events & ~kFlags;
  return asked != 0 && (events == kWhatever ||
                        (asked & static_cast<std::uint32_t>(events)) != 0);
}

VirtualFile& set_of(const Interest& interest) {
  return virtual_files().files[interest.set];
}

}  // namespace

Interest* find_interest(const VirtualFile& set, const VirtualFile& file,
                        int fd) {
  const int in = index_of(set), what = index_of(file);
  for (Interest& interest : interests()) {
    if (interest.set == in && interest.file == what && interest.fd == fd) {
      return &interest;
    }
  }
  return nullptr;
}

Interest* new_interest(const VirtualFile& set, VirtualFile& file, int fd) {
  VirtualFiles& v = virtual_files();
  Interest* const end = v.interests + kMaxInterests;
  Interest* free = std::find_if(v.interests, end,
                                [](const Interest& i) { return i.set < 0; });
  if (free == end) return nullptr;
  *free = Interest{};
  free->set = index_of(set);
  free->file = index_of(file);
  free->fd = fd;
  free->added_at = ++v.last_added;
  ++file.watched;
  v.interests_used =
      std::max(v.interests_used, static_cast<int>(free - v.interests) + 1);
  foresee_again();
  return free;
}

void forget_interest(Interest& interest) {
  --watched_file(interest).watched;
  interest = Interest{};
  foresee_again();
}

void forget_interests(const VirtualFile& file) {
  const int gone = index_of(file);
  for (Interest& interest : interests()) {
    if (interest.set < 0) continue;
    if (interest.file == gone || interest.set == gone) {
      forget_interest(interest);
    }
  }
}

int ready_events(const Interest& interest) {
  return ready_events(watched_file(interest)) &
         static_cast<int>(interest.events);
}

int look_at(const Interest& interest) {
  const VirtualFile& file = watched_file(interest);
  if (file.kind == VirtualFile::Kind::kSet) {
    const std::uint64_t last = virtual_files().last_ready;
    for (Interest* next = next_ready(file, last);
         next != nullptr && look_at(*next) == 0;
         next = next_ready(file, last)) {
      next->ready_at = 0;
    }
  }
  return ready_events(interest);
}

Interest* next_ready(const VirtualFile& set, std::uint64_t last) {
  const int in = index_of(set);
  Interest* next = nullptr;
  for (Interest& interest : interests()) {
    if (interest.set != in || interest.ready_at == 0) continue;
    if (interest.ready_at > last) continue;
    if (next == nullptr || interest.ready_at < next->ready_at) {
      next = &interest;
    }
  }
  return next;
}

bool has_ready(const VirtualFile& set) {
  const int in = index_of(set);
  return std::ranges::any_of(interests(), [=](const Interest& interest) {
    return interest.set == in && interest.ready_at != 0 &&
           ready_events(interest) != 0;
  });
}

void join_ready(Interest& interest) {
  if (interest.ready_at == 0) {
    interest.ready_at = ++virtual_files().last_ready;
    changed();
  }
  // A set may be watched, too.
  rang(set_of(interest), POLLIN | POLLRDNORM);
}

void rang(const VirtualFile& file, int events) {
  // The kernel asks the latest one first.
  std::uint64_t before = ~std::uint64_t{0};
  for (int left = file.watched; left > 0; --left) {
    Interest* latest = nullptr;
    for (Interest& interest : interests()) {
      if (interest.set < 0 || interest.file != index_of(file)) continue;
      if (interest.added_at >= before) continue;
      if (latest == nullptr || interest.added_at > latest->added_at) {
        latest = &interest;
      }
    }
    before = latest->added_at;
    if (concerns(*latest, events)) join_ready(*latest);
  }
}

void rang_peer(const VirtualFile& file, int events) {
  if (file.peer >= 0) rang(virtual_files().files[file.peer], events);
}

bool leads_to(const VirtualFile& set, const VirtualFile& other, int depth) {
  if (depth > kDeepest) return true;
  const int in = index_of(set), what = index_of(other);
  return std::ranges::any_of(interests(), [&](const Interest& interest) {
    if (interest.set != in) return false;
    const VirtualFile& file = watched_file(interest);
    return interest.file == what || (file.kind == VirtualFile::Kind::kSet &&
                                     leads_to(file, other, depth + 1));
  });
}

Watchers watchers_of(std::uint64_t object) {
  Watchers watchers;
  for (const Interest& interest : interests()) {
    if (interest.set < 0) continue;
    const VirtualFile& file = watched_file(interest);
    const bool concerned = file_object(file) == object ||
                           (file.in >= 0 && stream_object(file.in) == object) ||
                           (file.out >= 0 && stream_object(file.out) == object);
    if (!concerned) continue;
    const std::uint64_t set = file_object(set_of(interest));
    watchers.more |= watchers.set != 0 && watchers.set != set;
    watchers.more |= set_of(interest).watched > 0;
    watchers.set = set;
  }
  return watchers;
}

}  // namespace pots::adv
