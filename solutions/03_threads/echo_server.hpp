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
  explicit EchoServer(Fd listener)
      : listener_(std::move(listener)),
        acceptor_([this] { accept_clients(); }) {}

  void stop() {
    if (!acceptor_.joinable()) return;
    hang_up(listener_);  // accept gives EINVAL from now on
    acceptor_.join();
    // The acceptor has ended: from here on the list is ours.
    for (Connection& client : clients_) hang_up(client.fd);
    clients_.clear();
    listener_ = Fd();
  }

 private:
  // Whoever is asleep in a call on it wakes up. The number stays taken.
  static void hang_up(const Fd& fd) { ::shutdown(fd.get(), SHUT_RDWR); }

  struct Connection {
    explicit Connection(Fd client)
        : fd(std::move(client)), thread([this] { serve(); }) {}

    void serve() {
      char buf[4096];
      try {
        for (;;) {
          const ssize_t n = ::read(fd.get(), buf, sizeof buf);
          if (n < 0 && errno == EINTR) continue;
          if (n <= 0) break;
          write_all(fd.get(), std::string_view(buf, std::size_t(n)));
        }
      } catch (const std::system_error&) {
        // This client is broken. The others are not.
      }
      hang_up(fd);
      left = true;
    }

    const Fd fd;
    std::atomic<bool> left = false;
    std::jthread thread;  // the last member: joined before fd is closed
  };

  void accept_clients() {
    for (;;) {
      Fd client(::accept(listener_.get(), nullptr, nullptr));
      if (client.get() < 0) {
        if (errno == EINTR || errno == ECONNABORTED) continue;
        return;
      }
      clients_.remove_if([](auto& old) { return old.left.load(); });
      try {
        clients_.emplace_back(std::move(client));
      } catch (const std::exception&) {
        // No thread or no memory for this one; its Fd has hung up.
      }
    }
  }

  Fd listener_;
  std::list<Connection> clients_;  // the acceptor's, while it runs
  std::jthread acceptor_;
  // --- end ---
};

}  // namespace pots
