// The main of every exercise's test: one case a process, said in words that a
// student reads, with the verdict on the judge's own line.
//
//   BINARY --list                          the cases, one a line
//   BINARY --case=Suite.Case [--exercise=ID] [--replay=KEY] [--picture=FILE]
//   BINARY                                 all of them, as GoogleTest does
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <iostream>
#include <string>
#include <string_view>

#include "common/adversary/expectations.hpp"
#include "common/adversary/setting.hpp"
#include "common/testing/belongings.hpp"
#include "common/testing/crash.hpp"
#include "common/testing/report_channel.hpp"

namespace pots::testing {
namespace {

// At the start of a line, whatever the student's code has printed before.
constexpr const char* kFailed = "\nFAILED  ";

struct Arguments {
  bool list = false;
  std::string test_case;
};

Arguments parse(int argc, char** argv) {
  Arguments arguments;
  for (int i = 1; i < argc; ++i) {
    const std::string_view text = argv[i];
    const auto value = [&](std::string_view name) {
      return std::string(text.substr(name.size()));
    };
    if (text == "--list") arguments.list = true;
    if (text.starts_with("--case=")) arguments.test_case = value("--case=");
    if (text.starts_with("--exercise=")) {
      adv::setting().exercise = value("--exercise=");
    }
    if (text.starts_with("--picture=")) {
      adv::setting().picture = value("--picture=");
    }
    if (text.starts_with("--replay=")) {
      adv::setting().replay = value("--replay=");
    }
  }
  return arguments;
}

void list_cases() {
  const auto* all = ::testing::UnitTest::GetInstance();
  for (int i = 0; i < all->total_test_suite_count(); ++i) {
    const auto* suite = all->GetTestSuite(i);
    for (int j = 0; j < suite->total_test_count(); ++j) {
      std::cout << suite->name() << '.' << suite->GetTestInfo(j)->name()
                << '\n';
    }
  }
}

// Prints failures as the student reads them and checks that a case leaves the
// process as it found it.
class Reader : public ::testing::EmptyTestEventListener {
 public:
  void OnTestStart(const ::testing::TestInfo& test) override {
    name_ = test.name();
    told_ = false;
    adv::setting().explorations = 0;
    before_ = Belongings::now();
  }

  void OnTestPartResult(const ::testing::TestPartResult& result) override {
    // One failure is enough to read; the first one is the nearest to the
    // mistake.
    if (!result.failed() || told_ || adv::setting().in_worker) return;
    told_ = true;
    const std::string message = result.message();
    const bool exploration = message.find("\nAgain: ") != message.npos ||
                             message.find("\nNext: ") != message.npos;
    const std::string head = adv::headline(message);
    std::cout << kFailed << adv::setting().exercise << "  " << name_ << "   "
              << (exploration ? head : adv::headline(result)) << '\n';
    const auto rest = message.find('\n', message.find(head));
    if (rest != message.npos) std::cout << message.substr(rest + 1) << '\n';
    std::cout.flush();
  }

  void OnTestEnd(const ::testing::TestInfo& test) override {
    // Who tells a schedule opens the program to find its lines.
    if (test.result()->Failed() || !adv::setting().replay.empty()) return;
    const std::string left = before_.difference(Belongings::now());
    if (left.empty()) return;
    left_behind_ = true;
    std::cout << kFailed << adv::setting().exercise << "  " << name_ << "   "
              << left << '\n';
  }

  bool left_behind() const { return left_behind_; }

 private:
  std::string name_;
  Belongings before_;
  bool told_ = false;
  bool left_behind_ = false;
};

// One case in this process. Never returns: destructors of static objects are
// student code too, and the verdict is said.
[[noreturn]] void run_case(const std::string& name) {
  ::testing::GTEST_FLAG(filter) = name;
  auto& listeners = ::testing::UnitTest::GetInstance()->listeners();
  delete listeners.Release(listeners.default_result_printer());
  auto* reader = new Reader;
  listeners.Append(reader);  // GoogleTest owns it now
  tell_crashes();
  const int result = RUN_ALL_TESTS();
  const bool found =
      ::testing::UnitTest::GetInstance()->test_to_run_count() == 1;
  if (!found) {
    std::cout << "There is no case '" << name
              << "' here. --list shows those that there are.\n";
  }
  const bool passed = found && result == 0 && !reader->left_behind();
  std::cout.flush();
  std::fflush(nullptr);
  report(passed);
  ::_exit(passed ? 0 : 1);
}

}  // namespace
}  // namespace pots::testing

int main(int argc, char** argv) {
  const pots::testing::Arguments arguments = pots::testing::parse(argc, argv);
  ::testing::InitGoogleTest(&argc, argv);
  if (arguments.list) {
    pots::testing::list_cases();
    return 0;
  }
  if (!arguments.test_case.empty()) {
    pots::testing::run_case(arguments.test_case);
  }
  return RUN_ALL_TESTS();
}
