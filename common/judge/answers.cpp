// What the course promises about its own answers.
#include "common/judge/answers.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "common/judge/patch_head.hpp"
#include "common/judge/text.hpp"

namespace pots::judge {
namespace {

// The judge is built by the compiler that builds the answers.
#ifdef __clang__
constexpr bool kCompiledByClang = true;
#else
constexpr bool kCompiledByClang = false;
#endif

// The claim that comes first; false if nothing can follow.
bool claim_compiles(const Verdict& verdict, Claims& claims) {
  if (verdict.state == Verdict::State::kGraderError) {
    claims.grader_error = verdict.compile_text;
    return false;
  }
  claims.list.push_back({verdict.compiles(), "compiles",
                         verdict.compiles() ? "" : verdict.compile_text});
  return verdict.compiles();
}

// Claims that could not be looked at have failed, or the plan would not fit.
void claim_unseen(Claims& claims, const std::vector<std::string>& names) {
  if (!claims.grader_error.empty()) return;
  for (const std::string& name : names) {
    claims.list.push_back({false, name, "not seen: it does not compile\n"});
  }
}

const Case* find(const Exercise& exercise, const std::string& written) {
  const std::string prefix = exercise.suite + ".";
  const std::string name =
      written.starts_with(prefix) ? written.substr(prefix.size()) : written;
  for (const Case& one : exercise.cases) {
    if (one.name == name) return &one;
  }
  return nullptr;
}

bool listed(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string passes(const Case& one) {
  return "passes " + one.name + " [" + one.tag + "]";
}

Claim one_claim(std::string name, bool holds, std::string text) {
  return {holds, std::move(name), holds ? "" : std::move(text)};
}

}  // namespace

Claims claims_of_right(const Course& course, const Exercise& exercise,
                       const std::string& target, const JudgeOptions& options) {
  const Verdict verdict = judge_exercise(course, exercise, target, options);
  Claims claims;
  if (!claim_compiles(verdict, claims)) {
    std::vector<std::string> names;
    for (const Case& one : exercise.cases) names.push_back(passes(one));
    claim_unseen(claims, names);
    return claims;
  }
  for (const CaseVerdict& one : verdict.cases) {
    claims.list.push_back(
        one_claim(passes(one.test_case), one.passed(), one.text));
  }
  return claims;
}

Claims claims_of_starter(const Course& course, const Exercise& exercise,
                         const JudgeOptions& options) {
  const Verdict verdict =
      judge_exercise(course, exercise, exercise.starter_target, options);
  Claims claims;
  const std::string fails = "fails in at least one case";
  const std::string says = "says in each of them what is wrong and what to do";
  if (!claim_compiles(verdict, claims)) {
    claim_unseen(claims, {fails, says});
    return claims;
  }
  claims.list.push_back(one_claim(fails, verdict.missing() > 0,
                                  "The starter already passes everything.\n"));
  std::string dumb;
  bool first = true;
  for (const CaseVerdict& one : verdict.cases) {
    if (one.passed()) continue;
    // Who begins reads the first one, so that is never a crash.
    const bool in_words = one.from_test || !first;
    const bool what_to_do = one.text.find("./pots ") != one.text.npos ||
                            one.text.find("Next:") != one.text.npos;
    first = false;
    if (!in_words || trim(one.summary).empty() || !what_to_do) {
      dumb += one.text;
    }
  }
  claims.list.push_back(one_claim(says, dumb.empty(), dumb));
  return claims;
}

Claims claims_of_wrong(const Course& course, const Exercise& exercise,
                       const Answer& answer, const JudgeOptions& options) {
  Claims claims;
  std::ifstream in(course.source_root + "/" + answer.path);
  const absl::StatusOr<PatchHead> head =
      parse_patch_head(std::string(std::istreambuf_iterator<char>(in), {}));
  if (!head.ok()) {
    claims.list.push_back({false, "has a head",
                           answer.path + ": " +
                               std::string(to_std(head.status().message())) +
                               "\n"});
    return claims;
  }
  if (head->only_gcc && kCompiledByClang) {
    claims.list.push_back(
        {true, "is judged with g++ only (see its Marks)", ""});
    return claims;
  }
  // Only the cases that something is claimed about are run.
  JudgeOptions narrow = options;
  std::vector<Claim> unknown;
  std::vector<std::string> deadly, names;
  for (const std::string& written : head->dies_in) {
    const Case* one = find(exercise, written);
    if (one == nullptr) {
      unknown.push_back(
          {false, "dies in " + written,
           answer.path + ": " + exercise.id + " has no case of this name\n"});
      continue;
    }
    deadly.push_back(one->name);
    narrow.only_cases.push_back(one->name);
    names.push_back("dies in " + one->name);
  }
  for (const Case& one : exercise.cases) {
    if (one.tag != "ex" || head->example || head->racy ||
        listed(deadly, one.name)) {
      continue;
    }
    narrow.only_cases.push_back(one.name);
    names.push_back(passes(one));
  }
  claims.list = unknown;
  if (narrow.only_cases.empty()) return claims;
  const Verdict verdict =
      judge_exercise(course, exercise, answer.target, narrow);
  if (!claim_compiles(verdict, claims)) {
    claim_unseen(claims, names);
    return claims;
  }
  for (const CaseVerdict& one : verdict.cases) {
    if (listed(deadly, one.test_case.name)) {
      claims.list.push_back(
          one_claim("dies in " + one.test_case.name, !one.passed(),
                    "It passes this case: the test does not see the mistake (" +
                        head->mistake + ").\n"));
    } else {
      claims.list.push_back(
          one_claim(passes(one.test_case), one.passed(),
                    "An [ex] case rejects it too. If that is right, mark it: "
                    "Marks: example\n" +
                        one.text));
    }
  }
  return claims;
}

}  // namespace pots::judge
