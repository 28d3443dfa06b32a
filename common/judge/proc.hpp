// What the kernel tells about a case's processes while they run: who descends
// from whom, which thread sleeps in which system call, memory, CPU time.
#pragma once

#include <sys/types.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace pots::judge {

struct ThreadState {
  pid_t pid = 0;
  pid_t tid = 0;
  char state = '?';   // as in /proc/PID/stat: R S D T Z …
  long switches = 0;  // voluntary and involuntary context switches
  // The system call in which it sleeps; -1: none, or it cannot be read.
  long call = -1;
  std::array<std::uint64_t, 6> args = {};

  bool operator==(const ThreadState&) const = default;
};

struct TreeState {
  std::vector<pid_t> processes;
  std::vector<ThreadState> threads;  // of all processes
  std::uint64_t resident_bytes = 0;
  double cpu_seconds = 0;
};

// Every process that descends from `root`, without itself, parents first. At
// most `most` of them. Descendants in a PID namespace of their own count too.
std::vector<pid_t> descendants(pid_t root, std::size_t most);

// Threads of one process; empty if it is gone.
std::vector<ThreadState> threads_of(pid_t pid);

// A look at all these processes. Not atomic: they run on meanwhile.
TreeState look_at(const std::vector<pid_t>& processes);

// The content of a file below /proc; "" if it cannot be read.
std::string read_proc(const std::string& path);

// What descriptor `fd` of `pid` is, as /proc shows it: "pipe:[4711]"; or "".
std::string descriptor_of(pid_t pid, int fd);

}  // namespace pots::judge
