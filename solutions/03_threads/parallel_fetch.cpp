// A thread for each key: the waits lie on top of one another.
#include "pots/parallel_fetch.hpp"

#include <cstddef>
#include <exception>
#include <thread>

namespace pots {

std::vector<std::string> fetch_all(const std::vector<std::string>& keys,
                                   const Fetch& fetch) {
  // --- yours ---
  // A slot of each kind for every key, made before the first thread.
  std::vector<std::string> bodies(keys.size());
  std::vector<std::exception_ptr> errors(keys.size());
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      threads.emplace_back([&, i] {
        try {
          bodies[i] = fetch(keys[i]);
        } catch (...) {
          errors[i] = std::current_exception();
        }
      });
    }
  }  // all are joined here, also when emplace_back throws
  for (const std::exception_ptr& error : errors) {
    if (error) std::rethrow_exception(error);
  }
  return bodies;
  // --- end ---
}

}  // namespace pots
