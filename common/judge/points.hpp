// How an exercise's points are spread over its cases.
#pragma once

#include <vector>

#include "common/judge/course.hpp"

namespace pots::judge {

// One share per case, in the order of exercise.cases; they sum up to
// exercise.points. Example cases ([ex], [plain]) share 30 %, those in which an
// adversary plays 60 %, resources and text ([res], [scan], [static]) 10 %.
// A class without cases leaves its part to the others, in proportion; inside a
// class all shares are equal. "compiles" is worth nothing and gates them all.
std::vector<double> case_points(const Exercise& exercise);

}  // namespace pots::judge
