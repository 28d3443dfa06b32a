// What the kernel tells about a case's processes while they run.
#include "common/judge/proc.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <sstream>

#include "pots/fd.hpp"

namespace pots::judge {
namespace {

std::string proc_path(pid_t pid, const std::string& rest) {
  return "/proc/" + std::to_string(pid) + rest;
}

// The numeric entries of a folder of /proc.
std::vector<pid_t> numbers_in(const std::string& folder) {
  std::vector<pid_t> numbers;
  const std::unique_ptr<DIR, int (*)(DIR*)> dir(::opendir(folder.c_str()),
                                                ::closedir);
  if (!dir) return numbers;
  while (const dirent* entry = ::readdir(dir.get())) {
    if (std::isdigit(static_cast<unsigned char>(entry->d_name[0]))) {
      numbers.push_back(std::atoi(entry->d_name));
    }
  }
  return numbers;
}

// The fields of a stat file from the third (the state) on. The second, the
// program's name, may hold blanks and parentheses.
std::vector<std::string> stat_fields(const std::string& path) {
  const std::string text = read_proc(path);
  const std::size_t end = text.rfind(')');
  if (end == std::string::npos) return {};
  std::istringstream in(text.substr(end + 1));
  std::vector<std::string> fields;
  for (std::string field; in >> field;) fields.push_back(field);
  return fields;
}

// Not every kernel has the `children` files (CONFIG_PROC_CHILDREN).
bool has_children_files() {
  static const bool has = ::access("/proc/thread-self/children", R_OK) == 0;
  return has;
}

std::vector<pid_t> children_by_file(pid_t pid) {
  std::vector<pid_t> children;
  const std::string folder = proc_path(pid, "/task");
  for (const pid_t tid : numbers_in(folder)) {
    std::istringstream in(
        read_proc(folder + "/" + std::to_string(tid) + "/children"));
    for (pid_t child; in >> child;) children.push_back(child);
  }
  return children;
}

std::multimap<pid_t, pid_t> everybody_by_parent() {
  std::multimap<pid_t, pid_t> children;
  for (const pid_t pid : numbers_in("/proc")) {
    const std::vector<std::string> fields =
        stat_fields(proc_path(pid, "/stat"));
    if (fields.size() > 1) children.emplace(std::stoi(fields[1]), pid);
  }
  return children;
}

long value_after(const std::string& text, const std::string& key) {
  const std::size_t at = text.find(key);
  return at == std::string::npos
             ? 0
             : std::strtol(&text[at + key.size()], nullptr, 10);
}

ThreadState thread_state(pid_t pid, pid_t tid) {
  const std::string folder = proc_path(pid, "/task/" + std::to_string(tid));
  ThreadState thread{.pid = pid, .tid = tid};
  const std::vector<std::string> fields = stat_fields(folder + "/stat");
  if (fields.empty()) return thread;
  thread.state = fields[0][0];
  const std::string status = read_proc(folder + "/status");
  thread.switches = value_after(status, "\nvoluntary_ctxt_switches:") +
                    value_after(status, "\nnonvoluntary_ctxt_switches:");
  // "0 0x5 0x7ffd… …": the number in decimal, then six arguments in hex.
  std::istringstream in(read_proc(folder + "/syscall"));
  if (!(in >> thread.call)) thread.call = -1;  // "running"
  for (std::uint64_t& arg : thread.args) {
    if (!(in >> std::hex >> arg)) arg = 0;
  }
  return thread;
}

}  // namespace

std::string read_proc(const std::string& path) {
  Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  std::string text;
  char buffer[4096];
  if (fd.get() < 0) return text;
  // Everything read here is short; the bound only stops an endless one.
  while (text.size() < (1u << 20)) {
    const ssize_t n = ::read(fd.get(), buffer, sizeof buffer);
    if (n <= 0) break;
    text.append(buffer, static_cast<std::size_t>(n));
  }
  return text;
}

std::vector<pid_t> descendants(pid_t root, std::size_t most) {
  std::multimap<pid_t, pid_t> by_parent;
  if (!has_children_files()) by_parent = everybody_by_parent();
  std::vector<pid_t> found = {root};
  for (std::size_t i = 0; i < found.size() && found.size() <= most; ++i) {
    if (has_children_files()) {
      for (const pid_t child : children_by_file(found[i])) {
        found.push_back(child);
      }
    } else {
      const auto [begin, end] = by_parent.equal_range(found[i]);
      for (auto it = begin; it != end; ++it) found.push_back(it->second);
    }
  }
  found.erase(found.begin());
  if (found.size() > most) found.resize(most);
  return found;
}

std::vector<ThreadState> threads_of(pid_t pid) {
  std::vector<pid_t> tids = numbers_in(proc_path(pid, "/task"));
  std::sort(tids.begin(), tids.end());
  std::vector<ThreadState> threads;
  for (const pid_t tid : tids) threads.push_back(thread_state(pid, tid));
  return threads;
}

TreeState look_at(const std::vector<pid_t>& processes) {
  static const double ticks = static_cast<double>(::sysconf(_SC_CLK_TCK));
  static const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  TreeState tree;
  tree.processes = processes;
  for (const pid_t pid : processes) {
    const std::vector<std::string> fields =
        stat_fields(proc_path(pid, "/stat"));
    // Counted from the state = 0: utime, stime, then those of the children
    // that were waited for; rss in pages.
    for (std::size_t i = 11; i <= 14 && i < fields.size(); ++i) {
      tree.cpu_seconds += std::stod(fields[i]) / ticks;
    }
    if (fields.size() > 21)
      tree.resident_bytes += std::stoull(fields[21]) * page;
    for (ThreadState& thread : threads_of(pid)) {
      tree.threads.push_back(thread);
    }
  }
  return tree;
}

std::string descriptor_of(pid_t pid, int fd) {
  char target[512];
  const std::string link = proc_path(pid, "/fd/" + std::to_string(fd));
  const ssize_t n = ::readlink(link.c_str(), target, sizeof target);
  return n > 0 ? std::string(target, static_cast<std::size_t>(n)) : "";
}

}  // namespace pots::judge
