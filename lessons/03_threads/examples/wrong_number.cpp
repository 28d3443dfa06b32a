// A number that was closed, given out again, and still in somebody's
// hands.
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>

// #region number
int main() {
  int ends[2], others[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return 1;
  const int noted = ends[0];
  ::close(ends[0]);  // a worker closes its client
  if (::socketpair(AF_UNIX, SOCK_STREAM, 0, others) != 0) return 1;
  const bool same = others[0] == noted;
  std::printf("somebody else's number: %s\n",
              same ? "the same" : "new");
  ::shutdown(noted, SHUT_RDWR);  // meant for the client who has left
  const bool alive = ::send(others[1], "x", 1, MSG_NOSIGNAL) == 1;
  std::printf("somebody else's line: %s\n", alive ? "works" : "dead");
}
// #endregion
