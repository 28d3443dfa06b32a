// How scoped_lock takes two locks, told by the locks themselves.
#include <cstdio>
#include <mutex>

// A lock that says what is asked of it.
struct Fork {
  const char* name;
  int taken_tries;  // so many times somebody else has it

  void lock() {
    std::printf("lock(%s): waits, and has it\n", name);
    taken_tries = 0;
  }
  bool try_lock() {
    const bool free = taken_tries == 0;
    if (!free) --taken_tries;
    std::printf("try_lock(%s): %s\n", name, free ? "has it" : "taken");
    return free;
  }
  void unlock() { std::printf("unlock(%s)\n", name); }
};

int main() {
  // #region take
  Fork a{"a", 0}, b{"b", 1};  // somebody else has b
  {
    std::scoped_lock both(a, b);
    std::puts("-- eats --");
  }
  // #endregion
}
