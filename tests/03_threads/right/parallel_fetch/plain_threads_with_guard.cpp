// Right: std::thread, and an object whose destructor joins on every way out.
#include <cstddef>
#include <exception>
#include <thread>

#include "pots/parallel_fetch.hpp"

namespace pots {
namespace {

struct Slot {
  std::string body;
  std::exception_ptr error;
};

class Crew {
 public:
  Crew() = default;
  Crew(const Crew&) = delete;
  ~Crew() { join(); }

  template <class Work>
  void start(Work work) {
    threads_.push_back(std::thread(work));
  }

  void join() {
    for (std::thread& thread : threads_) {
      if (thread.joinable()) thread.join();
    }
  }

 private:
  std::vector<std::thread> threads_;
};

}  // namespace

std::vector<std::string> fetch_all(const std::vector<std::string>& keys,
                                   const Fetch& fetch) {
  std::vector<Slot> slots(keys.size());
  Crew crew;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    crew.start([&slot = slots[i], &key = keys[i], &fetch] {
      try {
        slot.body = fetch(key);
      } catch (...) {
        slot.error = std::current_exception();
      }
    });
  }
  crew.join();
  std::vector<std::string> bodies;
  for (Slot& slot : slots) {
    if (slot.error) std::rethrow_exception(slot.error);
    bodies.push_back(std::move(slot.body));
  }
  return bodies;
}

}  // namespace pots
