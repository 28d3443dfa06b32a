// A letter is handed over with a flag.
#include <atomic>
#include <cstdio>
#include <string>
#include <thread>

// #region flag
std::string to, text;             // the letter: not atomic at all
std::atomic<bool> there = false;  // the flag

void write_letter() {
  to = "the cook";
  text = "two pots of dumplings, please";
  there.store(true, std::memory_order_release);
}

int main() {
  std::jthread writer(write_letter);
  while (!there.load(std::memory_order_acquire))
    std::this_thread::yield();
  std::printf("to %s: %s\n", to.c_str(), text.c_str());
}
// #endregion
