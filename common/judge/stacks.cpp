// Who waits for what, and where in the source.
#include "common/judge/stacks.hpp"

#include <cxxabi.h>
#include <elfutils/libdwfl.h>

#include <cstdlib>
#include <filesystem>
#include <memory>

#include "common/judge/proc.hpp"
#include "common/judge/sleep.hpp"

namespace pots::judge {
namespace {

constexpr int kMostFrames = 12;  // shown per thread
constexpr int kMostThreads = 12;

// "pots::read_exactly(int, char*)" → "read_exactly".
std::string short_name(const char* symbol) {
  if (symbol == nullptr) return "";
  int status = 0;
  const std::unique_ptr<char, void (*)(void*)> readable(
      abi::__cxa_demangle(symbol, nullptr, nullptr, &status), std::free);
  std::string name = status == 0 ? readable.get() : symbol;
  // A lambda is named by its function: "f()::{lambda()#1}::operator()() const".
  const bool lambda = name.find("{lambda") != std::string::npos ||
                      name.find("'lambda") != std::string::npos;
  int depth = 0;  // cut at the first '(' outside template arguments
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] == '<') ++depth;
    if (name[i] == '>') --depth;
    if (name[i] == '(' && depth == 0 && i > 0 &&
        !name.substr(i).starts_with("(anonymous")) {
      name.resize(i);
    }
  }
  for (const std::string_view space : {"pots::", "(anonymous namespace)::"}) {
    for (std::size_t at; (at = name.find(space)) != std::string::npos;) {
      name.erase(at, space.size());
    }
  }
  return lambda ? "a lambda in " + name : name;
}

// A process attached to by libdwfl; let go of at the end.
class Process {
 public:
  explicit Process(pid_t pid) : dwfl_(::dwfl_begin(&kCallbacks), ::dwfl_end) {
    attached_ = dwfl_ != nullptr &&
                ::dwfl_linux_proc_report(dwfl_.get(), pid) == 0 &&
                ::dwfl_report_end(dwfl_.get(), nullptr, nullptr) == 0 &&
                ::dwfl_linux_proc_attach(dwfl_.get(), pid, false) == 0;
  }

  std::string stack(pid_t tid, const std::string& source_root) {
    if (!attached_) return "";
    Frames frames{dwfl_.get(), source_root, "", 0};
    ::dwfl_getthread_frames(dwfl_.get(), tid, on_frame, &frames);
    return frames.text;
  }

 private:
  struct Frames {
    Dwfl* dwfl;
    const std::string& source_root;
    std::string text;
    int shown;
  };

  // "lessons/…/exactly.cpp:14", or "" if it is not below the source root.
  static std::string place(Dwfl* dwfl, Dwarf_Addr pc, const std::string& root) {
    Dwfl_Line* line = ::dwfl_getsrc(dwfl, pc);
    int number = 0;
    const char* name = line == nullptr
                           ? nullptr
                           : ::dwfl_lineinfo(line, nullptr, &number, nullptr,
                                             nullptr, nullptr);
    if (name == nullptr) return "";
    std::filesystem::path path(name);
    if (path.is_relative()) {
      const char* folder = ::dwfl_line_comp_dir(line);
      path = std::filesystem::path(folder == nullptr ? "" : folder) / path;
    }
    const std::string whole = path.lexically_normal().string();
    if (!whole.starts_with(root + "/")) return "";
    const std::string inside = whole.substr(root.size() + 1);
    // Our own machinery is no news to anybody.
    if (inside.starts_with("common/testing/") ||
        inside.starts_with("common/adversary/")) {
      return "";
    }
    return inside + ":" + std::to_string(number);
  }

  static int on_frame(Dwfl_Frame* frame, void* arg) {
    auto& frames = *static_cast<Frames*>(arg);
    Dwarf_Addr pc = 0;
    bool activation = false;
    if (!::dwfl_frame_pc(frame, &pc, &activation)) return DWARF_CB_OK;
    if (!activation) --pc;  // a return address: the call is just before it
    const std::string at = place(frames.dwfl, pc, frames.source_root);
    if (at.empty()) return DWARF_CB_OK;
    Dwfl_Module* module = ::dwfl_addrmodule(frames.dwfl, pc);
    const char* symbol =
        module == nullptr ? nullptr : ::dwfl_module_addrname(module, pc);
    const std::string name = short_name(symbol);
    frames.text += "    " + at + (name.empty() ? "" : " in " + name) + "\n";
    return ++frames.shown < kMostFrames ? DWARF_CB_OK : DWARF_CB_ABORT;
  }

  // What is on this machine's disk is enough: no debuginfod, no -dbg packages.
  static int no_debuginfo(Dwfl_Module*, void**, const char*, Dwarf_Addr,
                          const char*, const char*, GElf_Word, char**) {
    return -1;
  }
  static constexpr Dwfl_Callbacks kCallbacks = {::dwfl_linux_proc_find_elf,
                                                no_debuginfo, nullptr, nullptr};

  std::unique_ptr<Dwfl, void (*)(Dwfl*)> dwfl_;
  bool attached_ = false;
};

std::string thread_title(std::size_t process, bool many, std::size_t thread) {
  std::string title = "thread " + std::to_string(thread + 1);
  if (thread == 0) title += " (main)";
  return many ? "process " + std::to_string(process) + ", " + title : title;
}

}  // namespace

std::string describe_threads(const std::vector<pid_t>& processes,
                             const std::string& source_root) {
  std::string text;
  std::size_t number = 0, shown = 0, left_out = 0;
  const auto dead = [](const ThreadState& thread) {
    return thread.state == 'Z' || thread.state == 'X';
  };
  std::size_t alive = 0;
  for (const pid_t pid : processes) {
    const std::vector<ThreadState> threads = threads_of(pid);
    alive += !threads.empty() && !dead(threads.front());
  }
  for (const pid_t pid : processes) {
    // Before attaching: a stopped thread no longer shows its system call.
    const std::vector<ThreadState> threads = threads_of(pid);
    if (threads.empty() || dead(threads.front())) continue;
    ++number;
    std::vector<std::string> words;
    for (const ThreadState& thread : threads) {
      words.push_back(in_words(thread, processes));
    }
    Process process(pid);
    for (std::size_t i = 0; i < threads.size(); ++i) {
      if (++shown > kMostThreads) {
        ++left_out;
        continue;
      }
      text += thread_title(number, alive > 1, i) + ": " + words[i] + "\n" +
              process.stack(threads[i].tid, source_root);
    }
  }
  if (left_out > 0) {
    text += "and " + std::to_string(left_out) + " more threads\n";
  }
  return text;
}

}  // namespace pots::judge
