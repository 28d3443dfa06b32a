#include "common/adversary/run.hpp"

#include <execinfo.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

namespace pots::adv {
namespace {

Run* current_run = nullptr;

}  // namespace

Run::Run(ChoiceTree* tree, const ReplayKey* replay, Ledger* ledger,
         bool telling, std::vector<std::string> actors, bool one_a_row)
    : tree_(tree),
      replay_(replay),
      ledger_(ledger),
      telling_(telling),
      actors_(std::move(actors)),
      one_a_row_(one_a_row) {
  ledger_->steps = 0;
  ledger_->cause[0] = '\0';
  current_run = this;
}

Run::~Run() { current_run = nullptr; }

Run* Run::current() { return current_run; }

int Run::choose(const std::vector<Option>& options) {
  Offer offer{static_cast<int>(options.size()), 0};
  for (std::size_t i = 0; i < options.size() && i < 64; ++i) {
    if (options[i].cost > 0) offer.unkind |= std::uint64_t{1} << i;
  }
  ++choices_;
  int taken = 0;
  if (replay_ == nullptr) {
    taken = tree_->choose(offer);
  } else {
    // A label that is not offered any more (the student changed the program)
    // is passed over: the default is the nearest thing to it.
    if (const auto want = replay_->taken.find(choices_);
        want != replay_->taken.end()) {
      const auto found = std::find_if(
          options.begin(), options.end(),
          [&](const Option& o) { return o.label == want->second; });
      if (found != options.end()) {
        taken = static_cast<int>(found - options.begin());
      }
    }
    tree_->follow(taken, offer);
  }
  if (ledger_->steps == kMaxSteps) {
    fail("still not done after 20,000 choices of the world",
         "the program goes round and round without getting anywhere.");
  }
  ledger_->path[ledger_->steps] = ChoiceTree::Step{offer, taken};
  put_text(ledger_->labels[ledger_->steps],
           options[static_cast<std::size_t>(taken)].label);
  ++ledger_->steps;
  return taken;
}

int Run::draw(int n) {
  std::vector<Option> options;
  for (int i = 0; i < n; ++i) options.push_back({std::to_string(i), 0});
  return choose(options);
}

int Run::pick(std::string_view what, int n) {
  const int taken = draw(n);
  if (telling_) note("test", std::string(what) + ": " + std::to_string(taken));
  return taken;
}

int Run::actor_column(std::string_view actor) const {
  const auto found = std::find(actors_.begin(), actors_.end(), actor);
  return found == actors_.end() ? -1
                                : static_cast<int>(found - actors_.begin());
}

void Run::tell(std::string_view actor, std::string_view text,
               bool students_only) {
  if (!telling_) return;
  if (ledger_->rows < kMaxRows) {
    Row& row = ledger_->row[ledger_->rows];
    row = Row{};
    row.students_only = students_only;
    const int column = actor_column(actor);
    if (one_a_row_) {
      put_text(row.actor, actor);
      put_text(row.cells[0], text);
    } else if (column >= 0) {
      put_text(row.cells[column], text);
    } else {
      put_text(row.cells[0], std::string(actor) + ": " + std::string(text));
    }
    if (places_) row.depth = ::backtrace(row.frames, kMaxFrames);
  }
  ++ledger_->rows;
}

void Run::answer(std::string_view actor, std::string_view text,
                 std::string_view remark) {
  if (!telling_ || ledger_->rows == 0 || ledger_->rows > kMaxRows) return;
  Row& row = ledger_->row[ledger_->rows - 1];
  const int column = actor_column(actor);
  if (column >= 0) put_text(row.cells[column], text);
  put_text(row.remark, remark);
}

void Run::explain(std::string_view cause) { put_text(ledger_->cause, cause); }

void Run::fail(std::string_view what, std::string_view cause) {
  put_text(ledger_->what, what);
  put_text(ledger_->cause, cause);
  ledger_->outcome = Outcome::kFailed;
  ::_exit(0);
}

}  // namespace pots::adv
