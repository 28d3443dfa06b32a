#include "common/adversary/source_lines.hpp"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <execinfo.h>

#include <cstdint>
#include <utility>

#include "common/adversary/dwarf_scopes.hpp"
#include "common/adversary/program_module.hpp"

namespace pots::adv {
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
  Dwfl_Module* module = program_module();
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
  line.file = known_path(name, dwfl_line_comp_dir(entry));
  if (const char* function = dwfl_module_addrname(module, at)) {
    line.function = function;
  }
  return line;
}

std::vector<SourceLine> all_lines_of(const void* address) {
  std::vector<SourceLine> lines;
  const auto innermost = line_of(address);
  if (!innermost) return lines;
  lines.push_back(*innermost);
  const UnitAddress unit = unit_of(address);
  if (unit.unit == nullptr) return lines;
  Dwarf_Files* files = nullptr;
  dwarf_getsrcfiles(unit.unit, &files, nullptr);
  Dwarf_Attribute attribute;
  const char* folder =
      dwarf_formstring(dwarf_attr(unit.unit, DW_AT_comp_dir, &attribute));
  for (Dwarf_Die scope : scopes_at(address)) {
    if (dwarf_tag(&scope) != DW_TAG_inlined_subroutine) continue;
    Dwarf_Word file = 0, line = 0;
    if (dwarf_formudata(dwarf_attr(&scope, DW_AT_call_file, &attribute),
                        &file) != 0 ||
        dwarf_formudata(dwarf_attr(&scope, DW_AT_call_line, &attribute),
                        &line) != 0) {
      continue;
    }
    const char* name = dwarf_filesrc(files, file, nullptr, nullptr);
    if (name == nullptr) continue;
    lines.push_back({known_path(name, folder), static_cast<int>(line),
                     innermost->function});
  }
  return lines;
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
