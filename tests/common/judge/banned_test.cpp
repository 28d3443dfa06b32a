#include "common/judge/banned.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "common/judge/scan.hpp"

namespace pots::judge {
namespace {

using Names = std::vector<std::string>;

// "1 std::mutex, 3 <mutex>": line and what is written there.
std::string uses(std::string_view text, const Names& banned) {
  std::string out;
  for (const Use& use : banned_uses(text, banned)) {
    out += (out.empty() ? "" : ", ") + std::to_string(line_of(text, use.at)) +
           " " + use.what;
  }
  return out;
}

TEST(BannedUses, AreWholeNames) {
  for (const char* text : {"int mutex_free;", "shared_mutex m;", "Mutex m;",
                           "mutexes", "_mutex", "mutex2", "mutexé", "MUTEX"}) {
    EXPECT_EQ(uses(text, {"mutex"}), "") << text;
  }
  EXPECT_EQ(uses("int a;\nstd::mutex b;\nmutex c;", {"mutex"}),
            "2 std::mutex, 3 mutex");
  EXPECT_EQ(uses("std::lock_guard<std::mutex> a(b); volatile int c;",
                 {"mutex", "volatile"}),
            "1 std::mutex, 1 volatile");
}

TEST(BannedUses, AreInCodeOnly) {
  for (const char* text :
       {"// mutex", "/* mutex\n mutex */", "// a \\\n mutex", "\"mutex\"",
        "R\"(mutex)\"", "u8R\"x(\" mutex )x\"", "'m' \"a\\\" mutex\"",
        "\"a\\\nmutex\"", "#include \"pots/mutex.hpp\"",
        "#include <pots/mutex.hpp>"}) {
    EXPECT_EQ(uses(text, {"mutex"}), "") << text;
  }
}

TEST(BannedUses, AreFoundHoweverTheyAreWritten) {
  EXPECT_EQ(uses("a;\nstd::mu\\\ntex b;", {"mutex"}), "2 std::mutex");
  EXPECT_EQ(uses("std :: /* a */ mutex b;", {"mutex"}), "1 mutex");
  EXPECT_EQ(uses("#define LOCK \\\n  std::mutex", {"mutex"}), "2 std::mutex");
  EXPECT_EQ(uses("using std::mutex;\nusing M = ::std::mutex;", {"mutex"}),
            "1 std::mutex, 2 std::mutex");
  EXPECT_EQ(uses("auto s = \"/*\"; mutex m; // */", {"mutex"}), "1 mutex");
  EXPECT_EQ(uses("char c = L'\"'; mutex m; //\"", {"mutex"}), "1 mutex");
  EXPECT_EQ(uses("auto s = R\"(a\\)\"; mutex m;", {"mutex"}), "1 mutex");
  EXPECT_EQ(uses("int n = 1'0; mutex m; char c = '0';", {"mutex"}), "1 mutex");
}

TEST(BannedUses, AnIncludeIsOne) {
  EXPECT_EQ(uses("\n#include <mutex>\n", {"mutex"}), "2 <mutex>");
  EXPECT_EQ(uses("# include<mutex>\n", {"std::mutex"}), "1 <mutex>");
  EXPECT_EQ(uses("#include <shared_mutex>\n", {"mutex"}), "");
}

TEST(BannedUses, AQualifiedNameLeavesOthersAlone) {
  const Names banned = {"std::promise"};
  EXPECT_EQ(uses("int promise; a.promise(); pots::promise p;", banned), "");
  EXPECT_EQ(uses("std::promise<int> a;\nstd::\npromise<int> b;", banned),
            "1 std::promise, 2 std::promise");
  EXPECT_EQ(uses("using std::promise;\npromise<int> a;", banned),
            "1 std::promise");
  EXPECT_EQ(uses("::std::promise<int> a;", banned), "1 std::promise");
}

TEST(BannedUses, AnOpenedNamespaceHidesNothing) {
  const Names banned = {"std::promise"};
  for (const char* open : {"using namespace std;", "using namespace ::std;",
                           "namespace s = std;", "namespace s = ::std;"}) {
    EXPECT_EQ(
        uses(std::string(open) + "\npromise<int> a;\ns::promise b;", banned),
        "2 promise, 3 s::promise")
        << open;
  }
  EXPECT_EQ(uses("namespace std {}\nint promise;", banned), "");
}

TEST(BannedUses, NothingBannedIsNothingFound) {
  EXPECT_EQ(uses("std::mutex m;", {}), "");
  EXPECT_EQ(uses("std::mutex m;", {"", "//"}), "");
}

class ScanCase : public testing::Test {
 protected:
  ScanCase() {
    exercise_.id = "08.hits";
    exercise_.file = "lessons/08_x/hits.hpp";
    exercise_.banned = {"mutex", "volatile"};
  }
  ~ScanCase() override { std::filesystem::remove(path_); }

  CaseResult with(const std::string& text) {
    std::ofstream(path_) << text;
    return scan_case(exercise_, {"UsesNoMutex", "scan"}, path_);
  }
  Exercise exercise_;
  std::string path_ =
      testing::TempDir() + "banned" + std::to_string(::getpid());
};

TEST_F(ScanCase, PassesAFileWithoutThem) {
  const CaseResult result = with("// no mutex\nint x;\n");
  EXPECT_EQ(result.outcome, Outcome::kPassed);
  EXPECT_EQ(result.output, "");
}

TEST_F(ScanCase, ShowsTheStudentsLine) {
  const CaseResult result = with("#pragma once\n\n  /* ü */ std::mutex m;\r\n");
  EXPECT_EQ(result.outcome, Outcome::kFailed);
  EXPECT_EQ(result.output,
            "FAILED  08.hits  UsesNoMutex   std::mutex is used   hits.hpp:3\n"
            "\n"
            "    3 |   /* ü */ std::mutex m;\n"
            "      |           ^\n"
            "\n"
            "Cause: this exercise wants neither mutex nor volatile:\n"
            "       it is about how to do without. Take it out.\n"
            "Look:  lessons/08_x/hits.hpp:3\n"
            "Again: ./pots check 08.hits\n");
}

TEST_F(ScanCase, NamesTheOtherPlaces) {
  const std::string text =
      with("#include <mutex>\nmutex a;\nvolatile int b;\n").output;
  EXPECT_NE(text.find("<mutex> is included   hits.hpp:1\n"), text.npos) << text;
  EXPECT_NE(text.find("Also:  mutex in line 2, volatile in line 3\n"),
            text.npos)
      << text;
  const std::string many = with("mutex mutex mutex mutex mutex mutex").output;
  EXPECT_NE(many.find("mutex in line 1 and 2 more places\n"), many.npos)
      << many;
}

TEST_F(ScanCase, SaysAllThatIsNotWanted) {
  exercise_.banned = {"mutex"};
  EXPECT_NE(with("mutex").output.find("wants no mutex:\n"), std::string::npos);
  exercise_.banned = {"mutex", "std::latch", "std::barrier"};
  EXPECT_NE(with("mutex").output.find(
                "wants none of mutex, std::latch and std::barrier:\n"),
            std::string::npos);
}

TEST_F(ScanCase, LeavesOutALineThatIsTooLong) {
  const std::string text = with("mutex a; // " + std::string(200, 'x')).output;
  EXPECT_EQ(text.find("xxx"), text.npos);
}

TEST_F(ScanCase, AFileThatIsNotThereIsNoZero) {
  const CaseResult result =
      scan_case(exercise_, {"UsesNoMutex", "scan"}, "/nowhere/hits.hpp");
  EXPECT_EQ(result.outcome, Outcome::kGraderError);
  EXPECT_NE(result.trouble.find("/nowhere/hits.hpp cannot be read"),
            std::string::npos);
}

}  // namespace
}  // namespace pots::judge
