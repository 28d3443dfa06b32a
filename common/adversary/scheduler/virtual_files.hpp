// What virtual descriptors lead to: open files, and the bytes between two of
// them.
//
// As in the kernel there are three floors. A number leads to an open file;
// several numbers may lead to one (dup). A file reads from one stream and
// writes to another; the two ends of a connection have them the other way
// round.
//
// Beside them, what epoll sets watch: files, not numbers.
//
// Invariants: 1. A file lives as long as a number, a backlog or a thread in a
//                call holds it. A set that watches it does not.
//             2. A stream lives as long as one of its two ends does.
//             3. Streams are not reused within an execution while unused ones
//                are left: its clock tells who has written to it.
#pragma once

#include <sys/socket.h>
#include <sys/un.h>

#include <cstddef>
#include <cstdint>

#include "common/adversary/scheduler/machine.hpp"
#include "common/adversary/scheduler/virtual_descriptors.hpp"

namespace pots::adv {

inline constexpr int kMaxFiles = 256;
inline constexpr int kMaxStreams = 256;
inline constexpr int kMaxBacklog = 64;
inline constexpr int kMaxInterests = 256;

// The name of a socket: a port of this machine, or a path.
struct SocketName {
  sa_family_t family = AF_UNSPEC;
  std::uint16_t port = 0;
  socklen_t path_length = 0;
  char path[sizeof(sockaddr_un::sun_path)] = {};
};

// Bytes on their way in one direction.
struct VirtualStream {
  bool writer = false;  // its end is there
  bool reader = false;
  bool ended = false;     // the writer will send no more: closed or shut down
  std::size_t first = 0;  // a ring in a buffer of its own
  std::size_t count = 0;
};

struct VirtualFile {
  enum class Kind : std::uint8_t { kNone, kPipe, kSocket, kEvent, kSet };
  enum class Stage : std::uint8_t { kFresh, kListening, kConnected };
  Kind kind = Kind::kNone;
  Stage stage = Stage::kFresh;
  bool dont_wait = false;       // O_NONBLOCK
  bool in_ended = false;        // shutdown(SHUT_RD)
  bool out_ended = false;       // shutdown(SHUT_WR)
  bool broken = false;          // the connection was reset
  bool reset_at_close = false;  // SO_LINGER with time 0
  bool may_share_port = false;  // SO_REUSEADDR
  bool counts_down = false;     // EFD_SEMAPHORE
  int error = 0;                // SO_ERROR: reported once
  int holders = 0;
  int watched = 0;                    // by so many interests
  int in = -1, out = -1;              // streams
  int peer = -1;                      // file
  std::uint64_t counter = 0;          // of an eventfd
  std::uint64_t receive_timeout = 0;  // ns
  std::uint64_t send_timeout = 0;
  SocketName name, peer_name;
  int room = 0;  // of a listener's backlog
  int pending = 0;
  int backlog[kMaxBacklog] = {};  // files, the first to be accepted first
};

// A number that is open.
struct VirtualNumber {
  int file = -1;
  bool close_on_exec = false;
  const void* pc = nullptr;  // who made it
  Actor actor = -1;
};

// What a set watches: a file, under the number that it was added by.
struct Interest {
  int set = -1;  // file; -1: unused
  int file = -1;
  int fd = -1;
  std::uint32_t events = 0;    // what was asked for; only flags: told once
  std::uint64_t data = 0;      // the program's
  std::uint64_t ready_at = 0;  // its place among those to be told; 0: none
  std::uint64_t added_at = 0;
};

// A call that a thread stands in front of, or sleeps in, so that what it will
// touch can be foreseen anew when numbers have changed hands.
struct CallAhead {
  enum class Way : std::uint8_t {
    kNone,
    kLook,
    kChange,
    kIn,
    kOut,
    kBoth,
    kWait,   // for a set
    kSleep,  // for `object`
  };
  Way way = Way::kNone;
  int fd = -1;
  std::uint64_t object = 0;
};

struct VirtualFiles {
  std::uint32_t execution = 0;
  int next_stream = 0;   // where to look for an unused one
  int streams_used = 0;  // those beyond are as new
  int files_used = 0;
  int interests_used = 0;
  std::uint64_t last_ready = 0;  // the latest place
  std::uint64_t last_added = 0;
  std::uint16_t next_port = 0;
  int numbers_open = 0;
  std::size_t capacity = 0;  // bytes of a stream
  unsigned char* buffers = nullptr;
  VirtualNumber numbers[kVirtualNumbers];
  CallAhead ahead[kMaxThreads];
  VirtualFile files[kMaxFiles];
  VirtualStream streams[kMaxStreams];
  Interest interests[kMaxInterests];
};

// As new if this execution has not asked before.
VirtualFiles& virtual_files();
// Whether this execution has asked for them: most never do.
bool has_virtual_files();

// The file behind a number; nullptr if it is not open.
VirtualFile* file_of(int fd);
VirtualStream& stream(int index);
inline std::size_t room_in(const VirtualStream& s) {
  return virtual_files().capacity - s.count;
}
int index_of(const VirtualFile& file);
inline bool is_tcp(const VirtualFile& file) {
  return file.name.family == AF_INET;
}

// What the parts are to strategies and to happens-before. The table stands for
// the numbers, for what lives and for what is connected to what; every call
// touches it.
inline constexpr std::uint64_t kTableObject = 0x3000;
std::uint64_t stream_object(int stream);
std::uint64_t file_object(const VirtualFile& file);
Object& clock_of(std::uint64_t object);

// Held once, by the caller. nullptr: no more can be had.
VirtualFile* new_file(VirtualFile::Kind kind);
// Makes a and b the two ends of a connection, or of a pipe that leads from a
// to b. False if there are no streams left.
bool connect_files(VirtualFile& a, VirtualFile& b, bool both_ways);
// The lowest free number from `from` on; -1: none. The number holds the file.
int new_number(VirtualFile& file, int from, bool close_on_exec, const void* pc);
void free_number(int fd);

inline void hold(VirtualFile& file) { ++file.holders; }
// The last one closes it: its peer sees the end, or a reset.
void let_go(VirtualFile& file);
// Resets whoever waits to be accepted.
void stop_listening(VirtualFile& file);

// What a thread in front of this call will touch.
void foresee(const CallAhead& call, Touch (&touches)[kMaxTouches]);
// When numbers or connections have changed; the functions above call it.
void foresee_again();

}  // namespace pots::adv
