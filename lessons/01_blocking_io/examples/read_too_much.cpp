// Who reads a line has usually read more than the line.
#include <unistd.h>

#include <cstdio>
#include <string_view>

int main() {
  // #region mix
  int ends[2];
  if (::pipe(ends) != 0) return 1;
  constexpr std::string_view answer = "OK 5\nhello";
  if (::write(ends[1], answer.data(), answer.size()) < 0) return 1;
  ::close(ends[1]);

  std::FILE* file = ::fdopen(ends[0], "r");
  char line[100];
  if (!std::fgets(line, sizeof line, file)) return 1;
  std::printf("fgets from the FILE   -> %s", line);

  char body[5];
  const ssize_t direct = ::read(ends[0], body, sizeof body);
  std::printf("read from its number  -> %zd\n", direct);
  const std::size_t kept = std::fread(body, 1, sizeof body, file);
  std::printf("fread from the FILE   -> %zu \"%.5s\"\n", kept, body);
  // #endregion
  std::fclose(file);
}
