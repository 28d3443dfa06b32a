// Whole files.
#include "common/cli/files.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/common/cli/temporary_folder.hpp"

namespace pots::cli {
namespace {

TEST(Files, WhatIsWrittenIsRead) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "a" / "b.txt";
  const std::string text("one\0two\n", 8);
  ASSERT_TRUE(write_atomically(path, text).ok());
  EXPECT_EQ(*read_file(path), text);
  ASSERT_TRUE(write_atomically(path, "").ok());
  EXPECT_EQ(*read_file(path), "");
}

TEST(Files, WritingLeavesNothingBeside) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_atomically(folder.path() / "a", "x").ok());
  EXPECT_FALSE(write_atomically(folder.path() / "a" / "b", "x").ok());
  std::size_t entries = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    entries += entry.exists() ? 1 : 0;
  }
  EXPECT_EQ(entries, 1u);
}

TEST(Files, WhatIsNotThereIsNotFound) {
  const TemporaryFolder folder;
  EXPECT_TRUE(absl::IsNotFound(read_file(folder.path() / "x").status()));
  EXPECT_FALSE(read_file(folder.path()).ok()) << "a folder is no file";
  EXPECT_EQ(content_hash(folder.path() / "x"), "");
}

TEST(Files, APipeInAFilesPlaceIsNotWaitedFor) {
  const TemporaryFolder folder;
  const auto pipe = folder.path() / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_FALSE(read_file(pipe).ok());
  EXPECT_EQ(content_hash(pipe), "");
}

TEST(Files, TheHashTellsContentsApart) {
  const TemporaryFolder folder;
  const auto hash_of = [&](std::string_view text) {
    const auto path = folder.path() / "x";
    EXPECT_TRUE(write_atomically(path, text).ok());
    return content_hash(path);
  };
  EXPECT_EQ(hash_of("int x;"), hash_of("int x;"));
  EXPECT_NE(hash_of("int x;"), hash_of("int y;"));
  EXPECT_NE(hash_of(""), hash_of(std::string(1, '\0')));
  EXPECT_NE(hash_of(std::string(2 << 20, 'a')),
            hash_of(std::string((2 << 20) + 1, 'a')));
  EXPECT_EQ(hash_of("").size(), 16u);
}

TEST(Files, NumbersGoOnWhereTheyEnded) {
  const TemporaryFolder folder;
  EXPECT_EQ(numbered(folder.path(), "a", ".cpp").filename(), "a.1.cpp");
  ASSERT_TRUE(write_atomically(folder.path() / "a.1.cpp", "").ok());
  EXPECT_EQ(numbered(folder.path(), "a", ".cpp").filename(), "a.2.cpp");
}

}  // namespace
}  // namespace pots::cli
