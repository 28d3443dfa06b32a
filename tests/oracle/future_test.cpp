// The model of a future that lesson 11's tests hold answers against is
// asyncio's.
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/11_tasks/future_model.hpp"
#include "tests/oracle/recorded.hpp"

namespace pots::oracle {
namespace {

constexpr char kTraces[] =
#include "tests/oracle/traces/future_sequences.inc"
    ;

// What the model answers to all sequences of this length, in the order and
// the form of future_sequences.py.
Lines answers(std::size_t length) {
  Lines lines;
  std::vector<int> steps(length);
  for (;;) {
    std::string line;
    for (const int step : steps) line += std::to_string(step);
    line += " " + checks::FutureModel().play(steps);
    while (line.back() == ' ') line.pop_back();
    lines.push_back(line);
    std::size_t place = length;
    while (place > 0 && ++steps[place - 1] == checks::kSteps) {
      steps[--place] = 0;
    }
    if (place == 0) return lines;
  }
}

// FNV-1a, of the lines with line ends between them.
std::uint64_t checksum(const Lines& lines) {
  std::uint64_t found = 0xcbf29ce484222325;
  const auto add = [&found](unsigned char byte) {
    found = (found ^ byte) * 0x100000001b3;
  };
  for (const std::string& line : lines) {
    if (&line != &lines.front()) add('\n');
    for (const char byte : line) add(static_cast<unsigned char>(byte));
  }
  return found;
}

TEST(FutureOracle, ShortSequences) {
  Lines model;
  for (std::size_t length = 1; length <= 3; ++length) {
    for (const std::string& line : answers(length)) model.push_back(line);
  }
  const Recorded recorded(kTraces);
  EXPECT_EQ(difference("The model of a future", {}, recorded.version(),
                       recorded.trace("answers"), model),
            "");
}

TEST(FutureOracle, SequencesOfFour) {
  EXPECT_EQ(Recorded(kTraces).trace("checksum"),
            Lines{"4: " + std::to_string(checksum(answers(4)))});
}

}  // namespace
}  // namespace pots::oracle
