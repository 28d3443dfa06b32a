// How a result, or an exception, gets from one thread to another.
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>
#include <thread>

// #region slot
std::string cook(bool careful) {
  if (!careful) throw std::runtime_error("burnt");
  return "dumplings";
}

void serve(bool careful) {
  std::string dish;          // a slot for what went well
  std::exception_ptr burnt;  // and one for what did not
  std::thread thread([&] {
    try {
      dish = cook(careful);
    } catch (...) {
      burnt = std::current_exception();
    }
  });
  thread.join();  // only now may anybody look into the slots
  try {
    if (burnt) std::rethrow_exception(burnt);
    std::printf("served: %s\n", dish.c_str());
  } catch (const std::exception& error) {
    std::printf("caught: %s\n", error.what());
  }
}
// #endregion

int main() {
  serve(true);
  serve(false);
}
