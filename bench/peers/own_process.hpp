// Lets a measurement run in a process of its own, so that nobody is measured in
// the memory that somebody else has left behind.
#pragma once

#include <malloc.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <exception>
#include <optional>
#include <string>
#include <vector>

#include "pots/fd.hpp"

namespace pots::bench {

// Memory that was freed stays in the process, as in one that runs for hours:
// else most of what is measured is the kernel that takes it and gives it again.
inline void keep_freed_memory() {
  ::mallopt(M_TRIM_THRESHOLD, 1 << 30);
  ::mallopt(M_MMAP_THRESHOLD, 32 << 20);
}

// What f(), called in a child, has returned; nothing if the child died or f
// threw (which the child reports). Pre: the caller has one thread.
template <class F>
std::optional<double> in_own_process(F&& f) {
  int ends[2];
  if (::pipe(ends) != 0) return std::nullopt;
  const Fd reader(ends[0]);
  Fd writer(ends[1]);
  const pid_t child = ::fork();
  if (child == 0) {
    keep_freed_memory();
    try {
      const double measured = f();
      const bool sent =
          ::write(writer.get(), &measured, sizeof measured) == sizeof measured;
      ::_exit(sent ? 0 : 1);
    } catch (const std::exception& error) {
      std::fprintf(stderr, "%s\n", error.what());
      ::_exit(1);
    }
  }
  writer = Fd();
  double measured = 0;
  const bool received = child > 0 && ::read(reader.get(), &measured,
                                            sizeof measured) == sizeof measured;
  int status = 0;
  if (child > 0) ::waitpid(child, &status, 0);
  if (!received) return std::nullopt;
  return measured;
}

// The number that a program prints; nothing if it prints none.
inline std::optional<double> number_from(std::vector<std::string> command) {
  std::string line;
  for (const std::string& word : command) line += "'" + word + "' ";
  std::FILE* output = ::popen(line.c_str(), "r");
  if (output == nullptr) return std::nullopt;
  double number = 0;
  const bool found = std::fscanf(output, "%lf", &number) == 1;
  if (::pclose(output) != 0 || !found) return std::nullopt;
  return number;
}

}  // namespace pots::bench
