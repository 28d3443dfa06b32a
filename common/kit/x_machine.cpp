// A machine with one variable and a register per actor.
#include "pots/x_machine.hpp"

#include <array>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "pots/two_actors.hpp"

namespace pots {
namespace {

std::size_t steps_each(int k) {
  if (k < 1) throw std::invalid_argument("each actor adds at least once");
  return 2 * static_cast<std::size_t>(k);
}

}  // namespace

XRun play_x(int k, std::string_view schedule) {
  const std::size_t all = steps_each(k);
  XRun run;
  std::array<std::size_t, 2> done = {0, 0};
  std::array<int, 2> own = {0, 0};  // the registers

  // One step of one actor; false if it has none left.
  const auto step = [&](int me) {
    if (done[me] == all) return false;
    const bool reads = done[me]++ % 2 == 0;
    if (reads) {
      own[me] = run.x;
    } else {
      run.x = own[me] + 1;
    }
    run.rows.push_back(
        {"AB"[me], (reads ? "reads " : "writes ") + std::to_string(run.x)});
    return true;
  };

  for (const char letter : schedule) {
    if (letter != 'A' && letter != 'B') {
      throw std::invalid_argument("a schedule has letters A and B only");
    }
    step(letter - 'A');
  }
  while (step(0) || step(1)) {
  }
  return run;
}

std::vector<std::string> complete_orders(int k) {
  return complete_words(steps_each(k));
}

std::string table(const XRun& run) {
  TwoColumns columns(14);
  for (const XRow& row : run.rows) columns.row(row.actor, row.text);
  return columns.text() + "x = " + std::to_string(run.x) + '\n';
}

}  // namespace pots
