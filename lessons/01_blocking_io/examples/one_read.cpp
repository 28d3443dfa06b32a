// The same function, right on one day and wrong on another.
#include <unistd.h>

#include <cstdio>
#include <string>
#include <string_view>

// #region five
std::string read_five(int fd) {
  std::string word(5, '.');
  if (::read(fd, word.data(), word.size()) < 0) return "";
  return word;
}
// #endregion

// #region days
void put(int fd, std::string_view data) {
  if (::write(fd, data.data(), data.size()) < 0) ::_exit(1);
}

int main() {
  int ends[2];
  if (::pipe(ends) != 0) return 1;
  put(ends[1], "flour");
  std::printf("monday:  %s\n", read_five(ends[0]).c_str());

  put(ends[1], "fl");  // the same five letters, in two packets
  const std::string tuesday = read_five(ends[0]);
  put(ends[1], "our");
  std::printf("tuesday: %s\n", tuesday.c_str());
}
// #endregion
