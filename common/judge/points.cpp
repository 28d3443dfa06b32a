// How an exercise's points are spread over its cases.
#include "common/judge/points.hpp"

#include <array>
#include <cstddef>

namespace pots::judge {
namespace {

constexpr std::array<double, 3> kWeights = {30, 60, 10};

std::size_t class_of(const Case& one) {
  if (one.tag == "ex" || one.tag == "plain") return 0;
  if (one.tag == "res" || one.tag == "scan" || one.tag == "static") return 2;
  return 1;
}

}  // namespace

std::vector<double> case_points(const Exercise& exercise) {
  std::array<std::size_t, 3> members = {};
  for (const Case& one : exercise.cases) ++members[class_of(one)];
  double present = 0;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (members[i] > 0) present += kWeights[i];
  }
  std::vector<double> shares;
  for (const Case& one : exercise.cases) {
    const std::size_t i = class_of(one);
    shares.push_back(exercise.points * kWeights[i] / present /
                     static_cast<double>(members[i]));
  }
  return shares;
}

}  // namespace pots::judge
