#include "common/testing/crash.hpp"

#include <signal.h>
#include <unistd.h>

#include <cstring>
#include <iostream>

#include "common/adversary/fatal_signals.hpp"
#include "common/adversary/setting.hpp"
#include "common/adversary/source_lines.hpp"

namespace pots::testing {
namespace {

// Not async-signal-safe, and it need not be: the process is lost anyway, and
// the judge's deadline ends it if this hangs.
void tell(int signal) {
  ::signal(signal, SIG_DFL);
  std::cout << "\nFAILED  " << adv::case_name()
            << "   the program crashed: " << ::strsignal(signal) << '\n';
  if (const auto line = adv::student_line_on_stack()) {
    std::cout << "Look:  " << line->text() << '\n';
  }
  std::cout.flush();
  ::raise(signal);
}

}  // namespace

void tell_crashes() { adv::catch_fatal_signals(tell); }

}  // namespace pots::testing
