// Right: the acceptor waits for the listener and for a pipe at the same time;
// stop() closes the pipe. All connections are the acceptor's own, to the end.
#pragma once

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <exception>
#include <memory>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "pots/exactly.hpp"
#include "pots/fd.hpp"

namespace pots {

class EchoServer {
 public:
  explicit EchoServer(Fd listener) : listener_(std::move(listener)) {
    int ends[2];
    if (::pipe(ends) != 0) {
      throw std::system_error(errno, std::system_category(), "pipe");
    }
    bell_ = Fd(ends[0]);
    rope_ = Fd(ends[1]);
    acceptor_ = std::thread([this] { run(); });
  }
  EchoServer(const EchoServer&) = delete;
  ~EchoServer() { stop(); }

  void stop() {
    if (!acceptor_.joinable()) return;
    rope_ = Fd();  // the other end becomes readable
    acceptor_.join();
    listener_ = Fd();  // hangs up on those who were not yet accepted
  }

 private:
  class Client {
   public:
    explicit Client(Fd fd) : fd_(std::move(fd)), thread_([this] { serve(); }) {}
    ~Client() {
      ::shutdown(fd_.get(), SHUT_RDWR);
      thread_.join();
    }
    bool gone() const { return gone_; }

   private:
    void serve() {
      char buf[1000];
      ssize_t n = 0;
      try {
        while ((n = read_some(buf, sizeof buf)) > 0) {
          write_all(fd_.get(), {buf, static_cast<std::size_t>(n)});
        }
      } catch (const std::system_error&) {
      }
      ::shutdown(fd_.get(), SHUT_RDWR);
      gone_ = true;
    }

    ssize_t read_some(char* buf, std::size_t size) {
      for (;;) {
        const ssize_t n = ::read(fd_.get(), buf, size);
        if (n >= 0 || errno != EINTR) return n;
      }
    }

    Fd fd_;
    std::atomic<bool> gone_ = false;
    std::thread thread_;
  };

  void run() {
    std::vector<std::unique_ptr<Client>> clients;
    pollfd wait[2] = {{bell_.get(), POLLIN, 0}, {listener_.get(), POLLIN, 0}};
    for (;;) {
      wait[0].revents = wait[1].revents = 0;
      if (::poll(wait, 2, -1) < 0) continue;  // EINTR
      if (wait[0].revents != 0) return;
      const int fd = ::accept(listener_.get(), nullptr, nullptr);
      if (fd < 0) {
        // For good? Then poll looks at the bell alone.
        if (errno != EINTR && errno != ECONNABORTED) wait[1].fd = -1;
        continue;
      }
      Fd client(fd);
      std::erase_if(clients, [](const auto& one) { return one->gone(); });
      try {
        clients.push_back(std::make_unique<Client>(std::move(client)));
      } catch (const std::exception&) {
      }
    }
  }

  Fd listener_, bell_, rope_;
  std::thread acceptor_;
};

}  // namespace pots
