// Everything that read(2) may answer, each answer asked for on purpose.
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>

// #region ask
void ask(int fd) {
  char buf[100];
  const ssize_t n = ::read(fd, buf, sizeof buf);
  const char* why = n < 0 ? strerrorname_np(errno) : "(end of file)";
  if (n <= 0) {
    std::printf("read -> %zd %s\n", n, why);
  } else {
    std::printf("read -> %zd \"%.*s\"\n", n, static_cast<int>(n), buf);
  }
}
// #endregion

int main() {
  int ends[2];
  if (::pipe(ends) != 0) return 1;
  struct sigaction alarm {};
  alarm.sa_handler = [](int) {};  // a handler, and no SA_RESTART
  ::sigaction(SIGALRM, &alarm, nullptr);
  const itimerval every_20_ms{{0, 20'000}, {0, 20'000}}, never{};
  // #region talk
  if (::write(ends[1], "hello, ", 7) == 7) ask(ends[0]);
  if (::write(ends[1], "world", 5) == 5) ask(ends[0]);
  ::setitimer(ITIMER_REAL, &every_20_ms, nullptr);
  ask(ends[0]);  // nothing is there, and an alarm clock rings
  ::setitimer(ITIMER_REAL, &never, nullptr);
  ::close(ends[1]);  // nobody can write any more
  ask(ends[0]);
  ask(ends[0]);
  // #endregion
}
