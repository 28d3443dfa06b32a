// Programs for the kernel player to break: right and wrong ways to read.
#pragma once

#include <cstddef>

namespace pots::adv {

// Reads until n bytes are there, the end, or an error; minus one on an error.
long read_all(int fd, char* to, std::size_t n);
// One read: breaks on short counts and EINTR.
long read_once(int fd, char* to, std::size_t n);
// Loops on 0 for ever.
long read_past_the_end(int fd, char* to, std::size_t n);

}  // namespace pots::adv
