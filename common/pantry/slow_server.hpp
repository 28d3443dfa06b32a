// A server in this process that answers after a delay: the thing to wait for.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace pots {

struct SlowServerOptions {
  // From a whole request to its answer. Requests wait side by side.
  std::chrono::milliseconds delay{0};
  // Close each connection after its first answer.
  bool hang_up = false;
  // Key and value of everything that can be asked for.
  std::map<std::string, std::string> larder = {};
  // Misbehaviour, for tests: these keys are answered with exactly these
  // bytes, whatever they are, and then the server hangs up.
  std::map<std::string, std::string> raw = {};
};

// Speaks the larder protocol on a loopback port, from one thread:
//   request "GET <key>\n";  answer "OK <n>\n" and n bytes, or "NO <reason>\n".
// Unless told to hang up it keeps a connection open for further questions.
// Every answer leaves in one write (as much of it as the socket takes).
//
// Errors:        the constructor throws std::system_error.
// Thread safety: the numbers may be read by any thread; stop() and the
//                destructor: one thread, once the others have let go.
// Resources:     while it runs, a thread and some descriptors; none after
//                stop(). A test that counts either makes the server inside
//                the body that it counts, or before counting begins and stops
//                it after: it closes its ends of connections in its own time.
class SlowServer {
 public:
  using Options = SlowServerOptions;

  explicit SlowServer(Options options);
  ~SlowServer();  // stop()
  SlowServer(const SlowServer&) = delete;
  SlowServer& operator=(const SlowServer&) = delete;

  std::uint16_t port() const;

  // Hangs up on everybody and joins the thread; answers that are still being
  // delayed are never sent. Further calls do nothing.
  void stop();

  // Whole requests so far.
  int requests() const;
  // Most requests in service at once. In service: from the '\n' of the request
  // until just before the last byte of its answer is sent.
  int peak_clients() const;
  // Connections accepted; final only after stop().
  int accepts() const;

 private:
  class Loop;
  std::unique_ptr<Loop> loop_;
};

}  // namespace pots
