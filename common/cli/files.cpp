#include "common/cli/files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <system_error>

namespace pots::cli {
namespace {

constexpr std::size_t kHashedBytes = 1 << 20;

absl::Status failed(const std::string& what, const std::filesystem::path& path,
                    int error) {
  return absl::ErrnoToStatus(error, what + " " + path.string());
}

}  // namespace

absl::StatusOr<std::string> read_file(const std::filesystem::path& path) {
  std::error_code error;
  // A pipe in a file's place would be waited for without an end.
  if (std::filesystem::exists(path, error) &&
      !std::filesystem::is_regular_file(path, error)) {
    return failed("cannot read", path, EINVAL);
  }
  std::ifstream in(path, std::ios::binary);
  if (!in) return failed("cannot open", path, errno);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (in.bad()) return failed("cannot read", path, EIO);
  return text;
}

absl::Status write_atomically(const std::filesystem::path& path,
                              std::string_view text) {
  std::error_code ignored;  // opening the file will say what is wrong
  std::filesystem::create_directories(path.parent_path(), ignored);
  const std::filesystem::path beside =
      path.string() + ".new" + std::to_string(::getpid());
  const int fd =
      ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (fd < 0) return failed("cannot write", beside, errno);
  while (!text.empty()) {
    const ssize_t n = ::write(fd, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) {
      const int error = errno;
      ::close(fd);
      ::unlink(beside.c_str());
      return failed("cannot write", beside, error);
    }
    text.remove_prefix(static_cast<std::size_t>(n));
  }
  ::close(fd);
  if (std::rename(beside.c_str(), path.c_str()) != 0) {
    const int error = errno;
    ::unlink(beside.c_str());
    return failed("cannot replace", path, error);
  }
  return absl::OkStatus();
}

std::string content_hash(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return "";
  const auto size = std::filesystem::file_size(path, error);
  std::ifstream in(path, std::ios::binary);
  if (error || !in) return "";
  std::string text(std::min<std::size_t>(size, kHashedBytes), '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  // FNV-1a: tells edits apart, keeps nobody out.
  std::uint64_t hash = 0xcbf29ce484222325U ^ size;
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  }
  char digits[17];
  std::snprintf(digits, sizeof digits, "%016llx",
                static_cast<unsigned long long>(hash));
  return digits;
}

std::filesystem::path numbered(const std::filesystem::path& folder,
                               std::string_view stem,
                               std::string_view extension) {
  for (int n = 1;; ++n) {
    auto path = folder / (std::string(stem) + "." + std::to_string(n) +
                          std::string(extension));
    std::error_code error;
    if (!std::filesystem::exists(path, error)) return path;
  }
}

}  // namespace pots::cli
