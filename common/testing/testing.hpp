// What tests of exercises share: descriptors to hand over, and the proof that
// an answer leaves nothing behind.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "pots/fd.hpp"

namespace pots::testing {

// Runs `body` twice; after the second time the same descriptors, threads,
// children and heap blocks must be there as before it, else the current test
// fails with a sentence that names what is left. The first time is not
// measured: libraries keep what they set up once.
void leaves_nothing_behind(const std::function<void()>& body);

// While one is alive, a single operator new of more than `bytes` throws
// std::bad_alloc: a program that trusts a stranger's number shows itself
// before it takes all memory. One at a time.
class AllocationLimit {
 public:
  explicit AllocationLimit(std::size_t bytes);
  ~AllocationLimit();
  AllocationLimit(const AllocationLimit&) = delete;
  AllocationLimit& operator=(const AllocationLimit&) = delete;

  std::size_t biggest() const;  // the largest single request so far
};

struct Pipe {
  Fd reader, writer;
};
struct SocketPair {
  Fd ours, theirs;
};

// All of them close on exec and block; they throw std::system_error.
Pipe make_pipe();
SocketPair make_socket_pair();  // stream sockets
Fd make_memory_file();          // empty; read and written at one position

// The test's own input and output. They go past the kernel adversary.
void put(int fd, std::string_view data);  // all of it; std::system_error
std::string take_all(int fd);             // what is there now; never waits

}  // namespace pots::testing
