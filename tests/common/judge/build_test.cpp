#include "common/judge/build.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace pots::judge {
namespace {

namespace fs = std::filesystem;

// Real ninja, with commands of a shell in the compiler's place.
class Build : public testing::Test {
 protected:
  void SetUp() override {
    root_ = testing::TempDir() + "build" + std::to_string(::getpid());
    fs::create_directories(root_);
    std::ofstream(root_ + "/build.ninja")
        << "rule sh\n command = sh $in $out\n"
           "build good: sh good.sh\nbuild bad: sh bad.sh\n"
           "build lost: sh nowhere.sh\n";
    script("good.sh", "echo made > $1");
    script("bad.sh", "echo a.cpp:1:1: error: no; echo old > $1; exit 1");
  }
  void TearDown() override { fs::remove_all(root_); }
  void script(const std::string& name, const std::string& text) {
    std::ofstream(root_ + "/" + name) << text << "\n";
  }
  std::string root_;
};

TEST_F(Build, MakesTargetsUpToDate) {
  EXPECT_EQ(build(root_, {"good"}).state, BuildState::kOk);
  EXPECT_TRUE(fs::exists(root_ + "/good"));
  EXPECT_EQ(build(root_, {"good"}).state, BuildState::kOk);  // nothing to do
}

TEST_F(Build, AFailureIsNotHiddenByWhatStandsThere) {
  script("good.sh", "exit 1");
  std::ofstream(root_ + "/good") << "an old executable";
  EXPECT_EQ(build(root_, {"good"}).state, BuildState::kFailed);
  EXPECT_EQ(build(root_, {"good"}).state, BuildState::kFailed);
}

TEST_F(Build, GoesOnWithTheOtherTargets) {
  const BuildResult result = build(root_, {"bad", "good"});
  EXPECT_EQ(result.state, BuildState::kFailed);
  EXPECT_NE(result.output.find("a.cpp:1:1: error: no"), std::string::npos);
  EXPECT_TRUE(fs::exists(root_ + "/good"));
}

TEST_F(Build, TellsItsOwnFailureFromTheCodes) {
  EXPECT_EQ(build(root_, {"unknown"}).state, BuildState::kBroken);
  EXPECT_EQ(build(root_, {"lost"}).state, BuildState::kBroken);
  EXPECT_EQ(build(root_ + "/nowhere", {"good"}).state, BuildState::kBroken);
  BuildOptions options;
  options.ninja = "no-such-program";
  const BuildResult result = build(root_, {"good"}, options);
  EXPECT_EQ(result.state, BuildState::kBroken);
  EXPECT_EQ(result.trouble, "ninja is not installed.");
}

TEST_F(Build, StopsACompilerThatRunsForEver) {
  script("bad.sh", "while :; do :; done");
  BuildOptions options;
  options.cpu_seconds = 1;
  const BuildResult result = build(root_, {"bad"}, options);
  EXPECT_EQ(result.state, BuildState::kFailed);
  EXPECT_NE(result.trouble.find("1 s of processor time"), std::string::npos)
      << result.output;
}

TEST_F(Build, CapsWhatACompilerPrints) {
  script("bad.sh", "head -c 3000000 /dev/zero | tr '\\0' x; exit 1");
  const BuildResult result = build(root_, {"bad"});
  EXPECT_EQ(result.state, BuildState::kFailed);
  EXPECT_LT(result.output.size(), 1100000u);
}

TEST_F(Build, TellsProgress) {
  std::string told;
  BuildOptions options;
  options.on_output = [&](std::string_view text) { told += text; };
  const BuildResult result = build(root_, {"good"}, options);
  EXPECT_EQ(told, result.output);
  EXPECT_NE(told.find("[1/1]"), std::string::npos);
}

}  // namespace
}  // namespace pots::judge
