#include "common/adversary/scheduler/virtual_files.hpp"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include <algorithm>
#include <new>

#include "common/adversary/raw_call.hpp"
#include "common/adversary/scheduler/virtual_interests.hpp"

namespace pots::adv {

bool virtual_number[kVirtualNumbers];

namespace {

constexpr std::uint64_t kFileObjects = 0x10000;
constexpr std::uint64_t kStreamObjects = 0x20000;
constexpr std::uint16_t kFirstFreePort = 40'000;

// In memory of its own, like all that must not be put back with the program's
// variables.
VirtualFiles* all = nullptr;

// Leaves no real number free among those that are virtual.
void take_numbers() {
  const long nowhere =
      raw_call(SYS_openat, AT_FDCWD, "/dev/null", O_RDWR | O_CLOEXEC);
  if (nowhere < 0) return;
  for (int fd = 3; fd < kVirtualNumbers; ++fd) {
    virtual_number[fd] =
        fd == nowhere || (raw_call(SYS_fcntl, fd, F_GETFD) < 0 &&
                          raw_call(SYS_dup3, nowhere, fd, O_CLOEXEC) == fd);
  }
  if (nowhere < 3 || nowhere >= kVirtualNumbers) raw_call(SYS_close, nowhere);
}

int new_stream() {
  VirtualFiles& v = *all;
  for (int tries = 0; tries < kMaxStreams; ++tries) {
    const int i = v.next_stream;
    v.next_stream = (i + 1) % kMaxStreams;
    VirtualStream& s = v.streams[i];
    if (s.writer || s.reader) continue;
    s = VirtualStream{};
    s.writer = s.reader = true;
    clock_of(stream_object(i)).has_clock = false;
    v.streams_used = std::max(v.streams_used, i + 1);
    return i;
  }
  return -1;
}

}  // namespace

void prepare_virtual_descriptors() {
  if (all != nullptr) return;
  const std::size_t capacity =
      std::max<std::size_t>(machine->plan->stream_buffer, 1);
  void* memory = ::mmap(nullptr, sizeof(VirtualFiles) + kMaxStreams * capacity,
                        PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  all = new (memory) VirtualFiles;
  all->capacity = capacity;
  all->buffers = static_cast<unsigned char*>(memory) + sizeof(VirtualFiles);
  take_numbers();
}

bool has_virtual_files() {
  return all != nullptr && all->execution == machine->execution;
}

VirtualFiles& virtual_files() {
  VirtualFiles& v = *all;
  if (v.execution != machine->execution) {
    v.execution = machine->execution;
    std::fill_n(v.numbers, kVirtualNumbers, VirtualNumber{});
    std::fill_n(v.ahead, kMaxThreads, CallAhead{});
    std::fill_n(v.files, v.files_used, VirtualFile{});
    std::fill_n(v.streams, v.streams_used, VirtualStream{});
    std::fill_n(v.interests, v.interests_used, Interest{});
    v.files_used = v.streams_used = v.next_stream = v.numbers_open = 0;
    v.interests_used = 0;
    v.last_ready = v.last_added = 0;
    v.next_port = kFirstFreePort;
  }
  return v;
}

VirtualFile* file_of(int fd) {
  if (fd < 0 || fd >= kVirtualNumbers) return nullptr;
  VirtualFiles& v = virtual_files();
  const int file = v.numbers[fd].file;
  return file < 0 ? nullptr : &v.files[file];
}

VirtualStream& stream(int index) { return virtual_files().streams[index]; }

int index_of(const VirtualFile& file) {
  return static_cast<int>(&file - virtual_files().files);
}

std::uint64_t stream_object(int stream) {
  return kStreamObjects + 8 * static_cast<std::uint64_t>(stream);
}
std::uint64_t file_object(const VirtualFile& file) {
  return kFileObjects + 8 * static_cast<std::uint64_t>(index_of(file));
}
Object& clock_of(std::uint64_t object) {
  return object_at(reinterpret_cast<void*>(object));
}

VirtualFile* new_file(VirtualFile::Kind kind) {
  VirtualFiles& v = virtual_files();
  for (int i = 0; i < kMaxFiles; ++i) {
    VirtualFile& file = v.files[i];
    if (file.holders > 0) continue;
    file = VirtualFile{};
    file.kind = kind;
    file.holders = 1;
    v.files_used = std::max(v.files_used, i + 1);
    clock_of(file_object(file)).has_clock = false;
    return &file;
  }
  return nullptr;
}

bool connect_files(VirtualFile& a, VirtualFile& b, bool both_ways) {
  const int there = new_stream();
  if (there < 0) return false;
  if (both_ways) {
    const int back = new_stream();
    if (back < 0) {
      stream(there) = VirtualStream{};
      return false;
    }
    a.in = b.out = back;
  }
  a.out = b.in = there;
  a.peer = index_of(b);
  b.peer = index_of(a);
  a.stage = b.stage = VirtualFile::Stage::kConnected;
  foresee_again();
  return true;
}

int new_number(VirtualFile& file, int from, bool close_on_exec,
               const void* pc) {
  VirtualFiles& v = virtual_files();
  for (int fd = std::max(from, 0); fd < kVirtualNumbers; ++fd) {
    if (!virtual_number[fd] || v.numbers[fd].file >= 0) continue;
    v.numbers[fd] = {index_of(file), close_on_exec, pc, machine->running};
    ++v.numbers_open;
    hold(file);
    foresee_again();
    return fd;
  }
  return -1;
}

void free_number(int fd) {
  VirtualFiles& v = virtual_files();
  VirtualFile& file = v.files[v.numbers[fd].file];
  v.numbers[fd] = VirtualNumber{};
  --v.numbers_open;
  foresee_again();
  let_go(file);
}

void let_go(VirtualFile& file) {
  if (--file.holders > 0) return;
  changed();
  forget_interests(file);
  stop_listening(file);
  // Bytes that nobody will read: the sender is told, by a reset.
  bool resets = file.reset_at_close;
  if (file.in >= 0) {
    VirtualStream& in = stream(file.in);
    resets |= in.count > 0;
    in.reader = false;
    in.first = in.count = 0;
    release(clock_of(stream_object(file.in)));
  }
  resets &= file.kind == VirtualFile::Kind::kSocket;
  VirtualFile* peer =
      file.peer < 0 ? nullptr : &virtual_files().files[file.peer];
  if (peer != nullptr) {
    peer->peer = -1;
    if (resets) {
      peer->broken = true;
      const bool half_closed = is_tcp(*peer) && stream(file.out).ended;
      peer->error = half_closed ? EPIPE : ECONNRESET;
    }
  }
  if (file.out >= 0) {
    VirtualStream& out = stream(file.out);
    out.writer = false;
    if (!resets) out.ended = true;
    release(clock_of(stream_object(file.out)));
  }
  if (peer != nullptr) rang(*peer, kWhatever);
}

void stop_listening(VirtualFile& file) {
  if (file.stage != VirtualFile::Stage::kListening) return;
  file.stage = VirtualFile::Stage::kFresh;
  const int pending = file.pending;
  file.pending = 0;
  for (int i = 0; i < pending; ++i) {
    VirtualFile& client = virtual_files().files[file.backlog[i]];
    client.reset_at_close = true;
    let_go(client);
  }
  changed();
}

}  // namespace pots::adv
