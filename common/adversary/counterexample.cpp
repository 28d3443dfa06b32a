#include "common/adversary/counterexample.hpp"

#include <algorithm>
#include <iterator>
#include <span>
#include <utility>
#include <vector>

#include "common/adversary/setting.hpp"
#include "common/adversary/source_lines.hpp"
#include "common/adversary/table.hpp"
#include "common/adversary/words.hpp"

namespace pots::adv {
namespace {

// The rows of the ledger with their lines, and the line to look at: the last
// one of an answer's.
struct ToldRun {
  std::vector<TableRow> rows;
  std::vector<std::string> who;  // of each row, if a row is one actor's
  std::string look;              // "file:line"
  std::string file;
};

ToldRun told_run(const Plan& plan, const Ledger& ledger) {
  ToldRun story;
  for (std::size_t i = 0; i < std::min(ledger.rows, kMaxRows); ++i) {
    const Row& row = ledger.row[i];
    const auto line = student_line(
        std::span(row.frames, static_cast<std::size_t>(row.depth)));
    if (!line && row.students_only) continue;
    TableRow drawn;
    for (std::size_t k = 0; k < plan.actors.size(); ++k) {
      drawn.cells.emplace_back(row.cells[k]);
    }
    drawn.remark = row.remark;
    if (line) {
      drawn.where = line->text();
      story.look = line->text();
      story.file = line->file;
    }
    story.rows.push_back(std::move(drawn));
    story.who.emplace_back(row.actor);
  }
  return story;
}

// At most kTableLines: what is in the middle is only counted, and so is what
// comes after these rows, up to `total`.
std::vector<ActorRow> without_middle(std::vector<ActorRow> rows,
                                     std::size_t total) {
  const auto only_counted = [](std::size_t steps) {
    ActorRow row;
    row.text = left_out(steps);
    return row;
  };
  if (total > rows.size()) rows.push_back(only_counted(total - rows.size()));
  if (rows.size() <= kTableLines) return rows;
  const std::size_t keep = kTableLines / 2 - 1;
  const auto first = rows.begin() + static_cast<std::ptrdiff_t>(keep);
  const auto last = rows.end() - static_cast<std::ptrdiff_t>(keep);
  const auto left_out = static_cast<std::size_t>(last - first);
  rows.insert(rows.erase(first, last), only_counted(left_out));
  return rows;
}

// A column for each who did something: those that the plan names first.
std::string table_of_actors(const Plan& plan, const ToldRun& story,
                            std::size_t total) {
  const auto did_something = [&](const std::string& actor) {
    return std::find(story.who.begin(), story.who.end(), actor) !=
           story.who.end();
  };
  std::vector<std::string> actors;
  std::copy_if(plan.actors.begin(), plan.actors.end(),
               std::back_inserter(actors), did_something);
  std::vector<ActorRow> rows;
  for (std::size_t i = 0; i < story.rows.size(); ++i) {
    auto column = std::find(actors.begin(), actors.end(), story.who[i]);
    if (column == actors.end()) {
      column = actors.insert(actors.end(), story.who[i]);
    }
    ActorRow row;
    row.actor = static_cast<std::size_t>(column - actors.begin());
    row.number = std::to_string(i + 1);
    row.text = story.rows[i].cells[0];
    row.remark = story.rows[i].remark;
    rows.push_back(std::move(row));
  }
  return draw_actors(actors, without_middle(std::move(rows), total));
}

std::string table_of(const Plan& plan, ToldRun story, const Ledger& ledger) {
  const std::size_t beyond = ledger.rows - std::min(ledger.rows, kMaxRows);
  const std::size_t total = story.rows.size() + beyond;
  if (plan.one_a_row) return table_of_actors(plan, story, total);
  return draw_table(plan.actors, std::move(story.rows), total, story.file);
}

std::string how_found(const Plan& plan, const Finding& finding) {
  if (finding.found_in_run == 0) return "";
  std::string text = "Found in run " + grouped(finding.found_in_run) + ".";
  if (plan.unkind == 0 && finding.level == 0) return text + "\n";
  if (finding.level == 0) {
    return text + " No " + plan.unkind_noun + " is needed.\n";
  }
  text += " Smallest: " + count_of(finding.level, plan.unkind_noun) + ". ";
  text += finding.level == 1 ? "Without it" : "With one of them less";
  return text + " the case passes (checked).\n";
}

std::string what_explored(const Plan& plan, const Finding& finding) {
  if (finding.found_in_run == 0) return "";
  std::string limit = " runs";
  if (finding.complete_to > 0) {
    limit += " with up to " + count_of(finding.complete_to, plan.unkind_noun);
  } else if (plan.unkind > 0) {
    limit += " without an " + plan.unkind_noun;
  }
  if (finding.random) {
    return "Explored: all" + limit +
           " pass; this one is from the random "
           "runs, made as small as it gets.\n";
  }
  if (!finding.counted) {
    return "Explored: " + grouped(finding.runs) + limit + "; at least " +
           grouped(finding.failures) + " of them fail.\n";
  }
  if (finding.runs == 1) return "";
  return "Explored: all " + grouped(finding.runs) + limit + "; " +
         grouped(finding.failures) + " of them fail.\n";
}

}  // namespace

std::string words_for_finding(const Plan& plan, const Finding& finding,
                              const Ledger& ledger) {
  if (!finding.repeats) {
    return words_for_two_answers("choices", "run");
  }
  std::string text = ledger.what;
  text += "\n" + how_found(plan, finding) + "\n";
  const ToldRun story = told_run(plan, ledger);
  if (!story.rows.empty()) text += table_of(plan, story, ledger) + "\n";
  if (ledger.cause[0] != '\0') {
    text += paragraph("Cause:", ledger.cause);
  }
  if (!story.look.empty()) text += "Look:  " + story.look + "\n";
  text += "Again: ./pots replay " + case_name() + " " + finding.key.text() +
          "\n" + what_explored(plan, finding);
  return text;
}

std::string words_for_not_driven() {
  return "not driven: no read, write or other call came to the descriptor of "
         "this case\n\n" +
         paragraph("Cause:",
                   "the adversary answers read(2), write(2) and their family. "
                   "stdio (fopen, fread), iostreams and hand-made system "
                   "calls go past it.") +
         "Next:  use read(2) and write(2) on the descriptor that you are "
         "given.\n";
}

std::string words_for_coverage(const Plan& plan, std::uint64_t complete_runs) {
  if (complete_runs == 1 && plan.random == 0) return "Explored: the only run.";
  std::string text = "Explored: all " + grouped(complete_runs) + " runs";
  if (plan.unkind > 0) {
    text += " with up to " + count_of(plan.unkind, plan.unkind_noun);
  }
  if (plan.random > 0) {
    text += ", and " + grouped(static_cast<std::uint64_t>(plan.random)) +
            " random ones";
  }
  return text + ".";
}

std::string words_for_replay_that_passed(const Plan& plan,
                                         const Ledger& ledger) {
  return "This run passes now:\n\n" +
         table_of(plan, told_run(plan, ledger), ledger);
}

}  // namespace pots::adv
