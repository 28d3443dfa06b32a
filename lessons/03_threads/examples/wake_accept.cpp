// What wakes a thread that sleeps in accept, and what does not.
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <string>
#include <thread>

#include "pots/fd.hpp"
#include "pots/loopback.hpp"

void wait_until_asleep(int thread) {
  const std::string path = "/proc/self/task/" + std::to_string(thread);
  std::string number, name, letter;
  while (letter != "S") {  // as in lesson 01
    std::ifstream(path + "/stat") >> number >> name >> letter;
    std::this_thread::yield();
  }
}

int main() {
  // #region wake
  std::uint16_t port = 0;
  pots::Fd listener = pots::listen_loopback(port);
  const pots::Fd second_name(::dup(listener.get()));
  std::atomic<int> number = 0;
  std::atomic<bool> returned = false;
  std::jthread acceptor([&, fd = listener.get()] {
    number = ::gettid();
    number.notify_all();
    const int client = ::accept(fd, nullptr, nullptr);
    const char* why = strerrorname_np(errno);
    returned = true;
    std::printf("  accept -> %d %s\n", client, why);
  });
  number.wait(0);
  wait_until_asleep(number);

  std::puts("close(listener)");
  listener = pots::Fd();
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  if (!returned) std::puts("  accept still blocked after 300 ms");

  std::puts("shutdown(listener)");
  ::shutdown(second_name.get(), SHUT_RDWR);
  // #endregion
}
