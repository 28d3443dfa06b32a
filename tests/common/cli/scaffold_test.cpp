// The texts of a new exercise: they fit into what is there, and to each other.
#include "common/cli/scaffold.hpp"

#include <gtest/gtest.h>

#include "common/cli/files.hpp"
#include "common/cli/process.hpp"
#include "tests/common/cli/temporary_folder.hpp"

namespace pots::cli {
namespace {

constexpr char kDeclaration[] = R"(lessons += {
  'id': '01', 'slug': 'blocking_io', 'title': 'It\'s [one] thing',
  'exercises': [
    {'name': 'exactly', 'cases': ['ex A', 'kernel B']},  # first ]
  ],
}
)";

std::string text_of(const Scaffold& scaffold, const std::string& path) {
  for (const auto* files : {&scaffold.fresh, &scaffold.grown}) {
    for (const FileText& file : *files) {
      if (file.path == path) return file.text;
    }
  }
  ADD_FAILURE() << "no " << path;
  return "";
}

Scaffold exercise(bool header_only) {
  return *new_exercise(
      {"01_blocking_io", kDeclaration, "## exactly\n\n1. Loop.\n", ""},
      "sum_up", header_only);
}

TEST(Declare, PutsTheEntryLast) {
  EXPECT_EQ(*declare(kDeclaration, "    {'name': 'next'},\n"),
            R"(lessons += {
  'id': '01', 'slug': 'blocking_io', 'title': 'It\'s [one] thing',
  'exercises': [
    {'name': 'exactly', 'cases': ['ex A', 'kernel B']},  # first ]
    {'name': 'next'},
  ],
}
)");
}

TEST(Declare, AddsTheCommaThatIsMissing) {
  EXPECT_EQ(*declare("x += {'exercises': [{'cases': []}]}", "  {},\n"),
            "x += {'exercises': [{'cases': []},\n  {},\n  ]}");
  EXPECT_EQ(*declare("x += {\n  'exercises': [\n    {}  # last\n  ],\n}\n",
                     "    {'name': 'b'},\n"),
            "x += {\n  'exercises': [\n    {},  # last\n    {'name': 'b'},\n  "
            "],\n}\n");
}

TEST(Declare, FillsAnEmptyList) {
  EXPECT_EQ(*declare("x += {\n  'exercises': [\n  ],\n}\n", "    {},\n"),
            "x += {\n  'exercises': [\n    {},\n  ],\n}\n");
  EXPECT_EQ(*declare("x += {'exercises': []}\n", "    {},\n"),
            "x += {'exercises': [\n    {},\n  ]}\n");
}

TEST(Declare, RefusesWhatItDoesNotUnderstand) {
  EXPECT_FALSE(declare("", "x").ok());
  EXPECT_FALSE(declare("lessons += {}", "x").ok());
  EXPECT_FALSE(declare("'exercises': [", "x").ok());
}

TEST(AddSubdir, KeepsTheOrder) {
  const std::string text = "# Declares.\nsubdir('00_a')\nsubdir('02_c')\n";
  EXPECT_EQ(add_subdir(text, "01_b"),
            "# Declares.\nsubdir('00_a')\nsubdir('01_b')\nsubdir('02_c')\n");
  EXPECT_EQ(add_subdir(text, "03_d"), text + "subdir('03_d')\n");
  EXPECT_EQ(add_subdir(text, "02_c"), text);
}

TEST(PascalCase, IsTheSuite) {
  EXPECT_EQ(pascal_case("buffered_reader"), "BufferedReader");
  EXPECT_EQ(pascal_case("fetch"), "Fetch");
}

class NewExercise : public ::testing::TestWithParam<bool> {};

TEST_P(NewExercise, StarterAndReferenceDifferBetweenTheMarkersOnly) {
  const Scaffold scaffold = exercise(GetParam());
  const std::string file = GetParam() ? "sum_up.hpp" : "sum_up.cpp";
  const auto outside = [&](const std::string& path) {
    std::string text = text_of(scaffold, path);
    const std::size_t from = text.find("// --- yours ---");
    const std::size_t to = text.find("// --- end ---");
    EXPECT_LT(from, to);
    return text.erase(from, to - from);
  };
  EXPECT_EQ(outside("tests/01_blocking_io/starter/" + file),
            outside("solutions/01_blocking_io/" + file));
  EXPECT_EQ(text_of(scaffold, "lessons/01_blocking_io/" + file),
            text_of(scaffold, "tests/01_blocking_io/starter/" + file));
}

TEST_P(NewExercise, TheWrongAnswerIsAPatchOnTheReference) {
  const Scaffold scaffold = exercise(GetParam());
  const TemporaryFolder folder;
  const std::string file = GetParam() ? "sum_up.hpp" : "sum_up.cpp";
  const auto at = [&](const char* name) {
    return (folder.path() / name).string();
  };
  const std::string reference =
      text_of(scaffold, "solutions/01_blocking_io/" + file);
  ASSERT_TRUE(write_atomically(at("reference"), reference).ok());
  ASSERT_TRUE(
      write_atomically(at("patch"), text_of(scaffold,
                                            "tests/01_blocking_io/wrong/sum_up/"
                                            "trusts_the_formula.patch"))
          .ok());
  std::string said;
  const auto code = run_lines(
      {"patch", "-s", "-o", at("wrong"), at("reference"), at("patch")},
      [&](std::string_view line) { said += std::string(line) + "\n"; });
  ASSERT_TRUE(code.ok());
  EXPECT_EQ(*code, 0);
  EXPECT_EQ(said, "") << "not even fuzz";
  std::string expected = reference;
  const std::string gone = "  if (n < 1) return 0;\n";
  expected.erase(expected.find(gone), gone.size());
  EXPECT_EQ(*read_file(at("wrong")), expected);
}

TEST_P(NewExercise, NothingIsLeftToFillIn) {
  for (const auto& scaffold : {exercise(GetParam())}) {
    for (const auto* files : {&scaffold.fresh, &scaffold.grown}) {
      for (const FileText& file : *files) {
        EXPECT_EQ(file.text.find('@' + std::string("name")), std::string::npos);
        if (file.path.ends_with(".patch")) continue;
        EXPECT_EQ(file.text.find('@'), std::string::npos) << file.path;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Kinds, NewExercise, ::testing::Bool());

TEST(NewExercise, GrowsTheHints) {
  const std::string hints =
      text_of(exercise(false), "lessons/01_blocking_io/hints.md");
  EXPECT_TRUE(hints.starts_with("## exactly\n\n1. Loop.\n\n## sum_up\n\n1. "));
}

TEST(NewExercise, RefusesNamesThatCannotBeFunctions) {
  for (const char* name :
       {"", "Sum", "1st", "a-b", "while", "main", "co_yield", "../x", "a b"}) {
    const auto scaffold =
        new_exercise({"01_x", kDeclaration, "", ""}, name, false);
    EXPECT_FALSE(scaffold.ok()) << name;
  }
}

TEST(NewLesson, DeclaresItself) {
  const auto scaffold =
      new_lesson("17_more", "More of it", "subdir('00_start_here')\n");
  ASSERT_TRUE(scaffold.ok());
  EXPECT_EQ(text_of(*scaffold, "lessons/17_more/meson.build"), R"(lessons += {
  'id': '17',
  'slug': 'more',
  'title': 'More of it',
  'exercises': [
  ],
}
)");
  EXPECT_EQ(text_of(*scaffold, "lessons/meson.build"),
            "subdir('00_start_here')\nsubdir('17_more')\n");
}

TEST(NewLesson, RefusesOtherForms) {
  for (const char* dir :
       {"", "17", "17_", "more", "1_more", "17-more", "17_More"}) {
    EXPECT_FALSE(new_lesson(dir, "T", "").ok()) << dir;
  }
  for (const char* title : {"", "a\"b", "it's", "a|b", "a\\b"}) {
    EXPECT_FALSE(new_lesson("17_more", title, "").ok()) << title;
  }
}

}  // namespace
}  // namespace pots::cli
