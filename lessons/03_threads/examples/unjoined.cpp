// A thread that nobody joins, and what becomes of the program.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <thread>

// #region forget
void forget() {
  std::thread thread([] { ::pause(); });
}  // and nobody has joined it
// #endregion

int main() {
  const pid_t child = ::fork();  // a process to lose
  if (child == 0) {
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    forget();
    std::puts("never printed");
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  std::printf("ended by signal %d\n", WTERMSIG(status));
}
