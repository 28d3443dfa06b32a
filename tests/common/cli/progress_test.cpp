// The progress store: what was saved comes back, whatever happened to the file.
#include "common/cli/progress.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>
#include <vector>

#include "common/cli/files.hpp"
#include "tests/common/cli/temporary_folder.hpp"

namespace pots::cli {
namespace {

class ProgressTest : public ::testing::Test {
 protected:
  TemporaryFolder folder_;
  std::filesystem::path file_ = folder_.path() / "pots" / "progress.json";
  ProgressStore store_{file_};

  std::size_t files() const {
    using std::filesystem::directory_iterator;
    return std::count_if(
        directory_iterator(file_.parent_path()), directory_iterator(),
        [](const auto& entry) { return entry.path().extension() == ".json"; });
  }
};

TEST_F(ProgressTest, IsEmptyWithoutAFile) {
  const Progress progress = store_.load();
  EXPECT_TRUE(progress.exercises.empty());
  EXPECT_EQ(progress.notice, "");
  EXPECT_EQ(progress.of("01.exactly").hash, "");
}

TEST_F(ProgressTest, GivesBackWhatWasSaved) {
  ASSERT_TRUE(store_
                  .update("01.exactly",
                          [](Record& record) {
                            record = {"abc", 7.5, 3, 4, false, true, 2};
                          })
                  .ok());
  const Record record = store_.load().of("01.exactly");
  EXPECT_EQ(record.hash, "abc");
  EXPECT_EQ(record.earned, 7.5);
  EXPECT_EQ(record.passed, 3);
  EXPECT_EQ(record.cases, 4);
  EXPECT_FALSE(record.done);
  EXPECT_TRUE(record.done_ever);
  EXPECT_EQ(record.hints, 2);
}

TEST_F(ProgressTest, ChangesOneRecordOnly) {
  ASSERT_TRUE(store_.update("00.a", [](Record& r) { r.hints = 1; }).ok());
  ASSERT_TRUE(store_.update("00.b", [](Record& r) { r.hints = 3; }).ok());
  EXPECT_EQ(store_.load().of("00.a").hints, 1);
  EXPECT_EQ(store_.load().of("00.b").hints, 3);
}

class DamagedProgressTest : public ProgressTest,
                            public ::testing::WithParamInterface<const char*> {
};

TEST_P(DamagedProgressTest, IsPutAsideAndTheCourseGoesOn) {
  ASSERT_TRUE(write_atomically(file_, GetParam()).ok());
  const Progress progress = store_.load();
  EXPECT_TRUE(progress.exercises.empty());
  EXPECT_NE(progress.notice.find("progress.damaged.1.json"), std::string::npos)
      << progress.notice;
  EXPECT_EQ(*read_file(file_.parent_path() / "progress.damaged.1.json"),
            GetParam());
  EXPECT_EQ(store_.load().notice, "") << "said once, not for ever";
}

INSTANTIATE_TEST_SUITE_P(
    Texts, DamagedProgressTest,
    ::testing::Values("", "{", "[]", "null", R"({"version": 2})",
                      R"({"version": 1, "exercises": {"a": 7}})",
                      R"({"version": 1, "exercises": {"a": {"hash": 1}}})"));

TEST_F(ProgressTest, KeepsEveryDamagedFile) {
  ASSERT_TRUE(write_atomically(file_, "x").ok());
  store_.load();
  ASSERT_TRUE(write_atomically(file_, "y").ok());
  store_.load();
  EXPECT_EQ(files(), 2u);
}

TEST_F(ProgressTest, LosesNothingToASecondWriter) {
  constexpr int kEach = 50;
  const auto add = [&] {
    for (int i = 0; i < kEach; ++i) {
      ASSERT_TRUE(store_.update("00.a", [](Record& r) { ++r.hints; }).ok());
    }
  };
  { std::jthread a(add), b(add); }
  EXPECT_EQ(store_.load().of("00.a").hints, 2 * kEach);
}

}  // namespace
}  // namespace pots::cli
