// A second flow of control, and the moment when it is over.
#include <cstdio>
#include <thread>

// #region hello
int main() {
  std::puts("main: before");
  std::thread thread([] { std::puts("thread: hello"); });
  thread.join();  // waits until the thread has ended
  std::puts("main: after join");
}
// #endregion
