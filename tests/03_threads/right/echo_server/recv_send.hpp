// Right: recv and send instead of read and write, and a vector of connections
// whose ends are kept by flags that the workers share.
#pragma once

#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <memory>
#include <new>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "pots/fd.hpp"

namespace pots {

class EchoServer {
 public:
  explicit EchoServer(Fd listener)
      : listener_(std::move(listener)),
        acceptor_(&EchoServer::accept_clients, this) {}
  EchoServer(const EchoServer&) = delete;
  ~EchoServer() { stop(); }

  void stop() {
    ::shutdown(listener_.get(), SHUT_RD);
    if (!acceptor_.joinable()) return;
    acceptor_.join();
    for (auto& guest : guests_) ::shutdown(guest.fd.get(), SHUT_RDWR);
    guests_.clear();
  }

 private:
  struct Guest {
    Fd fd;
    std::shared_ptr<std::atomic<bool>> done;
    std::jthread thread;
  };

  static bool send_all(int fd, const char* data, ssize_t size) {
    while (size > 0) {
      const ssize_t n =
          ::send(fd, data, static_cast<std::size_t>(size), MSG_NOSIGNAL);
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return false;
      data += n;
      size -= n;
    }
    return true;
  }

  static void echo(int fd, std::atomic<bool>& done) {
    char buf[512];
    for (;;) {
      const ssize_t n = ::recv(fd, buf, sizeof buf, 0);
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0 || !send_all(fd, buf, n)) break;
    }
    ::shutdown(fd, SHUT_RDWR);
    done = true;
  }

  void accept_clients() {
    for (;;) {
      Fd client(::accept(listener_.get(), nullptr, nullptr));
      if (client.get() < 0 && (errno == EINTR || errno == ECONNABORTED)) {
        continue;
      }
      if (client.get() < 0) return;
      const auto left = [](const Guest& guest) { return guest.done->load(); };
      guests_.erase(std::remove_if(guests_.begin(), guests_.end(), left),
                    guests_.end());
      try {
        guests_.reserve(guests_.size() + 1);  // nothing fails after the start
        auto done = std::make_shared<std::atomic<bool>>(false);
        std::jthread thread([fd = client.get(), done] { echo(fd, *done); });
        guests_.push_back({std::move(client), done, std::move(thread)});
      } catch (const std::system_error&) {
      } catch (const std::bad_alloc&) {
      }
    }
  }

  Fd listener_;
  std::vector<Guest> guests_;
  std::jthread acceptor_;
};

}  // namespace pots
