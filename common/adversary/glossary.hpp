// What the addresses in a story mean to its reader: the student's own names
// and lines. An interface, so that the telling is tested without a program.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>

#include "common/adversary/source_lines.hpp"
#include "common/adversary/story.hpp"

namespace pots::adv {

// How the bytes of a value are to be read.
enum class ValueForm : std::uint8_t {
  kUnknown,  // of no known type: as a signed number
  kSigned,
  kUnsigned,
  kBool,
  kChar,
  kFloat,
  kPointer,
  kEnum,
  kNone,  // nothing to print: a mutex
};

struct Variable {
  std::string name;      // "total", "n_", "bodies[1]"; empty: not known
  std::string owner;     // "a" if it is a's n_; tells two of one name apart
  bool guessed = false;  // read off the source line
  ValueForm form = ValueForm::kUnknown;
  std::map<std::int64_t, std::string> enumerators;
};

class Glossary {
 public:
  virtual ~Glossary() = default;
  // The innermost line among `frames` that is an answer's or a test's, not a
  // library's and not ours.
  virtual std::optional<SourceLine> line(
      std::span<void* const> frames) const = 0;
  // The text of that line in the file; "" if it cannot be read.
  virtual std::string source(const SourceLine& line) const = 0;
  // The object of a step.
  virtual Variable variable(const Story& story,
                            const StoryStep& step) const = 0;
  // What the thread runs: the name of a function or of a variable that holds
  // a lambda; "" if it has none.
  virtual std::string function(const Story& story, Actor actor) const = 0;
};

// The one that asks this program's debug information (variable_names.cpp).
const Glossary& program_glossary();

}  // namespace pots::adv
