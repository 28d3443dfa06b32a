// What a peer can do wrong: the exceptions that several lessons share.
//
// The world failed -> std::system_error with the errno value.
// The peer sent nonsense -> protocol_error.
// The peer said "there is no such thing" -> not_found.
#pragma once

#include <stdexcept>

namespace pots {

class protocol_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class not_found : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace pots
