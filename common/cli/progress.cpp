#include "common/cli/progress.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "absl/status/statusor.h"
#include "common/cli/files.hpp"

namespace pots::cli {
namespace {

using Json = nlohmann::json;

constexpr int kVersion = 1;

// Throws Json::exception if it is not what to_text() writes.
Progress from_text(const std::string& text) {
  const Json json = Json::parse(text);
  if (json.at("version").get<int>() != kVersion) {
    throw std::runtime_error("another version");
  }
  Progress progress;
  for (const auto& [id, one] : json.at("exercises").items()) {
    Record& record = progress.exercises[id];
    one.at("hash").get_to(record.hash);
    one.at("earned").get_to(record.earned);
    one.at("passed").get_to(record.passed);
    one.at("cases").get_to(record.cases);
    one.at("done").get_to(record.done);
    one.at("done_ever").get_to(record.done_ever);
    one.at("hints").get_to(record.hints);
  }
  return progress;
}

std::string to_text(const Progress& progress) {
  Json exercises = Json::object();
  for (const auto& [id, record] : progress.exercises) {
    exercises[id] = {{"hash", record.hash},     {"earned", record.earned},
                     {"passed", record.passed}, {"cases", record.cases},
                     {"done", record.done},     {"done_ever", record.done_ever},
                     {"hints", record.hints}};
  }
  return Json{{"version", kVersion}, {"exercises", exercises}}.dump(1) + "\n";
}

// Held while one process reads, changes and replaces the file. A folder that
// cannot be written to gives no lock; saving will say so.
class Lock {
 public:
  explicit Lock(const std::filesystem::path& path)
      : fd_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644)) {
    if (fd_ >= 0) ::flock(fd_, LOCK_EX);
  }
  ~Lock() {
    if (fd_ >= 0) ::close(fd_);
  }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

 private:
  int fd_;
};

}  // namespace

Record Progress::of(const std::string& id) const {
  const auto found = exercises.find(id);
  return found == exercises.end() ? Record{} : found->second;
}

ProgressStore::ProgressStore(std::filesystem::path file)
    : file_(std::move(file)) {}

Progress ProgressStore::load() const {
  const absl::StatusOr<std::string> text = read_file(file_);
  Progress progress;
  if (!text.ok()) {
    if (!absl::IsNotFound(text.status())) {
      progress.notice =
          "Your progress " + std::string(text.status().message()) + ".";
    }
    return progress;
  }
  try {
    return from_text(*text);
  } catch (const std::exception&) {
    const auto aside =
        numbered(file_.parent_path(), "progress.damaged", ".json");
    std::error_code error;
    std::filesystem::rename(file_, aside, error);
    progress.notice = file_.string() +
                      " was damaged. Your progress starts anew; your files are "
                      "untouched. " +
                      (error ? "" : "The damaged file is " + aside.string());
    return progress;
  }
}

absl::Status ProgressStore::update(
    const std::string& id, const std::function<void(Record&)>& change) const {
  std::error_code error;
  std::filesystem::create_directories(file_.parent_path(), error);
  const Lock lock(file_.string() + ".lock");
  Progress progress = load();
  change(progress.exercises[id]);
  return write_atomically(file_, to_text(progress));
}

}  // namespace pots::cli
