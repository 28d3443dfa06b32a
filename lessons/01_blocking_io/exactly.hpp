// Exactly n bytes in, exactly n bytes out, whatever the kernel answers.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace pots {

// Reads from fd until buf is full or the stream ends. Returns how many
// bytes it stored: buf.size(), or less only because of end of file.
// Pre:     fd is a blocking descriptor.
// Calls:   never asks for more than is missing; none for an empty buf;
//          none after read() has given 0 or an error.
// Errors:  EINTR: tries again. Any other, EAGAIN too: std::system_error
//          with that errno; the bytes read so far are lost.
// Threads: any thread, each with a descriptor of its own.
// Life:    fd stays open in every case.
std::size_t read_exactly(int fd, std::span<char> buf);

// Writes all of data, in order, each byte once. The rest as above, but
// after an error some of data may have been written.
// Calls:   none for empty data; none after an error.
void write_all(int fd, std::string_view data);

}  // namespace pots
