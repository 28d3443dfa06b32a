#include "common/judge/unseen.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace pots::judge {
namespace {

std::string uses(std::string_view text) {
  std::string out;
  for (const Use& use : unseen_uses(text)) {
    out += (out.empty() ? "" : ", ") + use.what;
  }
  return out;
}

TEST(UnseenUses, AreAssemblerHoweverItIsSpelled) {
  EXPECT_EQ(uses("asm(\"lock incl (%0)\" : : \"r\"(p));"), "asm");
  EXPECT_EQ(uses("__asm__ volatile (\"\"); __asm (\"\");"), "__asm__, __asm");
  EXPECT_EQ(uses("#define COUNT(p) asm(\"\" : : \"r\"(p))"), "asm");
  EXPECT_EQ(uses("as\\\nm(\"\");"), "asm");
}

TEST(UnseenUses, AreAttributesThatHideAFunction) {
  for (const char* text :
       {"__attribute__((no_sanitize(\"thread\"))) void f();",
        "__attribute__((__no_sanitize__(\"all\"))) void f();",
        "[[gnu::no_sanitize_thread]] void f();",
        "[[clang::disable_sanitizer_instrumentation]] void f();"}) {
    EXPECT_NE(uses(text), "") << text;
  }
}

TEST(UnseenUses, AreNotOtherNamesCommentsOrTexts) {
  for (const char* text :
       {"int asmuch; int plasma; // asm(\"\")", "\"asm\"", "/* asm */",
        "int sanitize; bool is_no_sanitizer;", "R\"(asm)\""}) {
    EXPECT_EQ(uses(text), "") << text;
  }
}

class UnseenCase : public testing::Test {
 protected:
  UnseenCase() {
    exercise_.id = "08.hits";
    exercise_.file = "lessons/08_x/hits.hpp";
  }
  ~UnseenCase() override { std::filesystem::remove(path_); }

  std::optional<CaseResult> with(const std::string& text,
                                 const std::string& tag) {
    std::ofstream(path_) << text;
    return unseen_case(exercise_, {"LosesNoHit", tag}, path_);
  }
  Exercise exercise_;
  std::string path_ =
      testing::TempDir() + "unseen" + std::to_string(::getpid());
};

TEST_F(UnseenCase, RunsWhatIsSeen) {
  EXPECT_FALSE(with("// asm\nint x;\n", "sched").has_value());
}

TEST_F(UnseenCase, RunsCasesWithoutTheAdversary) {
  for (const char* tag : {"ex", "plain", "res", "static"}) {
    EXPECT_FALSE(with("asm(\"\");\n", tag).has_value()) << tag;
  }
}

TEST_F(UnseenCase, SaysWhatIsNotSeenWhereTheAdversaryPlays) {
  for (const char* tag :
       {"kernel", "sched", "settle", "apart", "reach", "loop"}) {
    const auto result = with("int n;\n  asm(\"incl %0\" : \"+m\"(n));\n", tag);
    ASSERT_TRUE(result.has_value()) << tag;
    EXPECT_EQ(result->outcome, Outcome::kFailed);
    EXPECT_EQ(result->output,
              "FAILED  08.hits  LosesNoHit   not driven: asm is used   "
              "hits.hpp:2\n"
              "\n"
              "    2 |   asm(\"incl %0\" : \"+m\"(n));\n"
              "      |   ^\n"
              "\n"
              "Cause: the adversary does not see what assembler does, so it "
              "can neither find a\n"
              "       mistake there nor say that there is none.\n"
              "Next:  say it in C++: std::atomic, std::atomic_thread_fence, "
              "std::this_thread::yield()\n"
              "Look:  lessons/08_x/hits.hpp:2\n"
              "Again: ./pots check 08.hits\n");
  }
}

TEST_F(UnseenCase, SaysWhatHidesAFunction) {
  const auto result =
      with("[[gnu::no_sanitize_thread]] void f() {}\n", "sched");
  ASSERT_TRUE(result.has_value());
  EXPECT_NE(result->output.find("Next:  take it out.\n"), std::string::npos)
      << result->output;
}

}  // namespace
}  // namespace pots::judge
