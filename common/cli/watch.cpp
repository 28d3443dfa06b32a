// ./pots watch [NAME]: a verdict on every save, and single keys.
#include <poll.h>
#include <unistd.h>

#include <cstdio>
#include <optional>
#include <string>

#include "common/cli/commands.hpp"
#include "common/cli/files.hpp"
#include "common/cli/keyboard.hpp"
#include "common/cli/watcher.hpp"
#include "common/judge/text.hpp"

namespace pots::cli {
namespace {

constexpr int kSettleMilliseconds = 20;  // editors save in several steps
constexpr int kPollMilliseconds = 1000;

class Watch {
 public:
  Watch(Session& session, const judge::Exercise* chosen, bool by_looking)
      : session_(session), chosen_(chosen), by_looking_(by_looking) {}

  int run() {
    pick();
    look_out();
    check();
    for (;;) {
      const Event event = wait();
      if (event.saved) check();
      if (event.key && !on_key(*event.key)) break;
    }
    std::printf("Next:  ./pots check %s\n", exercise_->id.c_str());
    return 0;
  }

 private:
  struct Event {
    bool saved = false;
    std::optional<char> key;
  };

  std::filesystem::path file() const {
    return session_.at_root(exercise_->file);
  }

  // Without a name: always the next exercise; the last one if all are done.
  void pick() {
    exercise_ = chosen_;
    if (exercise_ == nullptr) {
      exercise_ = next_exercise(session_, session_.store.load());
    }
    if (exercise_ == nullptr) {
      for (const judge::Lesson& lesson : session_.course.lessons) {
        if (!lesson.exercises.empty()) exercise_ = &lesson.exercises.back();
      }
    }
  }

  // Begins to watch the exercise's file.
  void look_out() {
    watcher_.reset();
    notice_.clear();
    hash_ = content_hash(file());
    if (by_looking_) return;
    absl::StatusOr<Watcher> watcher = Watcher::on(file());
    if (watcher.ok()) {
      watcher_.emplace(*std::move(watcher));
      const std::string blind = blind_spot(file().parent_path());
      if (!blind.empty()) {
        notice_ = blind + "\nIf so: ./pots watch --poll, or press Enter here.";
      }
      return;
    }
    notice_ = "Cannot watch (" +
              std::string(judge::to_std(watcher.status().message())) +
              "): looking once a second instead; Enter checks at once.";
  }

  void check() {
    if (session_.style.colour) std::fputs("\033[H\033[2J", stdout);
    std::printf("Checking %s:1\n\n", exercise_->file.c_str());
    std::fflush(stdout);
    hash_ = content_hash(file());
    const Outcome outcome = check_one(session_, *exercise_);
    if (outcome == Outcome::kPassed && chosen_ == nullptr) {
      const std::string before = exercise_->id;
      pick();
      if (exercise_->id != before) {
        std::printf("\nNow watching the next one: %s:1\n",
                    exercise_->file.c_str());
        look_out();
      }
    }
    prompt();
  }

  void prompt() {
    if (!notice_.empty()) std::printf("\n%s\n", notice_.c_str());
    std::printf(
        "\n%s   save to check, or a key: h hint  l list  r reset  q quit\n",
        exercise_->id.c_str());
    std::fflush(stdout);
  }

  Event wait() {
    Event event;
    for (;;) {
      pollfd ready[2] = {{keyboard_.fd(), POLLIN, 0},
                         {watcher_ ? watcher_->fd() : -1, POLLIN, 0}};
      const int n = ::poll(ready, 2, watcher_ ? -1 : kPollMilliseconds);
      if (n < 0) continue;  // a signal
      if (ready[1].revents != 0) event.saved = saved();
      if (!watcher_ && content_hash(file()) != hash_) event.saved = true;
      if (ready[0].revents != 0) event.key = keyboard_.key();
      if (event.saved || event.key) return event;
    }
  }

  // Takes the news of the watcher, and those that follow at once.
  bool saved() {
    bool saved = watcher_->saved();
    if (!saved) return false;
    pollfd more = {watcher_->fd(), POLLIN, 0};
    while (!watcher_->lost() && ::poll(&more, 1, kSettleMilliseconds) > 0) {
      watcher_->saved();
    }
    if (watcher_->lost()) look_out();
    return true;
  }

  // False if the answer is to stop.
  bool on_key(char key) {
    const bool typed_line = key == '\n' && ::isatty(0) == 0;  // "y\n" in a pipe
    if (asked_ && !typed_line) {
      asked_ = false;
      std::printf("%c\n", key == 'y' ? 'y' : 'n');
      if (key == 'y') reset_file(session_, *exercise_);
      prompt();
      return true;
    }
    switch (key) {
      case 'q':
        return false;
      case 'h':
        hint_for(session_, *exercise_);
        break;
      case 'l':
        board(session_, {});
        break;
      case 'r':
        asked_ = true;
        std::printf("Reset %s:1 to the starter (yours is kept)? y/n ",
                    exercise_->file.c_str());
        std::fflush(stdout);
        return true;
      case '\n':
        if (!typed_line) check();
        return true;
      default:
        return true;
    }
    prompt();
    return true;
  }

  Session& session_;
  const judge::Exercise* chosen_;
  const judge::Exercise* exercise_ = nullptr;
  bool by_looking_;
  bool asked_ = false;
  std::string hash_;    // of the content last checked
  std::string notice_;  // why saves may stay unseen
  std::optional<Watcher> watcher_;
  Keyboard keyboard_;
};

}  // namespace

int watch(Session& session, const Arguments& arguments) {
  const judge::Exercise* chosen = nullptr;
  if (!arguments.words.empty()) {
    const auto found = one_exercise(session, arguments.words.front());
    if (!found.ok()) return cannot(judge::to_std(found.status().message()));
    chosen = *found;
  }
  bool any = false;
  for (const auto& lesson : session.course.lessons) {
    any = any || !lesson.exercises.empty();
  }
  if (!any) return cannot("The course has no exercises.\nNext:  ./pots help");
  return Watch(session, chosen, arguments.poll).run();
}

}  // namespace pots::cli
