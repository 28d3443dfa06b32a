// Reading and writing whole files, so that a crash never leaves half of one.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace pots::cli {

// The whole file. NotFound if there is none.
absl::StatusOr<std::string> read_file(const std::filesystem::path& path);

// Writes a file beside `path` and renames it into place; makes the folders.
absl::Status write_atomically(const std::filesystem::path& path,
                              std::string_view text);

// Names a file by what is in it: 16 hex digits, or "" if it cannot be read.
// Of a file beyond 1 MiB only the beginning and the size count.
std::string content_hash(const std::filesystem::path& path);

// `folder`/`stem`.N`extension` with the smallest N >= 1 that is not taken.
std::filesystem::path numbered(const std::filesystem::path& folder,
                               std::string_view stem,
                               std::string_view extension);

}  // namespace pots::cli
