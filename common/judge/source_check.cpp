// Says what is wrong with a student's file before a compiler sees it.
#include "common/judge/source_check.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>

#include "common/judge/scan.hpp"
#include "common/judge/text.hpp"
#include "pots/fd.hpp"

namespace pots::judge {
namespace {

constexpr std::size_t kMostBytes = 1 << 20;

absl::Status refuse(const std::string& what, const std::string& next) {
  return absl::InvalidArgumentError(what + "\n" + next);
}

std::string reset_hint(std::string_view id) {
  return "Type  ./pots reset " + std::string(id) +
         "  to get the starter back (a copy of your file is kept).";
}

std::string check_hint(std::string_view id) {
  return "Then type  ./pots check " + std::string(id);
}

}  // namespace

absl::Status check_source_text(std::string_view text, std::string_view shown,
                               std::string_view exercise_id) {
  const std::string file(shown), id(exercise_id);
  if (trim(text).empty()) {
    return refuse(file + " is empty.", reset_hint(id));
  }
  if (const std::size_t at = text.find('\0'); at != std::string_view::npos) {
    return refuse(file + ":" + std::to_string(line_of(text, at)) +
                      ": there is a NUL byte here: this is not a text file, "
                      "or it was saved as UTF-16.",
                  "Save it as UTF-8. Or " + ("t" + reset_hint(id).substr(1)));
  }
  if (const std::size_t at = first_not_utf8(text);
      at != std::string_view::npos) {
    return refuse(file + ":" + std::to_string(line_of(text, at)) +
                      ": this line is not UTF-8.",
                  "Save the file as UTF-8. " + check_hint(id));
  }
  if (const std::size_t at = defines_main(text); at != std::string_view::npos) {
    return refuse(
        file + ":" + std::to_string(line_of(text, at)) +
            ": your file defines main(); the test has its own.",
        "Remove it, or keep it in a file of your own. " + check_hint(id));
  }
  return absl::OkStatus();
}

absl::Status check_source(const Course& course, const Exercise& exercise) {
  const std::string path = course.source_root + "/" + exercise.file;
  const std::string& file = exercise.file;
  struct stat about = {};
  if (::stat(path.c_str(), &about) != 0) {
    return refuse(
        errno == ENOENT || errno == ENOTDIR
            ? file + " is missing."
            : file + " cannot be reached: " + std::strerror(errno) + ".",
        reset_hint(exercise.id));
  }
  if (S_ISDIR(about.st_mode)) {
    return refuse(file + " is a directory, not a file.",
                  "Move it away, then type  ./pots reset " + exercise.id);
  }
  if (!S_ISREG(about.st_mode)) {
    return refuse(file + " is not an ordinary file.",
                  "Move it away, then type  ./pots reset " + exercise.id);
  }
  if (about.st_size > static_cast<off_t>(kMostBytes)) {
    return refuse(file + " is bigger than 1 MiB (" +
                      number(static_cast<double>(about.st_size) / kMostBytes) +
                      " MiB); a solution has fewer than 80 lines.",
                  reset_hint(exercise.id));
  }
  Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (fd.get() < 0) {
    return refuse(file + " cannot be read: " + std::strerror(errno) + ".",
                  "Type  chmod u+r " + file);
  }
  std::string text(static_cast<std::size_t>(about.st_size), '\0');
  std::size_t have = 0;
  while (have < text.size()) {
    const ssize_t n = ::read(fd.get(), &text[have], text.size() - have);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;  // it shrank while we read: judge what is there
    have += static_cast<std::size_t>(n);
  }
  text.resize(have);
  return check_source_text(text, file, exercise.id);
}

}  // namespace pots::judge
