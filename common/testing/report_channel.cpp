#include "common/testing/report_channel.hpp"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>

#include "common/adversary/raw_call.hpp"

namespace pots::testing {
namespace {

using adv::raw_call;

constexpr int kKeySize = 32;
constexpr const char* kVariable = "POTS_TICKET=";

// Static storage without initialisers: this is filled before those run.
char key[kKeySize];
int judge_fd;
long owner;

// Reads "<in>,<out>" from the environment, then the key from <in>.
void open_channel(int, char**, char** environment) {
  judge_fd = -1;
  // The C library has no environment yet; what is taken out here, it will
  // never have.
  const char* ticket = nullptr;
  char** kept = environment;
  for (char** entry = environment; *entry != nullptr; ++entry) {
    if (std::strncmp(*entry, kVariable, std::strlen(kVariable)) == 0) {
      ticket = *entry + std::strlen(kVariable);
    } else {
      *kept++ = *entry;
    }
  }
  *kept = nullptr;
  if (ticket == nullptr) return;
  char* end = nullptr;
  const long in = std::strtol(ticket, &end, 10);
  if (*end != ',') return;
  const long out = std::strtol(end + 1, nullptr, 10);
  int filled = 0;
  while (filled < kKeySize) {
    const long n = raw_call(SYS_read, in, key + filled, kKeySize - filled);
    if (n <= 0) return;
    filled += static_cast<int>(n);
  }
  raw_call(SYS_close, in);
  // A high number: out of the way of the descriptors that tests count.
  const long high = raw_call(SYS_fcntl, out, F_DUPFD_CLOEXEC, 900);
  raw_call(SYS_close, out);
  judge_fd = static_cast<int>(high);
  owner = raw_call(SYS_getpid);
}

__attribute__((section(".preinit_array"),
               used)) void (*first_of_all)(int, char**, char**) = open_channel;

}  // namespace

bool has_judge() { return judge_fd >= 0; }

void report(bool passed) {
  if (judge_fd < 0 || raw_call(SYS_getpid) != owner) return;
  char line[kKeySize + 8];
  std::memcpy(line, key, kKeySize);
  std::memcpy(line + kKeySize, passed ? " passed\n" : " failed\n", 8);
  raw_call(SYS_write, judge_fd, line, sizeof line);
  raw_call(SYS_close, judge_fd);
  std::memset(key, 0, sizeof key);
  judge_fd = -1;
}

}  // namespace pots::testing
