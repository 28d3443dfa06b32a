// TCP connections inside this machine, for servers and clients that we test.
#pragma once

#include <cstdint>

#include "pots/fd.hpp"

namespace pots {

// Errors: std::system_error with the errno value. Thread safety: any thread.
// Every descriptor is blocking and is closed on exec.

// Listens on 127.0.0.1. port == 0 lets the kernel pick a free port; on return
// `port` is the one that was taken. Clients can connect from now on.
Fd listen_loopback(std::uint16_t& port);

// Connects to 127.0.0.1:port; waits until the connection stands.
Fd connect_loopback(std::uint16_t port);

}  // namespace pots
