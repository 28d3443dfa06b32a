// Exercise 01.fetch: questions to the larder, one at a time.
//
// The smallest whole conversation: a line out, a line and a body back.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace pots {

// Larder protocol. Question: "GET <key>\n". Answer: a head, "OK <n>\n", and n
// bytes of body; or only a head, "NO <reason>\n". Heads are at most 256 bytes.
// The server keeps the connection open for the next question. A head without
// '\n' (the end of file came first) is treated as a line.
//
// Errors:
//   std::invalid_argument  key is not 1..200 bytes, each, as unsigned char,
//                          > 0x20 and != 0x7F. No byte is sent.
//   not_found              the answer is NO; what() is the reason.
//   protocol_error         any other status; n is not a plain decimal number
//                          (digits, nothing else) <= 2^20; the end of file
//                          comes before the answer is complete.
//   std::system_error      connecting, reading or writing failed: its errno.
// Thread safety: any thread, on different connections.

// One question on an open connection. Takes the answer and waits for nothing
// behind it: after a body, a not_found or an invalid_argument the connection is
// fit for the next question. Does not close fd or keep it.
std::string get(int fd, const std::string& key);

// Connects to 127.0.0.1:port, asks, and closes the connection however it ends.
std::string fetch(std::uint16_t port, const std::string& key);

// fetch for each key, one after another; the i-th body belongs to the i-th key.
// The first error stops it and is passed on.
std::vector<std::string> fetch_all(std::uint16_t port,
                                   const std::vector<std::string>& keys);

}  // namespace pots
