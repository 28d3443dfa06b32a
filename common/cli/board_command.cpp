// ./pots: the board.
#include <cstdio>

#include "common/cli/commands.hpp"
#include "common/judge/sandbox.hpp"

namespace pots::cli {

int board(Session& session, const Arguments& arguments) {
  Board board = make_board(session, session.store.load());
  if (judge::isolation() != judge::Isolation::kBubblewrap) {
    board.isolation = "Isolation: " + judge::isolation_level() +
                      " (full with the package bubblewrap, where allowed).";
  }
  std::fputs(board_text(board, session.style, arguments.all).c_str(), stdout);
  return 0;
}

}  // namespace pots::cli
