// A message in two writes, in one, and in the ways people mend the first.
//
// One thread plays both ends of a TCP connection over the loopback, so that
// nothing is measured but the kernel: no thread has to be woken.
#include <benchmark/benchmark.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cstdint>
#include <stdexcept>
#include <string>

#include "bench/cpus_granted.hpp"
#include "pots/fd.hpp"
#include "pots/loopback.hpp"

namespace {

constexpr std::size_t kHeader = 4, kBody = 100, kQuestion = kHeader + kBody;
constexpr int kRoundTrips = 50;

enum class How { two_writes, two_writes_nodelay, one_write, one_writev };

void sent(ssize_t n) {
  if (n <= 0) throw std::runtime_error("the connection broke");
}

void send_question(int fd, How how, std::string& header, std::string& body) {
  switch (how) {
    case How::two_writes:
    case How::two_writes_nodelay:
      sent(::write(fd, header.data(), kHeader));
      sent(::write(fd, body.data(), kBody));
      break;
    case How::one_write: {  // copies both into one buffer, as 01.framing asks
      const std::string frame = header + body;
      sent(::write(fd, frame.data(), frame.size()));
      break;
    }
    case How::one_writev: {  // no copy: the kernel collects the pieces
      const iovec pieces[] = {{header.data(), kHeader}, {body.data(), kBody}};
      sent(::writev(fd, pieces, 2));
      break;
    }
  }
}

void bm_two_writes(benchmark::State& state, How how) {
  std::uint16_t port = 0;
  const pots::Fd door = pots::listen_loopback(port);
  const pots::Fd client = pots::connect_loopback(port);
  const pots::Fd server(::accept(door.get(), nullptr, nullptr));
  const int on = how == How::two_writes_nodelay ? 1 : 0;
  ::setsockopt(client.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  std::string header(kHeader, 'h'), body(kBody, 'b');
  char question[kQuestion], answer;

  double trips = 0;
  for (auto _ : state) {
    for (int i = 0; i < kRoundTrips; ++i) {
      send_question(client.get(), how, header, body);
      for (std::size_t got = 0; got < kQuestion;) {
        const ssize_t n = ::read(server.get(), question + got, kQuestion - got);
        sent(n);
        got += static_cast<std::size_t>(n);
      }
      sent(::write(server.get(), "!", 1));
      sent(::read(client.get(), &answer, 1));
    }
    trips += kRoundTrips;
  }
  state.counters["per_round_trip"] = benchmark::Counter(
      trips, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void measure(const char* name, How how) {
  benchmark::RegisterBenchmark(
      name, [how](benchmark::State& state) { bm_two_writes(state, how); })
      ->UseRealTime()
      ->Unit(benchmark::kMillisecond);
}

}  // namespace

int main(int argc, char** argv) {
  measure("bm_two_writes/two writes", How::two_writes);
  measure("bm_two_writes/two, TCP_NODELAY", How::two_writes_nodelay);
  measure("bm_two_writes/one write", How::one_write);
  measure("bm_two_writes/one writev", How::one_writev);
  return pots::bench::run(argc, argv);
}
