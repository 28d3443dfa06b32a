#include "common/cli/keyboard.hpp"

#include <signal.h>
#include <unistd.h>

#include <cerrno>

namespace pots::cli {
namespace {

constexpr int kFatal[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};

// What a signal handler needs must be reachable without an object.
termios before, single_keys;

void restore_and_die(int number) {
  ::tcsetattr(0, TCSANOW, &before);
  ::raise(number);  // SA_RESETHAND: the default action, once we return
}

void on_continue(int) { ::tcsetattr(0, TCSANOW, &single_keys); }

}  // namespace

Keyboard::Keyboard() {
  // A job in the background must leave the terminal alone, or it is stopped.
  if (::tcgetattr(0, &before) != 0 || ::tcgetpgrp(0) != ::getpgrp()) return;
  terminal_ = true;
  single_keys = before;
  single_keys.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
  single_keys.c_cc[VMIN] = 1;
  single_keys.c_cc[VTIME] = 0;
  struct sigaction action = {};
  action.sa_handler = restore_and_die;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  for (const int number : kFatal) ::sigaction(number, &action, nullptr);
  action.sa_handler = on_continue;
  action.sa_flags = SA_RESTART;
  ::sigaction(SIGCONT, &action, nullptr);
  ::tcsetattr(0, TCSANOW, &single_keys);
}

Keyboard::~Keyboard() {
  if (!terminal_) return;
  for (const int number : kFatal) ::signal(number, SIG_DFL);
  ::signal(SIGCONT, SIG_DFL);
  ::tcsetattr(0, TCSADRAIN, &before);
}

std::optional<char> Keyboard::key() {
  char c = 0;
  ssize_t n;
  do {
    n = ::read(0, &c, 1);
  } while (n < 0 && errno == EINTR);
  if (n == 1) return c;
  ended_ = true;
  return std::nullopt;
}

}  // namespace pots::cli
