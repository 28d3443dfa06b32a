#include "common/adversary/schedule_words.hpp"

#include <algorithm>
#include <utility>

#include "common/adversary/schedule_cause.hpp"
#include "common/adversary/schedule_table.hpp"
#include "common/adversary/setting.hpp"
#include "common/adversary/words.hpp"

namespace pots::adv {
namespace {

std::size_t line_count(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

// "1 pause and 1 spurious wake-up", and how many things that is.
std::pair<std::string, int> what_it_takes(const ScheduleFinding& finding) {
  std::vector<std::string> parts;
  int total = 0;
  const auto add = [&](int n, const std::string& noun) {
    total += n;
    if (n > 0) {
      parts.push_back(count_of(static_cast<std::uint64_t>(n), noun));
    }
  };
  add(finding.pauses, "pause");
  add(finding.spurious, "spurious wake-up");
  add(finding.timeouts, "early timeout");
  add(finding.failed_threads, "refused thread");
  add(finding.failed_allocations, "refused allocation");
  add(finding.unkind_answers, "unkind answer");
  return {list_of(parts), total};
}

std::string way_of(FoundBy by) {
  switch (by) {
    case FoundBy::kRandom:
      return " (a random one, made as small as it gets)";
    case FoundBy::kPriorities:
      return " (by random priorities, made as small as it gets)";
    case FoundBy::kReduction:
      return " (by partial order reduction, made as small as it gets)";
    default:
      return "";
  }
}

std::string how_it_was_found(const ScheduleFinding& finding) {
  if (finding.by == FoundBy::kReplay || finding.found_in == 0) return "";
  const auto [takes, total] = what_it_takes(finding);
  std::string text =
      "in schedule " + grouped(finding.found_in) + way_of(finding.by) + ".";
  if (total == 0) {
    text += " No pause is needed.";
  } else {
    text += " Smallest: " + takes + ".";
    if (finding.checked) {
      text += total > 1             ? " Without any one of them"
              : finding.pauses == 1 ? " Without that pause"
                                    : " Without it";
      text += " the test passes (checked).";
    }
  }
  return paragraph("Found", text);
}

std::string pause_limit(const std::vector<std::uint64_t>& with_pauses) {
  const std::uint64_t most = with_pauses.size() - 1;
  return most == 0 ? " without a pause"
                   : " with up to " + count_of(most, "pause");
}

// "2,000 random ones, 500 by priorities", or "".
std::string sampled(const ScheduleCoverage& coverage) {
  std::string text;
  const auto add = [&](std::uint64_t n, const std::string& what) {
    if (n == 0) return;
    text += (text.empty() ? "" : ", ") + grouped(n) + what;
  };
  add(coverage.random, coverage.random == 1 ? " random one" : " random ones");
  add(coverage.priorities, " by random priorities");
  if (!coverage.complete) add(coverage.dpor, " by partial order reduction");
  return text;
}

std::string what_was_explored(const ScheduleFinding& finding) {
  const ScheduleCoverage& coverage = finding.coverage;
  if (finding.by == FoundBy::kReplay) return "";
  if (coverage.with_pauses.empty()) {
    const std::string some = sampled(coverage);
    return some.empty() ? "" : paragraph("Explored:", some + ", until then.");
  }
  const std::uint64_t all = coverage.with_pauses.back();
  const std::string limit = pause_limit(coverage.with_pauses) + coverage.also;
  if (finding.counted && all == 1) return "";
  const std::string schedules = all == 1 ? " schedule" : " schedules";
  if (finding.failures == 0) {
    return paragraph("Explored:", "all " + grouped(all) + schedules + limit +
                                      " pass; this one needs more.");
  }
  const std::string fail =
      finding.failures == 1 ? " of them fails." : " of them fail.";
  if (!finding.counted) {
    return paragraph("Explored:", grouped(all) + schedules + limit +
                                      "; at least " +
                                      grouped(finding.failures) + fail);
  }
  return paragraph("Explored:", "all " + grouped(all) + schedules + limit +
                                    "; " + grouped(finding.failures) + fail);
}

}  // namespace

std::string words_for_schedule(const ScheduleFinding& finding,
                               const Story& story, const Glossary& glossary) {
  if (!finding.repeats || story.violation == Violation::kNotDeterministic) {
    return words_for_two_answers("schedule", "schedule");
  }
  if (story.violation == Violation::kNotDriven) {
    return std::string(story.what) + "\n\n" +
           "Next:  use the threads, mutexes and atomics of the C++ standard "
           "library.\n";
  }
  Retelling telling(story, glossary);
  const Cause cause = cause_of(telling);
  const std::string head = cause.headline + "\n" + how_it_was_found(finding);
  std::string rest = paragraph("Cause:", cause.words);
  if (!cause.look.empty()) rest += "Look:  " + cause.look + "\n";
  rest += paragraph("Next: ", cause.next);
  rest += "Again: ./pots replay " +
          (finding.case_name.empty() ? case_name() : finding.case_name) + " " +
          finding.key + "\n";
  rest += what_was_explored(finding);
  if (telling.rows().empty()) return head + "\n" + rest;
  const std::size_t used = line_count(head) + line_count(rest) + 2;
  // A story is never cut below the steps that its cause speaks of.
  const std::size_t room = std::min(
      kScheduleTableLines, kReportLines - std::min<std::size_t>(used, 18));
  return head + "\n" + schedule_table(telling, cause.steps, room) + "\n" + rest;
}

std::string words_for_passing_schedule(const Story& story,
                                       const Glossary& glossary) {
  Retelling telling(story, glossary);
  std::string text = "This schedule passes now:\n\n";
  if (telling.rows().empty()) return text + "      (no shared steps)\n";
  return text + schedule_table(telling, {}, kScheduleTableLines);
}

std::string words_for_pass(const ScheduleCoverage& coverage) {
  std::string text;
  const std::string some = sampled(coverage);
  if (coverage.complete && coverage.dpor > 0) {
    text += "complete (" + grouped(coverage.dpor) +
            (coverage.dpor == 1 ? " schedule stands" : " schedules stand") +
            " for all)";
  } else if (coverage.complete) {
    text += "complete";
  }
  if (!coverage.with_pauses.empty()) {
    const std::uint64_t all = coverage.with_pauses.back();
    if (coverage.complete) text += ", ";
    text +=
        all == 1 ? "the only schedule" : "all " + grouped(all) + " schedules";
    text += pause_limit(coverage.with_pauses) + coverage.also;
  }
  if (!some.empty()) {
    if (coverage.complete || !coverage.with_pauses.empty()) text += ", ";
    text += some;
  }
  text += ".";
  if (coverage.cut_short) text += " Stopped at the limit of executions.";
  text = paragraph("Explored:", text);
  if (coverage.sharing < 2) {
    text += paragraph("Note:",
                      "no data was touched by more than one thread, "
                      "so no order matters: the test is at fault, "
                      "not you.");
  }
  text.pop_back();
  return text;
}

}  // namespace pots::adv
