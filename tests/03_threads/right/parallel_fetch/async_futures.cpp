// Right: a future for each key. They are asked in the order of the keys, so the
// first exception that get() throws is the one to pass on; the destructors of
// the others wait.
#include <future>

#include "pots/parallel_fetch.hpp"

namespace pots {

std::vector<std::string> fetch_all(const std::vector<std::string>& keys,
                                   const Fetch& fetch) {
  std::vector<std::future<std::string>> coming;
  for (const std::string& key : keys) {
    coming.push_back(
        std::async(std::launch::async, [&fetch, &key] { return fetch(key); }));
  }
  std::vector<std::string> bodies;
  for (auto& body : coming) bodies.push_back(body.get());
  return bodies;
}

}  // namespace pots
