// Two guards that look alike, and only one of them guards anything.
#include <cstdio>
#include <mutex>
#include <thread>

std::mutex door;

// Asks from another thread: would it get in?
void look(const char* when) {
  std::jthread([&] {
    const bool open = door.try_lock();
    if (open) door.unlock();
    std::printf("%s: the door is %s\n", when, open ? "open" : "locked");
  });
}

// #region guards
int main() {
  {
    std::lock_guard<std::mutex>{door};
    look("without a name");
  }
  {
    std::lock_guard<std::mutex> lock{door};
    look("with a name   ");
  }
  look("after its }   ");
}
// #endregion
