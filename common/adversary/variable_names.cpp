#include "common/adversary/variable_names.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "common/adversary/demangle.hpp"
#include "common/adversary/dwarf_frames.hpp"
#include "common/adversary/dwarf_paths.hpp"
#include "common/adversary/program_module.hpp"
#include "common/adversary/source_words.hpp"
#include "common/adversary/story_memory.hpp"

namespace pots::adv {
namespace {

constexpr int kFramesLookedAt = 4;  // shown ones, from the access outwards

// A frame holds where the call returns to; the call is just before it.
const void* call_in(void* frame) { return static_cast<char*>(frame) - 1; }

// Remembered: the steps of a story come from few places.
const std::optional<SourceLine>& shown_line(void* frame) {
  static std::map<void*, std::optional<SourceLine>> known;
  const auto [entry, is_new] = known.try_emplace(frame);
  if (!is_new) return entry->second;
  for (SourceLine& line : all_lines_of(call_in(frame))) {
    if (!is_shown_file(line.file)) continue;
    entry->second = std::move(line);
    break;
  }
  return entry->second;
}

using Live = std::vector<LiveVariable>;

// Asks the nearest variables first, and those that need fewest pointers.
std::optional<NamedObject> search(const PathFinder& finder,
                                  const std::vector<Live>& frames) {
  for (int pointers = 0; pointers <= 2; ++pointers) {
    for (const Live& live : frames) {
      for (const LiveVariable& variable : live) {
        if (auto found = finder.from(variable, pointers)) return found;
      }
    }
  }
  return std::nullopt;
}

// What a library function, called from the frame, works on: its `this`.
std::optional<NamedObject> container(const StoryStep& step, int frame,
                                     const StoryMemory& memory,
                                     const std::vector<Live>& frames) {
  for (int i = frame; i-- > 0;) {
    for (const LiveVariable& variable :
         live_variables(call_in(step.frames[i]), step.cfa[i], memory)) {
      if (variable.name != "this") continue;
      const auto self = memory.read(variable.address);
      if (!self) continue;
      if (auto found = search(PathFinder(*self, memory), frames)) {
        found->variable.form = ValueForm::kNone;
        return found;
      }
    }
  }
  return std::nullopt;
}

// The linker's name for a global that no unit at hand defines.
std::string symbol_name(std::uint64_t address) {
  Dwfl_Module* module = program_module();
  if (module == nullptr) return "";
  Dwarf_Addr start = 0, end = 0;
  dwfl_module_info(module, nullptr, &start, &end, nullptr, nullptr, nullptr,
                   nullptr);
  if (address < start || address >= end) return "";
  GElf_Off offset = 0;
  GElf_Sym symbol;
  const char* name = dwfl_module_addrinfo(module, address, &offset, &symbol,
                                          nullptr, nullptr, nullptr);
  if (name == nullptr || offset >= std::max<GElf_Xword>(symbol.st_size, 1)) {
    return "";
  }
  std::string text = demangled(name);
  const auto last = text.rfind("::");
  return last == text.npos ? text : text.substr(last + 2);
}

const Live& globals_near(void* frame) {
  static std::map<void*, Live> known;
  const auto entry = known.find(frame);
  if (entry != known.end()) return entry->second;
  return known[frame] = global_variables(call_in(frame));
}

}  // namespace

bool is_shown_file(std::string_view file) {
  if (is_student_file(file)) return true;
  return !file.empty() && !file.starts_with('/') &&
         !file.starts_with("common/") && !file.starts_with('<');
}

std::optional<ShownFrame> shown_frame(std::span<void* const> frames) {
  std::optional<ShownFrame> reference;
  for (std::size_t i = 0; i < frames.size(); ++i) {
    const auto& line = shown_line(frames[i]);
    if (!line) continue;
    const bool answer = is_student_file(line->file);
    const bool given = answer && line->file.starts_with("solutions/");
    if (reference && (given || !answer)) continue;
    ShownFrame shown{static_cast<int>(i), *line};
    // An earlier exercise's reference may have made the access; the student's
    // own line that led to it is the one to look at.
    if (!given) return shown;
    reference = std::move(shown);
  }
  return reference;
}

Variable variable_name(const Story& story, const StoryStep& step) {
  const int depth = std::clamp(step.depth, 0, kStoryFrames);
  const std::span frames(step.frames, static_cast<std::size_t>(depth));
  const auto shown = shown_frame(frames);
  if (!shown || step.object == 0) return {};
  const StoryMemory memory(story, step);
  std::vector<Live> near;
  for (int i = shown->index;
       i < depth && near.size() < static_cast<std::size_t>(kFramesLookedAt);
       ++i) {
    if (i > shown->index && !shown_line(step.frames[i])) continue;
    near.push_back(
        live_variables(call_in(step.frames[i]), step.cfa[i], memory));
  }
  std::optional<NamedObject> found =
      search(PathFinder(step.object, memory), near);
  if (!found) found = container(step, shown->index, memory, near);
  if (!found) {
    const Live& globals = globals_near(step.frames[shown->index]);
    found = search(PathFinder(step.object, memory), {globals});
    if (!found) found = container(step, shown->index, memory, {globals});
  }
  if (!found) {
    Variable guess;
    guess.name = symbol_name(step.object);
    // A library's own global, as the pool in which atomics wait, says nothing.
    if (!guess.name.empty() && !guess.name.starts_with("__")) return guess;
    guess = Variable{};
    guess.name = name_in(source_text(shown->line), step.kind);
    guess.guessed = true;
    return guess;
  }
  if (found->self != 0) {
    if (!near.empty()) near.erase(near.begin());
    near.push_back(globals_near(step.frames[shown->index]));
    const auto owner =
        search(PathFinder(found->self, found->self_type, memory), near);
    if (owner) found->variable.owner = owner->variable.name;
  }
  return std::move(found->variable);
}

}  // namespace pots::adv
