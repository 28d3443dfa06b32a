#include "common/judge/source_check.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "common/judge/scan.hpp"
#include "common/judge/text.hpp"

namespace pots::judge {
namespace {

namespace fs = std::filesystem;

class SourceCheck : public testing::Test {
 protected:
  void SetUp() override {
    course_.source_root =
        testing::TempDir() + "source_check" + std::to_string(::getpid());
    fs::create_directories(course_.source_root);
    exercise_.id = "01.exactly";
    exercise_.file = "exactly.cpp";
    path_ = course_.source_root + "/exactly.cpp";
  }
  void TearDown() override { fs::remove_all(course_.source_root); }

  std::string with(const std::string& text) {
    std::ofstream(path_) << text;
    return check();
  }
  std::string check() {
    const absl::Status status = check_source(course_, exercise_);
    return status.ok() ? "ok" : std::string(to_std(status.message()));
  }
  Course course_;
  Exercise exercise_;
  std::string path_;
};

TEST_F(SourceCheck, LetsOrdinaryFilesPass) {
  EXPECT_EQ(with("int f() { return 1; }  // größer\n"), "ok");
  EXPECT_EQ(with("\xEF\xBB\xBFint x;\r\n"), "ok");
}

TEST_F(SourceCheck, NamesWhatIsThereInstead) {
  EXPECT_EQ(check(),
            "exactly.cpp is missing.\nType  ./pots reset 01.exactly  to get "
            "the starter back (a copy of your file is kept).");
  fs::create_directory(path_);
  EXPECT_NE(check().find("is a directory"), std::string::npos);
  fs::remove(path_);
  ASSERT_EQ(::mkfifo(path_.c_str(), 0600), 0);
  EXPECT_NE(check().find("is not an ordinary file"), std::string::npos);
  fs::remove(path_);
  fs::create_symlink("/nowhere", path_);
  EXPECT_NE(check().find("is missing"), std::string::npos);
}

TEST_F(SourceCheck, RefusesWhatIsNoText) {
  EXPECT_NE(with(" \n\t\n").find("is empty"), std::string::npos);
  EXPECT_NE(with("a\nb\n" + std::string(1, '\0')).find("exactly.cpp:3: "),
            std::string::npos);
  EXPECT_NE(with("a\nb\xFF\n").find("exactly.cpp:2: this line is not UTF-8"),
            std::string::npos);
  std::ofstream(path_) << "x";
  fs::resize_file(path_, 100u << 20);  // a hole: costs no disk
  EXPECT_NE(check().find("bigger than 1 MiB (100 MiB)"), std::string::npos);
}

TEST_F(SourceCheck, FindsMain) {
  EXPECT_NE(with("int x;\nint main() {}\n")
                .find("exactly.cpp:2: your file "
                      "defines main()"),
            std::string::npos);
  EXPECT_NE(with("auto main(int, char**) -> int {}\n").find("main()"),
            std::string::npos);
}

TEST_F(SourceCheck, EveryRefusalSaysWhatToType) {
  for (const char* text : {"", "\xFF", "int main() {}"}) {
    EXPECT_NE(with(text).find("./pots "), std::string::npos) << text;
  }
}

TEST(Scan, LooksOnlyAtCode) {
  for (const char* text :
       {"// int main() {}\n", "/* int main() */", "auto s = \"int main()\";",
        "auto s = R\"x(int main() \" )\" )x\";", "namespace a { int main(); }",
        "auto s = u8R\"(int main())\";", "// a \\\nint main() {}",
        "int domain();", "int mainly();", "int x = 1'000; char c = '\"';"}) {
    EXPECT_EQ(defines_main(text), std::string_view::npos) << text;
  }
  EXPECT_EQ(defines_main("char c = '\"'; int main()"), 18u);
  EXPECT_EQ(defines_main("\xEF\xBB\xBFint main() {}"), 7u);
  EXPECT_EQ(defines_main("int ma\\\nin() {}"), 4u);
}

TEST(Scan, KnowsUtf8) {
  const auto npos = std::string_view::npos;
  EXPECT_EQ(first_not_utf8("aé€😀"), npos);
  for (const char* bad : {"\x80", "\xC0\x80", "\xE2\x82", "\xED\xA0\x80",
                          "\xF4\x90\x80\x80", "\xF0\x80\x80\x80", "\xFE"}) {
    EXPECT_EQ(first_not_utf8(bad), 0u);
  }
}

}  // namespace
}  // namespace pots::judge
