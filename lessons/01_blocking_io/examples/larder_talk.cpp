// Two questions to the larder and its answers, byte for byte.
#include <unistd.h>

#include <cstdio>
#include <string_view>

#include "pots/fd.hpp"
#include "pots/loopback.hpp"
#include "pots/slow_server.hpp"

// #region talk
void show(const char* who, std::string_view bytes) {
  std::printf("%s ", who);
  for (char c : bytes) c == '\n' ? std::printf("\\n") : std::putchar(c);
  std::puts("");
}

void ask(int fd, std::string_view question) {
  char answer[100];
  show("->", question);
  if (::write(fd, question.data(), question.size()) < 0) return;
  const ssize_t n = ::read(fd, answer, sizeof answer);  // to look at it
  if (n > 0) show("<-", {answer, static_cast<std::size_t>(n)});
}

int main() {
  pots::SlowServer server({.larder = {{"flour", "white"}}});
  const pots::Fd line = pots::connect_loopback(server.port());
  ask(line.get(), "GET flour\n");
  ask(line.get(), "GET gold\n");
}
// #endregion
