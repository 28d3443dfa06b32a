#include "common/adversary/fatal_signals.hpp"

#include <signal.h>

namespace pots::adv {
namespace {

constexpr int kFatal[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGXCPU};

}  // namespace

void catch_fatal_signals(void (*handler)(int signal)) {
  static char stack[256 << 10];
  stack_t alternative{};
  alternative.ss_sp = stack;
  alternative.ss_size = sizeof stack;
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
