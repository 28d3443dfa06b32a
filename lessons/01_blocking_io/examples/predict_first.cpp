// A header, a body, one byte back: how long does a round trip take?
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "pots/fd.hpp"
#include "pots/loopback.hpp"

// #region ask
// Asks 20 times; sends each question in the given pieces.
void ask(const char* how, const std::vector<std::string>& pieces) {
  std::uint16_t port = 0;
  const pots::Fd door = pots::listen_loopback(port);
  const pots::Fd client = pots::connect_loopback(port);
  const pots::Fd server(::accept(door.get(), nullptr, nullptr));
  const auto start = std::chrono::steady_clock::now();
  char question[104], answer;
  int writes = 0;
  for (int i = 0; i < 20; ++i) {
    for (const std::string& piece : pieces)
      writes += ::write(client.get(), piece.data(), piece.size()) > 0;
    // The server's end: reads until all of the question has come.
    for (ssize_t got = 0, n = 1; n > 0 && got < 104; got += n)
      n = ::read(server.get(), question, 104 - got);
    if (::write(server.get(), "!", 1) != 1) return;
    if (::read(client.get(), &answer, 1) != 1) return;
  }
  const std::chrono::duration<double, std::milli> time =
      std::chrono::steady_clock::now() - start;
  std::printf("%s: 20 questions, %d writes, about %.3f ms each\n", how,
              writes, time.count() / 20);
}

int main() {
  const std::string header(4, 'h'), body(100, 'b');
  ask("two writes", {header, body});
  ask("one write ", {header + body});
}
// #endregion
