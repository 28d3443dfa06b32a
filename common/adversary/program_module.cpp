#include "common/adversary/program_module.hpp"

#include <unistd.h>

#include <cstdint>
#include <filesystem>

namespace pots::adv {
namespace {

// Debug information in files of its own, of libraries, is of no interest and
// slow to look for.
int no_separate_debuginfo(Dwfl_Module*, void**, const char*, Dwarf_Addr,
                          const char*, const char*, GElf_Word, char**) {
  return -1;
}

}  // namespace

Dwfl_Module* program_module() {
  static Dwfl_Module* module = []() -> Dwfl_Module* {
    static const Dwfl_Callbacks callbacks = {
        dwfl_linux_proc_find_elf, no_separate_debuginfo, nullptr, nullptr};
    Dwfl* dwfl = dwfl_begin(&callbacks);
    if (dwfl == nullptr) return nullptr;
    dwfl_report_begin(dwfl);
    dwfl_linux_proc_report(dwfl, ::getpid());
    dwfl_report_end(dwfl, nullptr, nullptr);
    // Answers are linked into the program, as this function is.
    return dwfl_addrmodule(dwfl,
                           reinterpret_cast<std::uintptr_t>(&program_module));
  }();
  return module;
}

std::string known_path(const char* name, const char* folder) {
  static const std::string kRoot = POTS_SOURCE_ROOT "/";
  std::filesystem::path path = name;
  // Compilers write names relative to the folder they ran in.
  if (path.is_relative() && folder != nullptr) path = folder / path;
  std::string text = path.lexically_normal().string();
  if (text.starts_with(kRoot)) text.erase(0, kRoot.size());
  return text;
}

}  // namespace pots::adv
