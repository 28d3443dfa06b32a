// Programs that try everything a judge must survive. The few lines of the key
// protocol are written out here again, so that the judge is not tested with
// the very code that it is to distrust.
#include "hostile.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <thread>

namespace {

char g_key[33];
int g_out = -1;

[[noreturn]] void report(const char* word) {
  char line[64];
  const int n = std::snprintf(line, sizeof line, "%s %s\n", g_key, word);
  if (::write(g_out, line, n) != n) ::_exit(9);
  ::_exit(0);
}

void say(const char* text) {
  [[maybe_unused]] auto n = ::write(1, text, std::strlen(text));
}

// Runs before any constructor of this program and of its libraries: not even
// getenv() works yet.
void take_ticket(int, char**, char** env) {
  const char* const name = "POTS_TICKET=";
  const char* ticket = nullptr;
  for (; *env != nullptr && ticket == nullptr; ++env) {
    if (std::strncmp(*env, name, std::strlen(name)) == 0) {
      ticket = *env + std::strlen(name);
    }
  }
  if (ticket == nullptr) return;
  int in = -1, out = -1;
  if (std::sscanf(ticket, "%d,%d", &in, &out) != 2) ::_exit(9);
  if (::read(in, g_key, 32) != 32) ::_exit(9);
  ::close(in);
  g_out = ::fcntl(out, F_DUPFD, 500);
  ::close(out);
}
__attribute__((section(".preinit_array"),
               used)) void (*const kTakeTicket)(int, char**,
                                                char**) = take_ticket;

void fork_for_ever() {
  for (;;) ::fork();
}

[[gnu::noinline]] void read_an_empty_pipe() {
  int ends[2];
  if (::pipe(ends) != 0) ::_exit(9);
  char byte;
  [[maybe_unused]] auto n = ::read(ends[0], &byte, 1);
}

void deadlock() {
  std::mutex a, b;
  std::atomic<int> ready = 0;
  const auto lock = [&](std::mutex& first, std::mutex& second) {
    std::lock_guard one(first);
    for (++ready; ready < 2;) std::this_thread::yield();
    std::lock_guard two(second);
  };
  std::thread one(lock, std::ref(a), std::ref(b));
  std::thread two(lock, std::ref(b), std::ref(a));
  one.join();
  two.join();
}

// Leaves a process behind that has left session, group and parent.
void leave_a_daemon() {
  if (::fork() == 0) {
    ::setsid();
    if (::fork() != 0) ::_exit(0);
    ::signal(SIGTERM, SIG_IGN);
    ::signal(SIGHUP, SIG_IGN);
    for (;;) ::pause();
  }
  ::wait(nullptr);
}

void deaf_children() {
  for (int i = 0; i < 5; ++i) {
    if (::fork() == 0) {
      for (int s = 1; s < 32; ++s) ::signal(s, SIG_IGN);
      for (;;) ::pause();
    }
  }
}

void print_400_mb() {
  static char block[1 << 16];
  std::memset(block, 'x', sizeof block);
  for (int i = 0; i < 6400; ++i) {
    [[maybe_unused]] auto n = ::write(1, block, sizeof block);
  }
}

void waits_for_a_hanging_child() {
  if (const pid_t child = ::fork(); child != 0) {
    ::waitpid(child, nullptr, 0);
  } else {
    read_an_empty_pipe();
  }
}

// Sleeps in read(), but a clock will wake it.
void wait_for_a_timerfd() {
  const int timer = ::timerfd_create(CLOCK_MONOTONIC, 0);
  const itimerspec in_a_while{.it_interval = {}, .it_value = {1, 700'000'000}};
  ::timerfd_settime(timer, 0, &in_a_while, nullptr);
  std::uint64_t count;
  [[maybe_unused]] auto n = ::read(timer, &count, sizeof count);
}

void wait_for_a_socket_timeout() {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) ::_exit(9);
  const timeval in_a_while{1, 700'000};
  ::setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &in_a_while,
               sizeof in_a_while);
  char byte;
  [[maybe_unused]] auto n = ::recv(ends[0], &byte, 1, 0);
}

void scribble_passed_everywhere() {
  const char line[] = "0123456789abcdef0123456789abcdef passed\n";
  for (int fd = 0; fd < 1024; ++fd) {
    [[maybe_unused]] auto n = ::write(fd, line, sizeof line - 1);
  }
}

void eat_memory() {
  for (;;) {
    char* block = static_cast<char*>(std::malloc(1 << 24));
    std::memset(block, 1, 1 << 24);
  }
}

void run(const std::string& mode) {
  if (mode == "Pass") report("passed");
  if (mode == "Fail") {
    say("some print\nFAILED  01.x  Fail   it was 1\nCause: so.\n");
    report("failed");
  }
  if (mode == "ExitInStaticInit") std::_Exit(0);
  if (mode == "Exit3") std::exit(3);
  if (mode == "Crash") ::raise(SIGSEGV);
  if (mode == "Abort") std::abort();
  if (mode == "ForkForEver") fork_for_ever();
  if (mode == "ReadEmptyPipe") read_an_empty_pipe();
  if (mode == "Deadlock") deadlock();
  if (mode == "LeaveADaemon") leave_a_daemon(), report("passed");
  if (mode == "DeafChildren") deaf_children(), report("passed");
  if (mode == "Print400MB") print_400_mb(), report("passed");
  if (mode == "WaitForHangingChild") waits_for_a_hanging_child();
  if (mode == "TimerFd") wait_for_a_timerfd(), report("passed");
  if (mode == "SocketTimeout") wait_for_a_socket_timeout(), report("passed");
  if (mode == "PollForEver") ::poll(nullptr, 0, -1);
  if (mode == "SleepOn")
    for (;;) ::usleep(1000);
  if (mode == "Burn")
    for (volatile int i = 0;;) i = i + 1;
  if (mode == "EatMemory") eat_memory();
  if (mode == "Scribble") scribble_passed_everywhere(), report("passed");
  if (mode == "ForgeWrongKey") {
    dprintf(g_out, "00000000000000000000000000000000 passed\n");
    ::_exit(0);
  }
  if (mode == "ForgeThenReport") {
    dprintf(g_out, "passed\n");
    report("passed");
  }
  if (mode == "CloseLowDescriptors") {
    for (int fd = 0; fd < 256; ++fd) ::close(fd);
    report("passed");
  }
  if (mode == "CloseAllDescriptors") {
    for (int fd = 0; fd < 1024; ++fd) ::close(fd);
    ::_exit(0);
  }
  if (mode == "WriteAFile") {
    // Below /tmp it may; elsewhere it must not.
    const bool here = ::open("here", O_CREAT | O_WRONLY, 0600) >= 0;
    const bool there =
        ::open("/var/tmp/pots-judge-was-here", O_CREAT | O_WRONLY, 0600) >= 0;
    report(here && !there ? "passed" : "failed");
  }
  if (mode == "Environment") {
    int count = 0;
    for (char** entry = environ; *entry != nullptr; ++entry) {
      count += !std::string(*entry).starts_with("PWD=");  // bubblewrap's own
    }
    char byte;
    const bool quiet =
        ::read(0, &byte, 1) == 0 && ::open("/dev/tty", O_RDWR) < 0;
    report(count == 7 && quiet && ::open("/dev/null", O_RDONLY) == 3
               ? "passed"
               : "failed");
  }
  say("no such mode\n");
  report("failed");
}

// A constructor, so that it comes before GoogleTest's main.
struct Hijack {
  Hijack() {
    if (g_out < 0) return;
    // The arguments of this process, each ended by a NUL.
    char text[4096] = {};
    const int fd = ::open("/proc/self/cmdline", O_RDONLY);
    const ssize_t n = ::read(fd, text, sizeof text - 1);
    ::close(fd);
    const std::string all(text, n > 0 ? n : 0), flag = "--case=Hostile.";
    const std::size_t at = all.find(flag);
    if (at == std::string::npos) ::_exit(9);
    run(all.c_str() + at + flag.size());
    report("passed");
  }
} hijack;

}  // namespace

namespace pots::judge {

std::string own_binary() {
  return std::filesystem::read_symlink("/proc/self/exe");
}

CaseRequest hostile_request(const std::string& mode, Isolation isolation) {
  CaseRequest request;
  request.binary = own_binary();
  request.case_name = "Hostile." + mode;
  request.exercise_id = "01.x";
  // This file is tests/common/judge/hostile.cpp, as seen from the build
  // folder, where the executable is tests/common/NAME.
  namespace fs = std::filesystem;
  const fs::path build = fs::path(request.binary).parent_path() / ".." / "..";
  const fs::path root = build / fs::path(__FILE__).parent_path() / "../../..";
  request.source_root = fs::canonical(root);
  request.build_root = std::filesystem::path(own_binary()).parent_path();
  request.isolation = isolation;
  request.limits.cpu_seconds = 1;
  request.limits.memory_bytes = 128 << 20;
  return request;
}

}  // namespace pots::judge
