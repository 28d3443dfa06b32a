// What tests include, compiled once: see answer_pch.hpp.
#include "common/adversary/scheduler/driven_library.hpp"
// Only now the library's, whose memcpy then has the name that is said there.
#include <gtest/gtest.h>

#include "common/testing/answer_pch.hpp"
#include "pots/adversary.hpp"
#include "pots/testing.hpp"
