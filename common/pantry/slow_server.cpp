// One thread, one poll(): it waits for clients, for bytes, for room to send and
// for the moment when a delayed answer is due, whichever comes first.
#include "pots/slow_server.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "common/pantry/detail/protocol.hpp"
#include "common/pantry/detail/service_counts.hpp"
#include "pots/fd.hpp"
#include "pots/loopback.hpp"

namespace pots {
namespace {

using Clock = std::chrono::steady_clock;

// One connection. While an answer is in service nothing is read, so answers
// keep the order of their questions.
struct Client {
  Fd fd;
  std::string inbox = {};
  std::optional<detail::Reply> reply = {};  // in service
  Clock::time_point due = {};               // when to send it
  std::size_t sent = 0;
};

}  // namespace

class SlowServer::Loop {
 public:
  explicit Loop(Options options)
      : delay_(options.delay),
        protocol_(detail::larder_protocol(std::move(options.larder),
                                          std::move(options.raw),
                                          options.hang_up)),
        listener_(listen_loopback(port_)),
        bell_(::eventfd(0, EFD_CLOEXEC)) {
    // Not blocking: a client may have gone between poll() and accept().
    if (bell_.get() < 0 || ::fcntl(listener_.get(), F_SETFL, O_NONBLOCK) < 0) {
      throw std::system_error(errno, std::system_category(), "slow server");
    }
    thread_ = std::thread([this] { run(); });  // last: all else is ready
  }

  ~Loop() { stop(); }

  void stop() {
    if (!thread_.joinable()) return;
    const std::uint64_t once = 1;
    // Cannot fail: the eventfd is ours, and its counter is 0.
    [[maybe_unused]] const ssize_t n = ::write(bell_.get(), &once, sizeof once);
    thread_.join();
    clients_.clear();
    listener_ = Fd();
    bell_ = Fd();
  }

  std::uint16_t port() const { return port_; }
  const detail::ServiceCounts& counts() const { return counts_; }

 private:
  enum class Progress { done, stuck, broken };

  void run();
  bool wait_for_something(std::vector<pollfd>& wanted) const;
  void accept_client();
  bool attend(Client& client, bool ready);
  bool receive(Client& client) const;
  bool take_request(Client& client);
  Progress send_reply(Client& client);

  const std::chrono::milliseconds delay_;
  const detail::Protocol protocol_;
  std::uint16_t port_ = 0;
  Fd listener_;
  Fd bell_;  // rung once, by stop()
  detail::ServiceCounts counts_;
  std::list<Client> clients_;
  std::thread thread_;
};

void SlowServer::Loop::run() {
  std::vector<pollfd> wanted;
  for (;;) {
    wanted = {{bell_.get(), POLLIN, 0}, {listener_.get(), POLLIN, 0}};
    for (const Client& client : clients_) {
      wanted.push_back({client.fd.get(), POLLIN, 0});
    }
    if (!wait_for_something(wanted)) continue;
    if (wanted[0].revents != 0) return;

    std::size_t i = 2;
    for (auto client = clients_.begin(); client != clients_.end(); ++i) {
      const bool stays = attend(*client, wanted[i].revents != 0);
      client = stays ? std::next(client) : clients_.erase(client);
    }
    if (wanted[1].revents != 0) accept_client();
  }
}

// Adjusts what is asked for each client, then waits until something is there or
// the next answer is due.
bool SlowServer::Loop::wait_for_something(std::vector<pollfd>& wanted) const {
  const Clock::time_point now = Clock::now();
  std::optional<Clock::duration> patience;
  std::size_t i = 2;
  for (const Client& client : clients_) {
    pollfd& asked = wanted[i++];
    if (!client.reply) continue;
    if (client.due <= now) {
      asked.events = POLLOUT;  // its answer waits for room
      continue;
    }
    // A negative descriptor is ignored: until its answer is due a client cannot
    // disturb us, not even by hanging up.
    asked.fd = -1;
    const Clock::duration left = client.due - now;
    patience = patience ? std::min(*patience, left) : left;
  }
  if (!patience)
    return ::ppoll(wanted.data(), wanted.size(), nullptr, nullptr) >= 0;
  const auto seconds = std::chrono::floor<std::chrono::seconds>(*patience);
  const std::chrono::nanoseconds rest = *patience - seconds;
  const timespec limit = {static_cast<time_t>(seconds.count()),
                          static_cast<long>(rest.count())};
  return ::ppoll(wanted.data(), wanted.size(), &limit, nullptr) >= 0;
}

void SlowServer::Loop::accept_client() {
  Fd fd(::accept4(listener_.get(), nullptr, nullptr,
                  SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (fd.get() < 0) {
    const bool passes =
        errno == EAGAIN || errno == EINTR || errno == ECONNABORTED;
    // No descriptors left, or worse: refuse everybody from now on, which is
    // seen at once, instead of asking again for ever.
    if (!passes) listener_ = Fd();
    return;
  }
  // All waiting is to be ours: none for the acknowledgement of a packet.
  const int yes = 1;
  ::setsockopt(fd.get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  counts_.accepted();
  clients_.push_back({.fd = std::move(fd)});
}

// Does all that can be done without waiting. False: forget this client.
bool SlowServer::Loop::attend(Client& client, bool ready) {
  if (!client.reply && ready && !receive(client)) return false;
  while (client.reply || take_request(client)) {
    if (client.due > Clock::now()) return true;
    const Progress progress = send_reply(client);
    if (progress == Progress::stuck) return true;
    if (progress == Progress::broken || client.reply->hang_up) return false;
    client.reply.reset();
  }
  return true;
}

// False: the client has hung up.
bool SlowServer::Loop::receive(Client& client) const {
  char buffer[4096];
  const ssize_t n = ::recv(client.fd.get(), buffer, sizeof buffer, 0);
  if (n < 0) return errno == EAGAIN || errno == EINTR;
  client.inbox.append(buffer, static_cast<std::size_t>(n));
  return n > 0;
}

// False: no whole request has come.
bool SlowServer::Loop::take_request(Client& client) {
  client.reply = protocol_(client.inbox);
  if (!client.reply) return false;
  client.sent = 0;
  client.due = Clock::now() + delay_;
  counts_.begin_service();
  return true;
}

SlowServer::Loop::Progress SlowServer::Loop::send_reply(Client& client) {
  const std::string& bytes = client.reply->bytes;
  // Before the last byte is sent, not after: once the client has it, its next
  // request must not be able to meet this one in service.
  counts_.end_service();
  const ssize_t n = ::send(client.fd.get(), bytes.data() + client.sent,
                           bytes.size() - client.sent, MSG_NOSIGNAL);
  if (n < 0 && errno != EAGAIN && errno != EINTR) return Progress::broken;
  if (n > 0) client.sent += static_cast<std::size_t>(n);
  if (client.sent == bytes.size()) return Progress::done;
  counts_.resume_service();
  return Progress::stuck;
}

SlowServer::SlowServer(Options options)
    : loop_(std::make_unique<Loop>(std::move(options))) {}

SlowServer::~SlowServer() = default;

std::uint16_t SlowServer::port() const { return loop_->port(); }
void SlowServer::stop() { loop_->stop(); }
int SlowServer::requests() const { return loop_->counts().requests(); }
int SlowServer::peak_clients() const { return loop_->counts().peak(); }
int SlowServer::accepts() const { return loop_->counts().accepts(); }

}  // namespace pots
