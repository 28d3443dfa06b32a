#include "common/adversary/fatal_signals.hpp"

#include <signal.h>
#include <sys/mman.h>

#include <cstddef>

namespace pots::adv {
namespace {

constexpr int kFatal[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGXCPU};

}  // namespace

void catch_fatal_signals(void (*handler)(int signal)) {
  // Not a static array: the program's variables are put back between runs, and
  // so much of them would take long.
  constexpr std::size_t kStackBytes = 256 << 10;
  stack_t alternative{};
  alternative.ss_sp = ::mmap(nullptr, kStackBytes, PROT_READ | PROT_WRITE,
                             MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  alternative.ss_size = kStackBytes;
  ::sigaltstack(&alternative, nullptr);
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = SA_ONSTACK | SA_NODEFER;
  for (int signal : kFatal) ::sigaction(signal, &action, nullptr);
}

void release_fatal_signals() {
  for (int signal : kFatal) ::signal(signal, SIG_DFL);
}

}  // namespace pots::adv
