#include "common/adversary/source_lines.hpp"

#include <elfutils/libdwfl.h>
#include <execinfo.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <utility>

namespace pots::adv {
namespace {

// Debug information in files of its own, of libraries, is of no interest and
// slow to look for.
int no_separate_debuginfo(Dwfl_Module*, void**, const char*, Dwarf_Addr,
                          const char*, const char*, GElf_Word, char**) {
  return -1;
}

// This program's debug information; nullptr if there is none. Made at the
// first question, kept until the end: there are few questions and all come
// shortly before it.
Dwfl_Module* program() {
  static Dwfl_Module* module = []() -> Dwfl_Module* {
    static const Dwfl_Callbacks callbacks = {
        dwfl_linux_proc_find_elf, no_separate_debuginfo, nullptr, nullptr};
    Dwfl* dwfl = dwfl_begin(&callbacks);
    if (dwfl == nullptr) return nullptr;
    dwfl_report_begin(dwfl);
    dwfl_linux_proc_report(dwfl, ::getpid());
    dwfl_report_end(dwfl, nullptr, nullptr);
    // Answers are linked into the program, as this function is.
    return dwfl_addrmodule(dwfl, reinterpret_cast<std::uintptr_t>(&program));
  }();
  return module;
}

std::string relative_to_root(std::string path) {
  static const std::string kRoot = POTS_SOURCE_ROOT "/";
  if (path.starts_with(kRoot)) path.erase(0, kRoot.size());
  return path;
}

}  // namespace

bool is_student_file(std::string_view file) {
  const std::string path = "/" + std::string(file);
  // In tests/ stand starters, wrong and other right answers; a patched answer
  // lies in the build folder's tests/.
  for (const char* part : {"/lessons/", "/solutions/", "/starter/", "/wrong/",
                           "/right/", "/tests/wrong_", "/tests/right_"}) {
    if (path.find(part) != path.npos) return true;
  }
  return false;
}

std::optional<SourceLine> line_of(const void* address) {
  const auto at = reinterpret_cast<std::uintptr_t>(address);
  Dwfl_Module* module = program();
  if (module == nullptr) return std::nullopt;
  Dwarf_Addr start = 0, end = 0;
  dwfl_module_info(module, nullptr, &start, &end, nullptr, nullptr, nullptr,
                   nullptr);
  if (at < start || at >= end) return std::nullopt;
  Dwfl_Line* entry = dwfl_module_getsrc(module, at);
  if (entry == nullptr) return std::nullopt;
  SourceLine line;
  const char* name =
      dwfl_lineinfo(entry, nullptr, &line.line, nullptr, nullptr, nullptr);
  if (name == nullptr) return std::nullopt;
  std::filesystem::path path = name;
  if (path.is_relative()) {
    // Compilers write names relative to the folder they ran in.
    if (const char* folder = dwfl_line_comp_dir(entry)) path = folder / path;
  }
  line.file = relative_to_root(path.lexically_normal().string());
  if (const char* function = dwfl_module_addrname(module, at)) {
    line.function = function;
  }
  return line;
}

std::optional<SourceLine> student_line(std::span<void* const> frames) {
  std::optional<SourceLine> reference;
  for (void* frame : frames) {
    // A frame holds where the call returns to; the call is just before it.
    auto line = line_of(static_cast<char*>(frame) - 1);
    if (!line || !is_student_file(line->file)) continue;
    // An earlier exercise's reference may have made the call; the student's
    // own line that led to it is the one to look at.
    if (!line->file.starts_with("solutions/")) return line;
    if (!reference) reference = std::move(line);
  }
  return reference;
}

std::optional<SourceLine> student_line_on_stack() {
  void* frames[64];
  const int depth = ::backtrace(frames, 64);
  return student_line(std::span(frames, static_cast<std::size_t>(depth)));
}

}  // namespace pots::adv
