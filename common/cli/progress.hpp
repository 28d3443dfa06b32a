// What the student has reached so far, kept in build/pots/progress.json.
//
// The file may be deleted, damaged or read by two terminals at once: loading
// never fails, saving changes one record under a lock and renames a whole new
// file into place.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>

#include "absl/status/status.h"

namespace pots::cli {

// One exercise. The outcome is that of the file whose content is `hash`; if the
// file is another one now, it has changed since.
struct Record {
  std::string hash;   // "" = not checked (or reset)
  double earned = 0;  // points
  int passed = 0;     // cases
  int cases = 0;      // of so many
  bool done = false;  // all of them
  bool done_ever = false;
  int hints = 0;  // shown so far
};

struct Progress {
  std::map<std::string, Record> exercises;  // by id
  std::string notice;  // one sentence if something was wrong with the file

  // The record of an exercise; an empty one if there is none.
  Record of(const std::string& id) const;
};

class ProgressStore {
 public:
  explicit ProgressStore(std::filesystem::path file);

  // A file that cannot be understood is put aside under a number; `notice` says
  // so, once.
  Progress load() const;

  // Loads, changes one record, saves.
  absl::Status update(const std::string& id,
                      const std::function<void(Record&)>& change) const;

 private:
  std::filesystem::path file_;
};

}  // namespace pots::cli
