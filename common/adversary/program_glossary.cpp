// The glossary that asks this program's debug information and source files.
#include <algorithm>

#include "common/adversary/dwarf_frames.hpp"
#include "common/adversary/glossary.hpp"
#include "common/adversary/source_words.hpp"
#include "common/adversary/variable_names.hpp"

namespace pots::adv {
namespace {

class ProgramGlossary : public Glossary {
 public:
  std::optional<SourceLine> line(std::span<void* const> frames) const override {
    auto shown = shown_frame(frames);
    if (!shown) return std::nullopt;
    return std::move(shown->line);
  }

  std::string source(const SourceLine& line) const override {
    return source_text(line);
  }

  Variable variable(const Story& story, const StoryStep& step) const override {
    return variable_name(story, step);
  }

  // The outermost function of the thread that a reader should see.
  std::string function(const Story& story, Actor actor) const override {
    const std::size_t count = std::min(story.count, kMaxStorySteps);
    for (std::size_t i = 0; i < count; ++i) {
      const StoryStep& step = story.steps[i];
      if (step.actor != actor) continue;
      for (int k = std::min(step.depth, kStoryFrames); k-- > 0;) {
        if (!shown_frame(std::span(&step.frames[k], 1))) continue;
        return function_name(static_cast<const char*>(step.frames[k]) - 1);
      }
    }
    return "";
  }
};

}  // namespace

const Glossary& program_glossary() {
  static const ProgramGlossary glossary;
  return glossary;
}

}  // namespace pots::adv
