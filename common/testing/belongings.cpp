#include "common/testing/belongings.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>

#include "common/adversary/heap.hpp"
#include "common/testing/testing.hpp"

namespace pots::testing {
namespace {

namespace fs = std::filesystem;

std::map<int, std::string> open_descriptors() {
  std::map<int, std::string> found;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator("/proc/self/fd", error)) {
    const std::string target = fs::read_symlink(entry.path(), error).string();
    // The listing itself holds this folder open.
    if (error || target.find("/fd") != target.npos) continue;
    found[std::atoi(entry.path().filename().c_str())] = target;
  }
  return found;
}

int entries(const std::string& folder) {
  int n = 0;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    static_cast<void>(entry);
    ++n;
  }
  return n;
}

int children_of_all_threads() {
  int n = 0;
  std::error_code error;
  for (const auto& task : fs::directory_iterator("/proc/self/task", error)) {
    std::ifstream children(task.path() / "children");
    for (int pid; children >> pid;) ++n;
  }
  return n;
}

std::string more_or_less(long before, long after, const std::string& one,
                         const std::string& many) {
  const long n = std::abs(after - before);
  return std::to_string(n) + " " + (n == 1 ? one : many) +
         (after > before ? " left behind" : " fewer than before");
}

}  // namespace

Belongings Belongings::now() {
  Belongings all;
  all.descriptors_ = open_descriptors();
  all.threads_ = entries("/proc/self/task");
  all.children_ = children_of_all_threads();
  return all;
}

std::string Belongings::difference(const Belongings& after) const {
  for (const auto& [fd, target] : after.descriptors_) {
    const auto was = descriptors_.find(fd);
    if (was == descriptors_.end()) {
      return "descriptor " + std::to_string(fd) + " (" + target +
             ") was left open: close what you open, on every path";
    }
    if (was->second != target) {
      return "descriptor " + std::to_string(fd) + " was " + was->second +
             " and is now " + target + ": it was closed and is not yours";
    }
  }
  for (const auto& [fd, target] : descriptors_) {
    if (!after.descriptors_.contains(fd)) {
      return "descriptor " + std::to_string(fd) + " (" + target +
             ") was closed, but is not yours";
    }
  }
  if (threads_ != after.threads_) {
    return more_or_less(threads_, after.threads_, "thread was",
                        "threads were") +
           ": join what you start";
  }
  if (children_ != after.children_) {
    return more_or_less(children_, after.children_, "child process was",
                        "child processes were") +
           ": wait for what you fork";
  }
  return "";
}

void leaves_nothing_behind(const std::function<void()>& body) {
  body();
  const Belongings before = Belongings::now();
  const long blocks = adv::live_blocks();
  body();
  const long left = adv::live_blocks() - blocks;
  const std::string difference = before.difference(Belongings::now());
  if (!difference.empty()) {
    ADD_FAILURE() << difference;
  } else if (left != 0) {
    ADD_FAILURE() << more_or_less(0, left, "heap block was",
                                  "heap blocks were") +
                         ": delete what you new";
  }
}

AllocationLimit::AllocationLimit(std::size_t bytes) {
  adv::limit_allocation(bytes);
}
AllocationLimit::~AllocationLimit() { adv::limit_allocation(0); }
std::size_t AllocationLimit::biggest() const {
  return adv::biggest_allocation();
}

}  // namespace pots::testing
