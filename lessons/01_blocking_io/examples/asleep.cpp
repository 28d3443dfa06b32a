// Asks the kernel what two other processes are doing.
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <fstream>
#include <string>

// #region state
// The letter that ps and top show: R runs or is ready, S sleeps.
char state(pid_t process) {
  std::ifstream stat("/proc/" + std::to_string(process) + "/stat");
  std::string number, name, letter = "?";
  stat >> number >> name >> letter;
  return letter[0];
}

// Runs `work` in a process of its own until that is in state `wanted`.
void watch(const char* what, char wanted, auto work) {
  const pid_t child = ::fork();  // two processes return from here
  if (child == 0) ::_exit(work());
  while (state(child) != wanted) ::usleep(1000);
  std::printf("%-20s %c\n", what, state(child));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
}
// #endregion

// #region main
int main() {
  int ends[2];
  if (::pipe(ends) != 0) return 1;
  volatile bool hungry = true;
  char c;
  watch("turns in a loop", 'R', [&] {
    while (hungry) {
    }
    return 0;
  });
  watch("reads an empty pipe", 'S',
        [&] { return ::read(ends[0], &c, 1); });
}
// #endregion
