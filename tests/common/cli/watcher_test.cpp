// Saves are seen, by whatever way an editor saves.
#include "common/cli/watcher.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "common/cli/files.hpp"
#include "tests/common/cli/temporary_folder.hpp"

namespace pots::cli {
namespace {

// inotify hands out news before the writing call returns, so no test waits.
class WatcherTest : public ::testing::Test {
 protected:
  WatcherTest() { std::ofstream(file_) << "int x;\n"; }

  TemporaryFolder folder_;
  std::filesystem::path file_ = folder_.path() / "exactly.cpp";
};

TEST_F(WatcherTest, SeesAFileWrittenInPlace) {
  auto watcher = Watcher::on(file_);
  ASSERT_TRUE(watcher.ok());
  EXPECT_FALSE(watcher->saved());
  std::ofstream(file_) << "int y;\n";
  EXPECT_TRUE(watcher->saved());
  EXPECT_FALSE(watcher->saved()) << "told once";
}

TEST_F(WatcherTest, SeesAFileRenamedOverIt) {
  auto watcher = Watcher::on(file_);
  ASSERT_TRUE(watcher.ok());
  for (int i = 0; i < 2; ++i) {  // the second time it is another file
    ASSERT_TRUE(write_atomically(file_, "int y;\n").ok());
    EXPECT_TRUE(watcher->saved());
  }
}

TEST_F(WatcherTest, SeesAFileThatWasMovedAwayAndWrittenAnew) {
  auto watcher = Watcher::on(file_);
  ASSERT_TRUE(watcher.ok());
  std::filesystem::rename(file_, folder_.path() / "exactly.cpp~");
  EXPECT_FALSE(watcher->saved());
  std::ofstream(file_) << "int y;\n";
  EXPECT_TRUE(watcher->saved());
}

TEST_F(WatcherTest, IgnoresOtherFiles) {
  auto watcher = Watcher::on(file_);
  ASSERT_TRUE(watcher.ok());
  std::ofstream(folder_.path() / ".exactly.cpp.swp") << "x";
  std::ofstream(folder_.path() / "fetch.cpp") << "x";
  EXPECT_FALSE(watcher->saved());
}

TEST_F(WatcherTest, SaysThatItsFolderIsGone) {
  const auto inner = folder_.path() / "lesson";
  std::filesystem::create_directory(inner);
  auto watcher = Watcher::on(inner / "exactly.cpp");
  ASSERT_TRUE(watcher.ok());
  EXPECT_FALSE(watcher->lost());
  std::filesystem::remove(inner);
  EXPECT_TRUE(watcher->saved());
  EXPECT_TRUE(watcher->lost());
}

TEST(Watcher, SaysWhyItCannotWatch) {
  const auto watcher = Watcher::on("/no/such/folder/exactly.cpp");
  EXPECT_FALSE(watcher.ok());
  EXPECT_NE(std::string(watcher.status().message()).find("/no/such/folder"),
            std::string::npos);
}

}  // namespace
}  // namespace pots::cli
