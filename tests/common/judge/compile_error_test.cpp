#include "common/judge/compile_error.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "common/judge/text.hpp"

namespace pots::judge {
namespace {

namespace fs = std::filesystem;

class CompileError : public testing::Test {
 protected:
  void SetUp() override {
    course_.source_root =
        testing::TempDir() + "compile_error" + std::to_string(::getpid());
    course_.build_root = course_.source_root + "/build";
    exercise_.id = "01.exactly";
    exercise_.name = "exactly";
    exercise_.kind = "cpp";
    exercise_.file = "lessons/01_io/exactly.cpp";
    exercise_.test = "tests/01_io/exactly_test.cpp";
    write("exactly.cpp", "a\nb\n  std::vector<Fd> all(two);\n");
    write("exactly.hpp",
          "// read_exactly(fd) reads\nnamespace pots {\n"
          "int read_exactly(int fd);\n}\n");
  }
  void TearDown() override { fs::remove_all(course_.source_root); }
  void write(const std::string& name, const std::string& text) {
    const fs::path folder = course_.source_root + "/lessons/01_io";
    fs::create_directories(folder);
    std::ofstream(folder / name) << text;
  }
  std::string explain(const std::string& output) {
    return explain_compile_error(course_, exercise_, output);
  }
  Course course_;
  Exercise exercise_;
};

TEST_F(CompileError, ShowsTheFirstErrorOnce) {
  EXPECT_EQ(explain("[1/2] Compiling C++ object x.o\n"
                    "FAILED: x.o\n"
                    "c++ -c ../lessons/01_io/exactly.cpp\n"
                    "../lessons/01_io/exactly.cpp: In function 'int f()':\n"
                    "../lessons/01_io/exactly.cpp:2:9: warning: unused\n"
                    "../lessons/01_io/exactly.cpp:3:5: \x1b[31merror: \x1b[m"
                    "'red' was not declared\n"
                    "    3 |     red;\n"
                    "      |     ^~~\n"
                    "../lessons/01_io/exactly.cpp:9:1: error: another\n"
                    "    9 | }\n"
                    "ninja: build stopped: subcommand failed.\n"),
            "lessons/01_io/exactly.cpp:3:5: error: 'red' was not declared\n"
            "    3 |     red;\n"
            "      |     ^~~\n"
            "(1 more error; often they follow from this one)\n");
}

TEST_F(CompileError, LeadsFromALibraryToTheStudentsLine) {
  EXPECT_EQ(explain("In file included from /usr/include/c++/12/vector:64,\n"
                    "                 from ../lessons/01_io/exactly.cpp:1:\n"
                    "/usr/include/c++/12/bits/stl.h: In instantiation of 'x':\n"
                    "/usr/include/c++/12/bits/v.h:80:1:   required from 'y'\n"
                    "../lessons/01_io/exactly.cpp:3:24:   required from here\n"
                    "/usr/include/c++/12/bits/stl.h:90:7: error: static "
                    "assertion failed: no copy\n"
                    "   90 |       static_assert(x);\n"),
            "lessons/01_io/exactly.cpp:3:24: error: static assertion failed: "
            "no copy\n"
            "    3 |   std::vector<Fd> all(two);\n"
            "      |                        ^\n"
            "(found in /usr/include/c++/12/bits/stl.h:90:7)\n");
}

TEST_F(CompileError, ReadsClangsOrder) {
  const std::string text = explain(
      "/usr/include/v.h:80:1: error: deleted\n"
      "  x;\n  ^\n"
      "/usr/include/w.h:1:1: note: in instantiation of function 'f' requested "
      "here\n"
      "../lessons/01_io/exactly.cpp:3:3: note: in instantiation of member "
      "function 'g' requested here\n"
      "1 error generated.\n");
  EXPECT_TRUE(text.starts_with("lessons/01_io/exactly.cpp:3:3: error: deleted"))
      << text;
}

TEST_F(CompileError, PrefersAnErrorWithALineOfTheStudents) {
  const std::string text = explain(
      "../common/kit/fd.hpp:1:1: error: first\n"
      "../lessons/01_io/exactly.cpp:2:1: error: second\n");
  EXPECT_TRUE(text.starts_with("lessons/01_io/exactly.cpp:2:1: error: second"))
      << text;
}

TEST_F(CompileError, SaysWhenTheTestMissesSomething) {
  const std::string text = explain(
      "../tests/01_io/exactly_test.cpp:7:3: error: 'class X' has no member "
      "'go'\n    7 |   x.go();\n");
  EXPECT_NE(text.find("The test asks this of your file"), std::string::npos);
}

TEST_F(CompileError, KeepsToTwelveLines) {
  std::string output =
      "../lessons/01_io/exactly.cpp:3:5: error: " + std::string(5000, 'x') +
      "\n";
  for (int i = 0; i < 1000; ++i) {
    output += "../lessons/01_io/exactly.cpp:3:5: error: again\n";
  }
  const std::string text = explain(output);
  EXPECT_LE(split_lines(text).size(), 12u);
  EXPECT_LT(text.size(), 2000u);
}

TEST_F(CompileError, SaysWhichFunctionIsMissing) {
  for (const char* output :
       {"mold: error: undefined symbol: pots::read_exactly(int)\n"
        ">>> referenced by x\n",
        "mold: error: undefined symbol: tests/x.o: pots::read_exactly(int)\n",
        "/usr/bin/ld: x.o: in function `main':\n"
        "x.cpp:(.text+0x9): undefined reference to `pots::read_exactly(int)'\n"
        "collect2: error: ld returned 1 exit status\n"}) {
    EXPECT_EQ(explain(output),
              "lessons/01_io/exactly.cpp: it does not define  "
              "pots::read_exactly(int)\n"
              "It is declared in lessons/01_io/exactly.hpp:3\n"
              "   3 | int read_exactly(int fd);\n"
              "The name, the parameters and the namespace have to be the "
              "same.\n");
  }
}

TEST_F(CompileError, SaysThatMainIsThereTwice) {
  for (const char* output :
       {"mold: error: duplicate symbol: a.o: b.o: main\n",
        "/usr/bin/ld: b.o: in function `main':\nb.cpp:1: multiple definition "
        "of `main'; a.o:a.cpp:1: first defined here\n"}) {
    EXPECT_NE(explain(output).find("your file defines main(); the test has its "
                                   "own"),
              std::string::npos);
  }
}

TEST_F(CompileError, ShowsTheEndOfWhatItDoesNotKnow) {
  EXPECT_EQ(explain("[1/1] x\nstrange words\nninja: build stopped\n"),
            "strange words\n");
}

}  // namespace
}  // namespace pots::judge
