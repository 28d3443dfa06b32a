// An exception that leaves a thread, and what becomes of the program.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <stdexcept>
#include <thread>

// #region burn
void cook() { throw std::runtime_error("burnt"); }

void try_to_catch() {
  try {
    std::jthread thread(cook);
  } catch (const std::exception& error) {
    std::printf("caught: %s\n", error.what());
  }
}
// #endregion

int main() {
  const pid_t child = ::fork();  // a process to lose
  if (child == 0) {
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    try_to_catch();
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  std::printf("ended by signal %d\n", WTERMSIG(status));
}
