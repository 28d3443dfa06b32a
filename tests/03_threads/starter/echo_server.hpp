// A server with a thread for each client, and a way to stop them all.
//
// Serves:  from the constructor on. Each client gets back what it sends
//          until it ends its sending; then the server ends the
//          connection. A broken client does not disturb the others.
// stop():  Accepts nobody any more, hangs up on every client, also on
//          those not yet accepted; returns when all threads have ended.
//          Waits for no client and no clock. May be called again; the
//          destructor calls it.
// Clients: those that have left are cleaned up (thread joined, number
//          closed) when the next one is accepted, or before.
// Errors:  accept: EINTR, ECONNABORTED: tries again. Another: accepts
//          no more; connections live until stop(). No thread or no
//          memory for a client: hangs up on it. Constructor, without a
//          thread: std::system_error, and the listener is closed.
// Pre:     listener listens.  Threads: one at a time.
#pragma once

#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <exception>
#include <list>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

#include "pots/exactly.hpp"
#include "pots/fd.hpp"

namespace pots {

class EchoServer {
 public:
  EchoServer(const EchoServer&) = delete;
  ~EchoServer() { stop(); }

  // --- yours ---
  // One client at a time: who serves cannot open the door.
  explicit EchoServer(Fd listener)
      : listener_(std::move(listener)), thread_([this] { serve(); }) {}

  void stop() {
    if (!thread_.joinable()) return;
    ::shutdown(listener_.get(), SHUT_RDWR);
    thread_.join();
  }

 private:
  void serve() {
    for (;;) {
      const Fd client(::accept(listener_.get(), nullptr, nullptr));
      if (client.get() < 0) return;
      char buf[4096];
      ssize_t n = 0;
      while ((n = ::read(client.get(), buf, sizeof buf)) > 0) {
        write_all(client.get(), std::string_view(buf, std::size_t(n)));
      }
    }
  }

  Fd listener_;
  std::jthread thread_;
  // --- end ---
};

}  // namespace pots
